// SPDX-License-Identifier: GPL-3.0-or-later
//! The eight jobs and what they need, and one with a loop in front of its placed operator.

use std::time::Duration;

use nexmark::event::EventType;
use streamtune_timely::timely::dataflow::operators::vec::{Filter, Map};
use streamtune_timely::timely::dataflow::operators::{Concat, Concatenate, ConnectLoop, Feedback, Probe};
use streamtune_timely::timely::dataflow::{InputHandleVec, ProbeHandle, Scope, StreamVec};
use streamtune_timely::{Agent, Control, Keep, BINS};

use crate::sources::{counter, hottest_share, nexmark, Feed, Record};

pub const NAMES: [&str; 9] = ["q1", "q2", "q3", "q5", "q8", "linear", "join2", "join3", "loop"];

/// A pause of `ms` takes this much longer (timer slack and wake-up of an idle kernel).
const PAUSE_EXTRA_MS: f64 = 0.06;
/// The share of time that a worker may be busy.
const TARGET: f64 = 0.85;

/// Placed operators of a job: name, pause in milliseconds, records at it per record of the first source.
fn operators(name: &str) -> &'static [(&'static str, f64, f64)] {
    match name {
        "q1" => &[("currency", 2.0, 1.0)],
        "q2" => &[("filter", 2.0, 1.0)],
        "q3" => &[("local items", 2.0, 1.5)],
        "q5" => &[("hot items", 2.0, 1.0)],
        "q8" => &[("new users", 2.0, 1.6)],
        "loop" => &[("count", 2.0, 1.0)],
        "linear" => &[("parse", 1.0, 1.0), ("select", 2.0, 0.75), ("count", 2.0, 0.75)],
        "join2" => &[("join", 2.0, 1.5), ("rate", 1.0, 1.0)],
        _ => &[("join a", 1.5, 1.5), ("join b", 1.5, 1.5), ("rate", 1.0, 1.0)],
    }
}

pub fn usual_rate(name: &str) -> f64 {
    match name {
        "linear" => 400.0,
        "join2" | "join3" => 300.0,
        _ => 500.0,
    }
}

/// Part of the records of an operator that the busiest of `k` workers gets.
fn busiest(name: &str, k: usize) -> f64 {
    match name {
        "q3" | "q8" => hottest_share(EventType::Person, k),
        "q5" => hottest_share(EventType::Bid, k),
        _ => (BINS as f64 / k as f64).ceil() / BINS as f64,
    }
}

/// JSON: smallest parallelism of every operator at this rate of the first source, each on workers of its own.
pub fn oracle(name: &str, rate: f64) -> String {
    let mut sum = 0;
    let each: Vec<String> = operators(name)
        .iter()
        .map(|(op, ms, per)| {
            let load = rate * per * (ms + PAUSE_EXTRA_MS) / 1e3;
            let k = (1..=256).find(|k| load * busiest(name, *k) <= TARGET).unwrap_or(256);
            sum += k;
            format!("\"{op}\":{k}")
        })
        .collect();
    format!(
        "{{\"job\":\"{name}\",\"rate\":{rate},\"oracle\":{{{}}},\"sum\":{sum}}}",
        each.join(",")
    )
}

fn pause(ms: f64) {
    std::thread::sleep(Duration::from_secs_f64(ms / 1e3));
}

fn cost(name: &str, op: usize) -> f64 {
    operators(name)[op].1
}

struct Build<'a, 'scope> {
    agent: &'a Agent,
    scope: Scope<'scope, u64>,
    feeds: Vec<Feed>,
}

impl<'scope> Build<'_, 'scope> {
    fn source(&mut self, name: &str, rate: f64, make: Box<dyn FnMut() -> Record>) -> StreamVec<'scope, u64, Record> {
        let mut input = InputHandleVec::new();
        let stream = input.to_stream(self.scope);
        self.feeds
            .push(Feed::new(input, self.agent.rate(name, rate, self.scope.peers()), make));
        stream
    }
}

/// Newest value of the other side.
type Side = Option<u64>;

/// One output for every record of side 0 whose key side 1 has named.
fn join(ms: f64) -> impl FnMut(u64, u64, Record, &mut Side, &mut Vec<Record>) {
    move |_, key, record, known, out| {
        pause(ms);
        if record.side == 1 {
            *known = Some(record.value);
        } else if known.is_some() {
            out.push(Record {
                side: 0,
                key,
                value: record.value,
            });
        }
    }
}

