// SPDX-License-Identifier: Apache-2.0
//! The names that differ between versions of timely. build.rs chooses the version.

#[cfg(timely = "0.24")]
pub use timely_0_24 as timely;
#[cfg(timely = "0.25")]
pub use timely_0_25 as timely;
#[cfg(timely = "0.26")]
pub use timely_0_26 as timely;
#[cfg(timely = "0.27")]
pub use timely_0_27 as timely;
#[cfg(timely = "0.28")]
pub use timely_0_28 as timely;
#[cfg(timely = "0.29")]
pub use timely_0_29 as timely;
#[cfg(timely = "0.30")]
pub use timely_0_30 as timely;
#[cfg(timely = "0.31")]
pub use timely_0_31 as timely;
#[cfg(timely = "0.32")]
pub use timely_0_32 as timely;

/// Version of timely, as far as the feature says it.
pub const TIMELY: &str = env!("STREAMTUNE_TIMELY");

/// Whether operators can be placed with this version.
pub const PLACES: bool = cfg!(places);

#[cfg(places)]
mod capability {
    use super::timely::dataflow::operators::{Capability, InputCapability};

    /// Time of a message with a totally ordered timestamp; a message without one makes no claim and counts as time 0.
    #[cfg(timely = "0.32")]
    pub fn time(cap: &InputCapability<u64>) -> u64 {
        cap.least().copied().unwrap_or_default()
    }
    #[cfg(not(timely = "0.32"))]
    pub fn time(cap: &InputCapability<u64>) -> u64 {
        *cap.time()
    }

    /// A capability of our own for one output port, at the message's time.
    #[cfg(timely = "0.32")]
    pub fn retain(cap: &InputCapability<u64>, port: usize) -> Option<Capability<u64>> {
        cap.retain_least(port)
    }
    #[cfg(not(timely = "0.32"))]
    pub fn retain(cap: &InputCapability<u64>, port: usize) -> Option<Capability<u64>> {
        Some(cap.retain(port))
    }
}
#[cfg(places)]
pub use capability::{retain, time};
