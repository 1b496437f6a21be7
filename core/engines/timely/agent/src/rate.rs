// SPDX-License-Identifier: Apache-2.0
//! Sources whose rate can be changed from outside: for test and demonstration jobs.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::Instant;

/// Records per second of one source, over all workers. Shared by the workers of a process.
#[derive(Debug)]
pub(crate) struct RateCell(AtomicU64);

impl RateCell {
    pub fn new(rate: f64) -> Self {
        RateCell(AtomicU64::new(rate.to_bits()))
    }
    pub fn get(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::Relaxed))
    }
    pub fn set(&self, rate: f64) {
        self.0.store(rate.to_bits(), Ordering::Relaxed);
    }
}

/// What one worker's part of a source owes to the world so far.
#[derive(Debug, Default)]
pub(crate) struct SourceCell {
    pub due: Cell<u64>,
}

/// One worker's part of a source with a rate. From [`Agent::rate`](crate::Agent::rate).
#[derive(Debug)]
pub struct Rate {
    pub(crate) cell: Arc<RateCell>,
    pub(crate) local: Rc<SourceCell>,
    peers: usize,
    last: Instant,
    owed: f64,
}

impl Rate {
    pub(crate) fn new(cell: Arc<RateCell>, local: Rc<SourceCell>, peers: usize) -> Self {
        Rate {
            cell,
            local,
            peers: peers.max(1),
            last: Instant::now(),
            owed: 0.0,
        }
    }

    /// Records that this worker has to emit now, since the last call.
    pub fn due(&mut self) -> u64 {
        let now = Instant::now();
        let seconds = now.duration_since(self.last).as_secs_f64();
        self.last = now;
        self.owed += seconds * self.cell.get() / self.peers as f64;
        let whole = self.owed.floor();
        self.owed -= whole;
        self.local.due.set(self.local.due.get() + whole as u64);
        whole as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_owed_at_rate_zero_and_parts_add_up() {
        let cell = Arc::new(RateCell::new(0.0));
        let mut one = Rate::new(cell.clone(), Rc::default(), 2);
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert_eq!(one.due(), 0);
        cell.set(100_000.0);
        let start = Instant::now();
        std::thread::sleep(std::time::Duration::from_millis(20));
        let n = one.due() as f64;
        let most = start.elapsed().as_secs_f64() * 50_000.0;
        assert!(n >= 900.0 && n <= most + 2.0, "{n} of {most}");
        assert_eq!(one.local.due.get(), n as u64);
    }
}
