// SPDX-License-Identifier: Apache-2.0
//! Who is connected. There is a limit, and always room for whoever comes next: a connection that never showed the token
//! gives way first, then one that waits between two requests. So nobody can keep the workbench out by holding
//! connections.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::Arc;

use tokio::task::AbortHandle;

/// Showed no token yet.
const STRANGER: u8 = 0;
/// Was served, and asks for nothing at the moment.
const WAITING: u8 = 1;
const SERVED: u8 = 2;
const GONE: u8 = 3;

/// A connection's own place; free again when it is dropped.
pub(crate) struct Seat(Arc<AtomicU8>);

impl Seat {
    /// Until the answer is dropped, the connection is served.
    pub fn serve(&self) -> Serving<'_> {
        self.0.store(SERVED, Ordering::Relaxed);
        Serving(&self.0)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.store(GONE, Ordering::Relaxed);
    }
}

pub(crate) struct Serving<'a>(&'a AtomicU8);

impl Drop for Serving<'_> {
    fn drop(&mut self) {
        self.0.store(WAITING, Ordering::Relaxed);
    }
}

struct Guest {
    standing: Arc<AtomicU8>,
    task: AbortHandle,
}

/// The connections of a server, oldest first.
pub(crate) struct Guests {
    most: usize,
    list: VecDeque<Guest>,
}

impl Guests {
    pub fn new(most: usize) -> Self {
        Guests {
            most,
            list: VecDeque::new(),
        }
    }

    /// Seats a newcomer, whose connection `spawn` starts to serve. Refused only where all others are being served.
    pub fn seat(&mut self, spawn: impl FnOnce(Seat) -> AbortHandle) {
        self.list.retain(|g| g.standing.load(Ordering::Relaxed) != GONE);
        if self.list.len() >= self.most && !self.make_room() {
            return;
        }
        let standing = Arc::new(AtomicU8::new(STRANGER));
        let task = spawn(Seat(Arc::clone(&standing)));
        self.list.push_back(Guest { standing, task });
    }

    fn make_room(&mut self) -> bool {
        let oldest = |standing| {
            self.list
                .iter()
                .position(|g| g.standing.load(Ordering::Relaxed) == standing)
        };
        let Some(gives_way) = oldest(STRANGER).or_else(|| oldest(WAITING)) else {
            return false;
        };
        if let Some(guest) = self.list.remove(gives_way) {
            guest.task.abort();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seats one more; returns its seat, if it got one.
    fn come(guests: &mut Guests) -> Option<Seat> {
        let mut own = None;
        guests.seat(|seat| {
            own = Some(seat);
            tokio::spawn(std::future::pending::<()>()).abort_handle()
        });
        own
    }

    #[tokio::test]
    async fn strangers_give_way_then_those_that_wait_and_nobody_who_is_served() {
        let mut guests = Guests::new(2);
        let (known, stranger) = (come(&mut guests).expect("room"), come(&mut guests).expect("room"));
        drop(known.serve());
        let busy = come(&mut guests).expect("the stranger's place");
        let answer = busy.serve();
        assert_eq!(guests.list.len(), 2);
        assert_eq!(Arc::strong_count(&stranger.0), 1, "the stranger is on no list");
        let next = come(&mut guests).expect("the place of the one that waits");
        assert_eq!(Arc::strong_count(&known.0), 1);
        let next_answer = next.serve();
        assert!(come(&mut guests).is_none(), "both are being served");
        drop(next_answer);
        drop(answer);
        drop(busy);
        assert!(come(&mut guests).is_some(), "one has gone");
        assert_eq!(guests.list.len(), 2);
    }
}
