// SPDX-License-Identifier: Apache-2.0
//! The names that differ between versions of timely.

#[cfg(all(
    feature = "v0_24",
    not(any(
        feature = "v0_25",
        feature = "v0_26",
        feature = "v0_27",
        feature = "v0_28",
        feature = "v0_29",
        feature = "v0_30",
        feature = "v0_31",
        feature = "v0_32"
    ))
))]
pub use timely_0_24 as timely;
#[cfg(all(
    feature = "v0_25",
    not(any(
        feature = "v0_26",
        feature = "v0_27",
        feature = "v0_28",
        feature = "v0_29",
        feature = "v0_30",
        feature = "v0_31",
        feature = "v0_32"
    ))
))]
pub use timely_0_25 as timely;
#[cfg(all(
    feature = "v0_26",
    not(any(
        feature = "v0_27",
        feature = "v0_28",
        feature = "v0_29",
        feature = "v0_30",
        feature = "v0_31",
        feature = "v0_32"
    ))
))]
pub use timely_0_26 as timely;
#[cfg(all(
    feature = "v0_27",
    not(any(
        feature = "v0_28",
        feature = "v0_29",
        feature = "v0_30",
        feature = "v0_31",
        feature = "v0_32"
    ))
))]
pub use timely_0_27 as timely;
#[cfg(all(
    feature = "v0_28",
    not(any(feature = "v0_29", feature = "v0_30", feature = "v0_31", feature = "v0_32"))
))]
pub use timely_0_28 as timely;
#[cfg(all(feature = "v0_29", not(any(feature = "v0_30", feature = "v0_31", feature = "v0_32"))))]
pub use timely_0_29 as timely;
#[cfg(all(feature = "v0_30", not(any(feature = "v0_31", feature = "v0_32"))))]
pub use timely_0_30 as timely;
#[cfg(all(feature = "v0_31", not(feature = "v0_32")))]
pub use timely_0_31 as timely;
#[cfg(feature = "v0_32")]
pub use timely_0_32 as timely;

/// Version of timely, as far as the feature says it.
pub const TIMELY: &str = if cfg!(feature = "v0_32") {
    "0.32"
} else if cfg!(feature = "v0_31") {
    "0.31"
} else if cfg!(feature = "v0_30") {
    "0.30"
} else if cfg!(feature = "v0_29") {
    "0.29"
} else if cfg!(feature = "v0_28") {
    "0.28"
} else if cfg!(feature = "v0_27") {
    "0.27"
} else if cfg!(feature = "v0_26") {
    "0.26"
} else if cfg!(feature = "v0_25") {
    "0.25"
} else {
    "0.24"
};

/// Whether operators can be placed with this version.
pub const PLACES: bool = cfg!(any(
    feature = "v0_29",
    feature = "v0_30",
    feature = "v0_31",
    feature = "v0_32"
));

#[cfg(any(feature = "v0_29", feature = "v0_30", feature = "v0_31", feature = "v0_32"))]
mod capability {
    use super::timely::dataflow::operators::{Capability, InputCapability};

    /// Time of a message with a totally ordered timestamp; a message without one makes no claim and counts as time 0.
    #[cfg(feature = "v0_32")]
    pub fn time(cap: &InputCapability<u64>) -> u64 {
        cap.least().copied().unwrap_or_default()
    }
    #[cfg(not(feature = "v0_32"))]
    pub fn time(cap: &InputCapability<u64>) -> u64 {
        *cap.time()
    }

    /// A capability of our own for one output port, at the message's time.
    #[cfg(feature = "v0_32")]
    pub fn retain(cap: &InputCapability<u64>, port: usize) -> Option<Capability<u64>> {
        cap.retain_least(port)
    }
    #[cfg(not(feature = "v0_32"))]
    pub fn retain(cap: &InputCapability<u64>, port: usize) -> Option<Capability<u64>> {
        Some(cap.retain(port))
    }
}
#[cfg(any(feature = "v0_29", feature = "v0_30", feature = "v0_31", feature = "v0_32"))]
pub use capability::{retain, time};
