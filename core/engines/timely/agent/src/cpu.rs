// SPDX-License-Identifier: Apache-2.0
//! CPU time and run-queue wait of a thread, as the kernel keeps them; costs the thread nothing.

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

#[cfg(test)]
mod tests {
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
