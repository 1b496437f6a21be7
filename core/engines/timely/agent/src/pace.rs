// SPDX-License-Identifier: Apache-2.0
//! How far the control stream may run ahead of what the job has finished, when the job is behind.
//!
//! The window bounds the records behind the routers, and with them the time that a change takes. It must not bound the
//! throughput: where answers are slow because the machine is, a small window starves operators that are idle. So it is
//! probed: a doubled window stays only as long as the job finishes faster with it.

use std::time::{Duration, Instant};

const LARGEST: u64 = 1 << 40;
/// A window that does not finish faster by this factor than half of it is not worth its queue.
const WORTH: f64 = 1.25;
/// Rounds until a larger window is tried again, after one that was not worth it; twice as many after each further one.
/// One that fails by chance, on a busy machine, must not cost many rounds: time without records is crossed in leaps.
const FIRST_REST: u32 = 1;
const LONGEST_REST: u32 = 16;

#[derive(Debug)]
struct Round {
    /// The round is over when this time is finished.
    until: u64,
    from: u64,
    since: Instant,
}

#[derive(Debug)]
pub(crate) struct Pace {
    base: u64,
    window: u64,
    round: Option<Round>,
    rate: f64,
    probing: bool,
    rest: u32,
    next_rest: u32,
}

impl Pace {
    pub fn new(base: u64) -> Self {
        let base = base.max(1);
        Pace {
            base,
            window: base,
            round: None,
            rate: 0.0,
            probing: false,
            rest: 0,
            next_rest: FIRST_REST,
        }
    }

    /// The time up to which the control stream may go, when it would like to go to `wish`.
    pub fn limit(&mut self, wish: u64, finished: u64, now: Instant) -> u64 {
        if finished.saturating_add(self.window) >= wish {
            if finished.saturating_add(self.base) >= wish {
                *self = Pace::new(self.base); // keeps up
            }
            return wish;
        }
        match &self.round {
            Some(round) if finished < round.until => {}
            Some(round) => {
                let seconds = now
                    .duration_since(round.since)
                    .max(Duration::from_nanos(100))
                    .as_secs_f64();
                let rate = (finished - round.from) as f64 / seconds;
                self.judge(rate);
                self.begin(finished, now);
            }
            None => self.begin(finished, now),
        }
        // The window may just have grown beyond the wish: a change must not lie in the future.
        finished.saturating_add(self.window).min(wish)
    }

    fn begin(&mut self, finished: u64, now: Instant) {
        self.round = Some(Round {
            until: finished.saturating_add(self.window),
            from: finished,
            since: now,
        });
    }

    fn judge(&mut self, rate: f64) {
        if self.probing && rate < WORTH * self.rate {
            self.window = (self.window / 2).max(self.base);
            self.probing = false;
            self.rest = self.next_rest;
            self.next_rest = (self.next_rest * 2).min(LONGEST_REST);
        } else if self.rest > 0 {
            self.rest -= 1;
        } else {
            if self.probing {
                self.next_rest = FIRST_REST;
            }
            self.rate = rate;
            self.window = (self.window * 2).min(LARGEST);
            self.probing = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A job that finishes `capacity` units a second, each window `latency` after it was allowed. Returns the largest and
    /// the mean window, and units finished a second.
    fn drive(capacity: f64, latency: f64, seconds: f64) -> (u64, f64, f64) {
        let start = Instant::now();
        let mut pace = Pace::new(50);
        let (mut finished, mut t) = (0u64, 0.0);
        let (mut largest, mut sum, mut rounds) = (0, 0.0, 0.0);
        while t < seconds {
            let limit = pace.limit(u64::MAX / 2, finished, start + Duration::from_secs_f64(t));
            let window = limit - finished;
            largest = largest.max(window);
            sum += window as f64;
            rounds += 1.0;
            t += f64::max(latency, window as f64 / capacity);
            finished = limit;
        }
        (largest, sum / rounds, finished as f64 / t)
    }

    #[test]
    fn an_overloaded_job_keeps_a_small_window() {
        let (largest, mean, rate) = drive(300.0, 0.005, 60.0);
        assert!(largest <= 100, "{largest}");
        assert!(mean < 60.0, "{mean}");
        assert!(rate > 299.0);
    }

    #[test]
    fn a_slow_machine_is_not_starved() {
        // Half a second until an answer comes: a window of 50 would finish 100 units a second of 1000.
        let (_, _, rate) = drive(1000.0, 0.5, 120.0);
        assert!(rate > 600.0, "{rate}");
    }

    #[test]
    fn empty_time_is_crossed_in_leaps() {
        let (largest, _, _) = drive(1e18, 0.001, 0.05);
        assert!(largest > 1 << 35, "{largest}");
    }

    /// An hour without records, where an answer takes 20 ms or, at random, up to 20 times as long.
    #[test]
    fn empty_time_is_crossed_on_a_busy_machine_too() {
        const HOUR: u64 = 3_600_000;
        let start = Instant::now();
        let mut slowest = 0.0f64;
        for seed in 1..200u64 {
            let mut pace = Pace::new(50);
            let (mut finished, mut t, mut random) = (0u64, 0.0, seed);
            while finished < HOUR {
                finished = pace.limit(HOUR, finished, start + Duration::from_secs_f64(t));
                assert!(finished <= HOUR, "control ran {} ahead", finished - HOUR);
                random = random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                t += 0.02 * f64::powf(20.0, (random >> 33) as f64 / (1u64 << 31) as f64);
            }
            slowest = slowest.max(t);
        }
        assert!(slowest < 24.0, "{slowest}"); // with the longest rest every time: 48
    }

    #[test]
    fn a_job_that_keeps_up_is_not_bounded() {
        let mut pace = Pace::new(50);
        let now = Instant::now();
        assert_eq!(pace.limit(1040, 1000, now), 1040);
        assert_eq!(pace.limit(5000, 1000, now), 1050);
    }
}
