// SPDX-License-Identifier: GPL-3.0-or-later
//! Sources with a rate, and Nexmark's events cut down to three numbers.

use nexmark::config::NexmarkConfig;
use nexmark::event::{Event, EventType};
use nexmark::EventGenerator;
use serde::{Deserialize, Serialize};
use streamtune_timely::timely::dataflow::InputHandleVec;
use streamtune_timely::Rate;

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

    pub fn turn(&mut self, now: u64, _index: usize, _peers: usize) {
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

/// Nexmark events of one type. `even`: no hot auction, so that the keys spread.
pub fn nexmark(side: u8, kind: EventType, even: bool, index: usize, peers: usize) -> Box<dyn FnMut() -> Record> {
    let mut config = NexmarkConfig::default();
    if even {
        config.hot_auction_ratio = 1_000_000;
        config.hot_bidder_ratio = 1_000_000;
        config.hot_seller_ratio = 1_000_000;
        // Enough auctions at a time for 256 bins.
        config.in_flight_auctions = 2_000;
        config.active_people = 2_000;
    }
    let mut events = EventGenerator::new(config)
        .with_type_filter(kind)
        .with_offset(index as u64)
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