pub fn build<'scope>(
    name: &str,
    rate: f64,
    agent: &Agent,
    scope: Scope<'scope, u64>,
    control: &Control<'scope>,
    probe: &ProbeHandle<u64>,
) -> Vec<Feed> {
    let (index, peers) = (scope.index(), scope.peers());
    let mut b = Build {
        agent,
        scope,
        feeds: Vec::new(),
    };
    let key = |r: &Record| r.key;
    let ms = cost(name, 0);
    match name {
        "q1" => {
            let bids = b.source("bids", rate, nexmark(0, EventType::Bid, index, peers));
            let euros = control.stateless(
                bids,
                "currency",
                |r: &Record| r.value ^ r.key,
                move |_, r, out| {
                    pause(ms);
                    out.push(Record {
                        value: r.value * 908 / 1000,
                        ..r
                    });
                },
            );
            euros.probe_with(probe);
        }
        "q2" => {
            let bids = b.source("bids", rate, nexmark(0, EventType::Bid, index, peers));
            let some = control.stateless(
                bids,
                "filter",
                |r: &Record| r.value ^ r.key,
                move |_, r, out| {
                    pause(ms);
                    if r.key % 123 == 0 {
                        out.push(r);
                    }
                },
            );
            some.probe_with(probe);
        }
        "q3" => {
            let auctions = b.source("auctions", rate, nexmark(0, EventType::Auction, index, peers));
            let people = b.source("persons", rate / 2.0, nexmark(1, EventType::Person, index, peers));
            let both = scope.concatenate([auctions, people]);
            control.keyed(both, "local items", key, join(ms)).probe_with(probe);
        }
        "q5" => {
            let bids = b.source("bids", rate, nexmark(0, EventType::Bid, index, peers));
            // Two panes of a second each: this one and the last.
            let counts = control.windowed(
                bids,
                "hot items",
                1000,
                key,
                move |_, _, _, panes: &mut (u64, u64), _: &mut Vec<Record>| {
                    pause(ms);
                    panes.0 += 1;
                },
                |_, key, panes, out| {
                    out.push(Record {
                        side: 0,
                        key,
                        value: panes.0 + panes.1,
                    });
                    *panes = (0, panes.0);
                    if panes.1 == 0 {
                        Keep::No
                    } else {
                        Keep::Yes
                    }
                },
            );
            counts.probe_with(probe);
        }
        "q8" => {
            let auctions = b.source("auctions", rate, nexmark(0, EventType::Auction, index, peers));
            let people = b.source("persons", rate * 0.6, nexmark(1, EventType::Person, index, peers));
            let both = scope.concatenate([auctions, people]);
            let users = control.windowed(
                both,
                "new users",
                1000,
                key,
                move |_, _, r: Record, seen: &mut (bool, u64), _: &mut Vec<Record>| {
                    pause(ms);
                    if r.side == 1 {
                        seen.0 = true;
                    } else {
                        seen.1 += 1;
                    }
                },
                |_, key, seen, out| {
                    if seen.0 && seen.1 > 0 {
                        out.push(Record {
                            side: 0,
                            key,
                            value: seen.1,
                        });
                    }
                    Keep::No
                },
            );
            users.probe_with(probe);
        }
        "linear" => {
            let (select, count) = (cost(name, 1), cost(name, 2));
            let events = b.source("events", rate, counter(0, 1_000_003, index, peers));
            let parsed = control.stateless(
                events,
                "parse",
                |r: &Record| r.value,
                move |_, r, out| {
                    pause(ms);
                    if (r.value / 8) % 4 != 0 {
                        out.push(r);
                    }
                },
            );
            let selected = control.stateless(parsed, "select", |r: &Record| r.value, pass(select));
            let counted = control.keyed(selected, "count", key, move |_, _, r, n: &mut u64, out| {
                pause(count);
                *n += 1;
                out.push(Record { value: *n, ..r });
            });
            counted.probe_with(probe);
        }
        "loop" => {
            let events = b.source("events", rate, counter(0, 1_000_003, index, peers));
            let (back, again) = scope.feedback(1);
            let round = events.concat(again).map(|r: Record| Record { side: r.side + 1, ..r });
            round.clone().filter(|r| r.side < 3).connect_loop(back);
            let through = round.filter(|r| r.side == 3);
            control
                .stateless(through, "count", |r: &Record| r.value, pass(ms))
                .probe_with(probe);
        }
        "join2" => {
            let post = cost(name, 1);
            let left = b.source("left", rate, counter(0, 100_003, index, peers));
            let right = b.source("right", rate / 2.0, counter(1, 100_003, index, peers));
            let both = scope.concatenate([left, right]);
            let joined = control.keyed(both, "join", key, outer(ms));
            let rated = control.stateless(joined, "rate", |r: &Record| r.value, pass(post));
            rated.probe_with(probe);
        }
        _ => {
            let (second, post) = (cost(name, 1), cost(name, 2));
            let left = b.source("left", rate, counter(0, 100_003, index, peers));
            let right = b.source("right", rate / 2.0, counter(1, 100_003, index, peers));
            let third = b.source("third", rate / 2.0, counter(1, 100_003, index, peers));
            let joined = control.keyed(scope.concatenate([left, right]), "join a", key, outer(ms));
            let again = control.keyed(scope.concatenate([joined, third]), "join b", key, outer(second));
            let rated = control.stateless(again, "rate", |r: &Record| r.value, pass(post));
            rated.probe_with(probe);
        }
    }
    b.feeds
}

/// Every record as it came.
fn pass(ms: f64) -> impl FnMut(u64, Record, &mut Vec<Record>) {
    move |_, record, out| {
        pause(ms);
        out.push(record);
    }
}

/// One output for every record of side 0, with what side 1 said last: the selectivity is known in closed form.
fn outer(ms: f64) -> impl FnMut(u64, u64, Record, &mut Side, &mut Vec<Record>) {
    move |_, key, record, known, out| {
        pause(ms);
        if record.side == 1 {
            *known = Some(record.value);
        } else {
            out.push(Record {
                side: 0,
                key,
                value: record.value ^ known.unwrap_or(0),
            });
        }
    }
}
