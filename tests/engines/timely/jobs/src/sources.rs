// SPDX-License-Identifier: GPL-3.0-or-later
//! Sources with a rate, and Nexmark's events cut down to three numbers.

use nexmark::config::NexmarkConfig;
use nexmark::event::{Event, EventType};
use nexmark::EventGenerator;
use serde::{Deserialize, Serialize};
use streamtune_timely::timely::dataflow::InputHandleVec;
use streamtune_timely::{bin_of, initial_map, Rate};

/// Which side of a join, a key, a value. One type for all, so that a join of two streams is one placed operator.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub side: u8,
    pub key: u64,
    pub value: u64,
}

/// A source of one worker: what is due is sent at the time of the turn.
pub struct Feed {
    input: InputHandleVec<u64, Record>,
    rate: Rate,
    make: Box<dyn FnMut() -> Record>,
}

impl Feed {
    pub fn new(input: InputHandleVec<u64, Record>, rate: Rate, make: Box<dyn FnMut() -> Record>) -> Self {
        Feed { input, rate, make }
    }

    pub fn turn(&mut self, now: u64) {
        self.input.advance_to(now);
        for _ in 0..self.rate.due() {
            self.input.send((self.make)());
        }
    }
}

/// Keys in a fixed order that spreads evenly; every worker has its own part.
pub fn counter(side: u8, keys: u64, index: usize, peers: usize) -> Box<dyn FnMut() -> Record> {
    let mut n = index as u64;
    let peers = peers as u64;
    Box::new(move || {
        n += peers;
        Record {
            side,
            key: n % keys,
            value: n,
        }
    })
}

/// People, and auctions, that are alive at a time: enough for 256 bins to have their fair parts.
const ALIVE: usize = 20_000;
/// Events before the first one, so that as many are alive from the start (one event of 50 is a person).
const BEFORE: usize = 50 * ALIVE;

/// The generator's settings without its hot keys: one of `ratio` events is for a key that is not hot.
fn even() -> NexmarkConfig {
    NexmarkConfig {
        hot_auction_ratio: 1,
        hot_bidder_ratio: 1,
        hot_seller_ratio: 1,
        in_flight_auctions: ALIVE,
        active_people: ALIVE,
        ..NexmarkConfig::default()
    }
}

/// Part of the records that the busiest of `k` workers gets, when the first that are alive are met equally often.
pub fn hottest_share(kind: EventType, k: usize) -> f64 {
    let config = even();
    let first = match kind {
        // Three auctions for every person; the newest of those before the first event are alive.
        EventType::Bid => config.first_auction_id + 2 * ALIVE,
        _ => config.first_person_id,
    };
    let map = initial_map(&(0..k as u32).collect::<Vec<_>>());
    let mut parts = vec![0usize; k];
    for key in first..first + ALIVE {
        parts[map[bin_of(key as u64)] as usize] += 1;
    }
    parts.into_iter().max().unwrap_or(ALIVE) as f64 / ALIVE as f64
}

/// Nexmark events of one type.
pub fn nexmark(side: u8, kind: EventType, index: usize, peers: usize) -> Box<dyn FnMut() -> Record> {
    let mut events = EventGenerator::new(even())
        .with_type_filter(kind)
        .with_offset((BEFORE + index) as u64)
        .with_step(peers as u64);
    Box::new(move || match events.next() {
        Some(Event::Bid(b)) => Record {
            side,
            key: b.auction as u64,
            value: b.price as u64,
        },
        Some(Event::Auction(a)) => Record {
            side,
            key: a.seller as u64,
            value: a.category as u64,
        },
        Some(Event::Person(p)) => Record {
            side,
            key: p.id as u64,
            value: 0,
        },
        None => Record { side, key: 0, value: 0 },
    })
}
