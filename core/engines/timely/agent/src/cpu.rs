// SPDX-License-Identifier: Apache-2.0
//! CPU time and run-queue wait of a thread, as the kernel keeps them; costs the thread nothing but the reading.

use std::cell::Cell;
use std::fs::File;
use std::rc::Rc;
use std::time::Duration;

/// `pid/task/tid` of the calling thread, where there is a /proc.
pub fn this_thread() -> Option<String> {
    let link = std::fs::read_link("/proc/thread-self").ok()?;
    Some(link.to_str()?.to_owned())
}

/// Nanoseconds on a CPU and nanoseconds waiting for one; `None` when the thread is gone or the kernel does not say.
/// Format: proc(5), /proc/pid/task/tid/schedstat.
pub fn schedstat(thread: &str) -> Option<(u64, u64)> {
    parse(&std::fs::read_to_string(format!("/proc/{thread}/schedstat")).ok()?)
}

fn parse(text: &str) -> Option<(u64, u64)> {
    let mut fields = text.split_ascii_whitespace();
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// The run-queue wait of the thread that made it, through a file that stays open.
#[derive(Debug)]
pub(crate) struct CoreWait {
    file: Option<File>,
    last: Cell<Option<u64>>,
}

impl Default for CoreWait {
    fn default() -> Self {
        CoreWait {
            file: File::open("/proc/thread-self/schedstat").ok(),
            last: Cell::new(None),
        }
    }
}

impl CoreWait {
    /// Nanoseconds so far; `None` where the kernel does not say.
    pub fn read(&self) -> Option<u64> {
        let now = self.read_file();
        self.last.set(now);
        now
    }

    #[cfg(unix)]
    fn read_file(&self) -> Option<u64> {
        use std::os::unix::fs::FileExt;
        let mut text = [0; 80];
        let n = self.file.as_ref()?.read_at(&mut text, 0).ok()?;
        Some(parse(std::str::from_utf8(&text[..n]).ok()?)?.1)
    }
    #[cfg(not(unix))]
    fn read_file(&self) -> Option<u64> {
        None
    }
}

/// How much of an operator's stay went by waiting for a core. A reading costs about a microsecond, so short stays are
/// spared it: a stay that turns out long is measured from whatever reading came last, the next one exactly.
pub(crate) struct StayMeter {
    wait: Option<Rc<CoreWait>>,
    long: bool,
    from: Option<u64>,
}

impl StayMeter {
    const LONG: Duration = Duration::from_micros(500);

    pub fn new(wait: Option<Rc<CoreWait>>) -> Self {
        StayMeter {
            wait,
            long: false,
            from: None,
        }
    }

    pub fn begin(&mut self) {
        let wait = self.wait.as_ref().filter(|_| self.long);
        self.from = wait.and_then(|w| w.read());
    }

    /// Nanoseconds of a stay of `elapsed` that were spent waiting.
    pub fn end(&mut self, elapsed: Duration) -> u64 {
        self.long = elapsed >= Self::LONG;
        let Some(wait) = self.wait.as_ref().filter(|_| self.long) else {
            return 0;
        };
        let before = self.from.or(wait.last.get());
        match (before, wait.read()) {
            (Some(before), Some(now)) => now.saturating_sub(before).min(elapsed.as_nanos() as u64),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_stay_waits_for_nothing_and_a_long_one_no_longer_than_it_is() {
        let mut meter = StayMeter::new(Some(Rc::default()));
        for stay in [
            Duration::from_micros(10),
            Duration::from_secs(1),
            Duration::from_secs(1),
        ] {
            meter.begin();
            std::thread::sleep(Duration::from_millis(1));
            assert!(meter.end(stay) <= stay.as_nanos() as u64);
        }
        assert!(
            meter.from.is_some(),
            "a long stay makes the next one begin with a reading"
        );
        meter.begin();
        assert_eq!(meter.end(Duration::from_micros(10)), 0);
        meter.begin();
        assert_eq!(meter.from, None);
        assert_eq!(StayMeter::new(None).end(Duration::from_secs(1)), 0);
    }

    #[test]
    fn reads_two_numbers_or_nothing() {
        assert_eq!(super::parse("12 34 5\n"), Some((12, 34)));
        assert_eq!(super::parse("12"), None);
        assert_eq!(super::parse("a b c"), None);
    }

    #[test]
    fn a_thread_that_ended_has_no_numbers() {
        let name = std::thread::spawn(|| super::this_thread().expect("there is a /proc"))
            .join()
            .unwrap();
        for _ in 0..1000 {
            if super::schedstat(&name).is_none() {
                return;
            }
            std::thread::yield_now();
        }
        panic!("the thread's file never went away");
    }
}
