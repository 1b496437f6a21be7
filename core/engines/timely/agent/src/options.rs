// SPDX-License-Identifier: Apache-2.0
//! What a job may set about its control stream.

use std::time::Duration;

/// Settings of the control stream, in units of the job's timestamps. The default is for milliseconds; for others there is
/// [`Options::per_second`].
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Units of a timestamp in a second: whoever watches the job reads its lag by it.
    pub units_per_second: u64,
    /// How far the control stream runs ahead of the time given to [`Driver::drive`](crate::Driver::drive): two turns of
    /// the job's loop. A healthy change takes this long.
    pub lead: u64,
    /// How much time may be in flight behind the routers, when the job is behind, before they hold records back. What is
    /// in flight is processed where it is before a change takes effect, so a change under overload takes about this
    /// long times (demand / capacity): 50 ms of a job that gets 2.7 times what it bears take 135 ms. Smaller windows
    /// make changes faster, until the operators of a chain wait for one another.
    pub window: u64,
    /// Longest stay in a placed operator before other operators get their turn.
    pub quantum: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            units_per_second: 1000,
            lead: 8,
            window: 50,
            quantum: Duration::from_millis(2),
        }
    }
}

impl Options {
    /// The default for timestamps of which so many make a second: 1 for seconds, 1,000,000 for microseconds.
    pub fn per_second(units: u64) -> Self {
        let usual = Options::default();
        let units = units.max(1);
        let of = |ms: u64| units.saturating_mul(ms).div_ceil(usual.units_per_second);
        Options {
            units_per_second: units,
            lead: of(usual.lead),
            window: of(usual.window),
            ..usual
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lead_and_window_are_the_same_time_in_every_unit() {
        let of = |units| {
            let o = Options::per_second(units);
            (o.units_per_second, o.lead, o.window)
        };
        assert_eq!(of(1000), (1000, 8, 50));
        assert_eq!(of(1_000_000), (1_000_000, 8_000, 50_000));
        assert_eq!(of(1), (1, 1, 1));
        assert_eq!(of(0), of(1));
    }
}
