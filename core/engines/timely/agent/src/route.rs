// SPDX-License-Identifier: Apache-2.0
//! The router in front of a placed operator: holds records until the maps of their time are known, sends each to the
//! owner of its bin, and takes the bins that change hands out of the operator beside it.
//!
//! The scheme is Megaphone's (Hoffmann et al., VLDB 2019; strymon-system/megaphone). Data output depends on the data
//! input only, state output on the control input only: else every record would wait a whole epoch for state.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::bins::{bin_of, Map, Maps, BINS};
use crate::board::PlacedCell;
use crate::compat::timely::container::CapacityContainerBuilder;
use crate::compat::timely::dataflow::channels::pact::Pipeline;
use crate::compat::timely::dataflow::operators::generic::builder_rc::OperatorBuilder;
use crate::compat::timely::dataflow::operators::generic::OutputBuilder;
use crate::compat::timely::dataflow::operators::probe::Handle as ProbeHandle;
use crate::compat::timely::dataflow::operators::Capability;
use crate::compat::timely::dataflow::{Scope, StreamVec};
use crate::compat::timely::progress::Antichain;
use crate::compat::timely::ExchangeData;
use crate::compat::{retain, time};
use crate::control::Msg;
use crate::pace::Pace;
use crate::placed::{send, MESSAGE};

/// The bins that live on one worker, shared by the router and the operator of that worker.
pub(crate) type Bins<S> = Rc<RefCell<Vec<Option<S>>>>;
/// Bins, and how one is packed for its way.
pub(crate) type Movable<S, M> = (Bins<S>, fn(S) -> M);
/// Target worker and bin of those that leave at one time.
type Leaving = (Capability<u64>, Vec<(u32, u32)>);
/// Target worker, bin, record.
pub(crate) type Routed<D> = (u32, u32, D);

/// When to look again at what is finished: a probe wakes nobody.
const AGAIN: Duration = Duration::from_millis(1);

/// A router before it is wired to its control stream.
pub(crate) struct Router<'scope, D: ExchangeData, K, M: ExchangeData> {
    builder: OperatorBuilder<'scope, u64>,
    data_out: OutputBuilder<u64, CapacityContainerBuilder<Vec<Routed<D>>>>,
    state_out: OutputBuilder<u64, CapacityContainerBuilder<Vec<Routed<M>>>>,
    data: StreamVec<'scope, u64, D>,
    key: K,
    worker: u32,
}

/// What a router needs once its operator is built.
pub(crate) struct Wiring<'scope, S, M> {
    pub control: StreamVec<'scope, u64, Msg>,
    pub index: u32,
    pub maps: Maps,
    /// `None`: nothing to move, records may change owner at once.
    pub bins: Option<Movable<S, M>>,
    pub done: ProbeHandle<u64>,
    pub count: PlacedCell,
    /// [`Options::window`](crate::Options).
    pub window: u64,
}

/// Records whose maps are not known yet, by time. One capability holds them all: with one for each time, every step of a
/// job that is an hour behind would look at millions.
struct Held<D> {
    /// At the first of the times.
    cap: Option<Capability<u64>>,
    batches: BTreeMap<u64, Vec<Vec<D>>>,
}

impl<D> Held<D> {
    fn first(&self) -> Option<u64> {
        self.batches.keys().next().copied()
    }

    fn last(&self) -> Option<u64> {
        self.batches.keys().next_back().copied()
    }

    /// Takes the records, not the buffer: where records are few, nearly all of it is empty.
    fn keep(&mut self, cap: Capability<u64>, batch: &mut Vec<D>) {
        let at = *cap.time();
        if self.first().is_none_or(|first| at < first) {
            self.cap = Some(cap);
        }
        let waiting = self.batches.entry(at).or_default();
        if waiting.last().is_none_or(|last| last.len() + batch.len() > MESSAGE) {
            waiting.push(Vec::with_capacity(batch.len()));
        }
        if let Some(last) = waiting.last_mut() {
            last.append(batch);
        }
    }

    /// The first time with its records, if `ready` says so of it.
    fn release(&mut self, ready: impl Fn(u64) -> bool) -> Option<(Capability<u64>, Vec<Vec<D>>)> {
        let first = self.batches.first_entry().filter(|e| ready(*e.key()))?;
        let batches = first.remove();
        let own = self.cap.take()?;
        self.cap = self.first().map(|next| own.delayed(&next));
        Some((own, batches))
    }
}

/// Addresses a whole batch: an output that is built record by record costs twice as much.
fn address<D, K: Fn(&D) -> u64>(map: &Map, key: &K, batch: &mut Vec<D>, routed: &mut Vec<Routed<D>>) {
    routed.extend(batch.drain(..).map(|record| {
        let bin = bin_of(key(&record));
        (map[bin], bin as u32, record)
    }));
}

impl<'scope, D: ExchangeData, K: Fn(&D) -> u64 + 'static, M: ExchangeData> Router<'scope, D, K, M> {
    /// The router, its records and its states.
    #[allow(clippy::type_complexity)]
    pub fn new(
        name: &str,
        scope: Scope<'scope, u64>,
        data: StreamVec<'scope, u64, D>,
        key: K,
    ) -> (
        Self,
        StreamVec<'scope, u64, Routed<D>>,
        StreamVec<'scope, u64, Routed<M>>,
    ) {
        let mut builder = OperatorBuilder::new(format!("{name}.route"), scope);
        let (data_out, routed) = builder.new_output_connection::<Vec<Routed<D>>, _>([]);
        let (state_out, state) = builder.new_output_connection::<Vec<Routed<M>>, _>([]);
        let worker = scope.index() as u32;
        let router = Router {
            builder,
            data_out: OutputBuilder::from(data_out),
            state_out: OutputBuilder::from(state_out),
            data,
            key,
            worker,
        };
        (router, routed, state)
    }

    pub fn id(&self) -> usize {
        self.builder.global()
    }

    pub fn build<S: 'static>(self, scope: Scope<'scope, u64>, wiring: Wiring<'scope, S, M>) {
        let Router {
            mut builder,
            mut data_out,
            mut state_out,
            data,
            key,
            worker,
        } = self;
        let Wiring {
            control,
            index,
            mut maps,
            bins,
            done,
            count,
            window,
        } = wiring;
        let unit = || Antichain::from_elem(Default::default());
        let mut data_in = builder.new_input_connection(data, Pipeline, [(0, unit())]);
        let mut control_in = builder.new_input_connection(control, Pipeline, [(1, unit())]);
        let activator = scope.activator_for(builder.operator_info().address);
        let broken = crate::placed::broken();

        builder.build(move |_| {
            let mut held = Held {
                cap: None,
                batches: BTreeMap::new(),
            };
            let mut pace = Pace::new(window);
            let mut heard: BTreeMap<u64, (Capability<u64>, Vec<u32>)> = BTreeMap::new();
            let mut moving: BTreeMap<u64, Leaving> = BTreeMap::new();
            let mut routed: Vec<Routed<D>> = Vec::new();
            move |frontiers| {
                control_in.for_each(|cap, batch| {
                    for message in batch.drain(..) {
                        let Msg::Place(items) = message else { continue };
                        for (op, workers) in items {
                            if op == index {
                                if let Some(cap) = retain(&cap, 1) {
                                    heard.insert(*cap.time(), (cap, workers));
                                }
                            }
                        }
                    }
                });
                let known = frontiers[1].frontier().first().copied();
                let covered = |t: u64| known.is_none_or(|k| t < k) || broken == 3;

                while heard.first_key_value().is_some_and(|(at, _)| covered(*at)) {
                    let Some((at, (cap, workers))) = heard.pop_first() else {
                        break;
                    };
                    let (old, new) = maps.change(at, &workers);
                    if bins.is_some() {
                        let leaving = (0..BINS).filter(|b| old[*b] == worker && new[*b] != worker);
                        moving.insert(at, (cap, leaving.map(|b| (new[b], b as u32)).collect()));
                    }
                }

                // Where the control stream has ended, nobody else keeps all that is held from going on at once.
                let paced = held.last().filter(|_| known.is_none()).map(|last| {
                    let finished = done.with_frontier(|f| f.first().copied());
                    pace.limit(last.saturating_add(1), finished.unwrap_or(last), Instant::now())
                });
                let covered = |t: u64| covered(t) && paced.is_none_or(|limit| t < limit);
                let mut counts = count.get();
                {
                    let mut output = data_out.activate();
                    while let Some((cap, batches)) = held.release(covered) {
                        let at = *cap.time();
                        let mut session = output.session(&cap);
                        for mut batch in batches {
                            counts.held -= batch.len() as u64;
                            address(maps.at(at), &key, &mut batch, &mut routed);
                            if routed.len() >= MESSAGE {
                                send(&mut session, &mut routed);
                            }
                        }
                        send(&mut session, &mut routed);
                    }
                    // Batches of one time go on together.
                    let mut open: Option<Capability<u64>> = None;
                    data_in.for_each(|cap, batch| {
                        counts.arrived += batch.len() as u64;
                        let at = time(&cap);
                        if let Some(full) = open.take_if(|o| *o.time() != at || routed.len() >= MESSAGE) {
                            send(&mut output.session(&full), &mut routed);
                        }
                        if covered(at) {
                            open = open.take().or_else(|| retain(&cap, 0));
                            address(maps.at(at), &key, batch, &mut routed);
                            if open.is_none() {
                                send(&mut output.session(&cap), &mut routed);
                            }
                        } else if let Some(cap) = retain(&cap, 0) {
                            counts.held += batch.len() as u64;
                            held.keep(cap, batch);
                        }
                    });
                    if let Some(last) = open {
                        send(&mut output.session(&last), &mut routed);
                    }
                }
                count.set(counts);
                if paced.is_some() && held.first().is_some() {
                    activator.activate_after(AGAIN);
                }

                let Some((bins, pack)) = &bins else {
                    // No move waits for these maps, only records that may still come or are held.
                    let next = [frontiers[0].frontier().first().copied(), held.first()];
                    maps.forget_before(next.into_iter().flatten().min().unwrap_or(u64::MAX));
                    return;
                };
                // A bin leaves when every record before the change has been processed, on every worker.
                while moving
                    .first_key_value()
                    .is_some_and(|(at, _)| !done.less_than(at) || broken == 1)
                {
                    let Some((at, (cap, leaving))) = moving.pop_first() else {
                        break;
                    };
                    let mut output = state_out.activate();
                    let mut session = output.session(&cap);
                    let mut bins = bins.borrow_mut();
                    for (target, bin) in leaving {
                        if let Some(state) = bins[bin as usize].take() {
                            session.give((target, bin, pack(state)));
                        }
                    }
                    maps.forget_before(at);
                }
                if !moving.is_empty() {
                    activator.activate_after(AGAIN);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::compat::timely::dataflow::operators::generic::operator::Operator;
    use crate::compat::timely::dataflow::operators::{Concat, Probe};
    use crate::compat::timely::dataflow::InputHandleVec;

    #[test]
    fn held_records_come_back_in_order_and_hold_time_at_the_first_of_them() {
        crate::compat::timely::execute_directly(|worker| {
            let (covered, seen) = (Rc::new(Cell::new(0)), Rc::new(RefCell::new(Vec::new())));
            let (known, sink) = (Rc::clone(&covered), Rc::clone(&seen));
            let (mut early, mut late) = (InputHandleVec::<u64, u64>::new(), InputHandleVec::<u64, u64>::new());
            let probe = ProbeHandle::new();
            worker.dataflow(|scope| {
                let both = early.to_stream(scope).concat(late.to_stream(scope));
                both.unary::<CapacityContainerBuilder<Vec<u64>>, _, _, _>(Pipeline, "hold", |_, info| {
                    let again = scope.activator_for(info.address);
                    let mut held = Held {
                        cap: None,
                        batches: BTreeMap::new(),
                    };
                    move |input, output| {
                        input.for_each(|cap, batch: &mut Vec<u64>| {
                            let own = retain(&cap, 0).expect("the message has a time");
                            held.keep(own, batch);
                        });
                        while let Some((cap, batches)) = held.release(|at| at < known.get()) {
                            assert!(batches.iter().all(|b| b.capacity() <= 2 * b.len().max(4)));
                            let records = batches.iter().map(Vec::len).sum::<usize>();
                            sink.borrow_mut().push((*cap.time(), records));
                            output.session(&cap).give(records as u64);
                        }
                        again.activate();
                    }
                })
                .probe_with(&probe);
            });
            let mut step = |until: u64| {
                covered.set(until);
                for _ in 0..20 {
                    worker.step();
                }
                probe.with_frontier(|f| f.first().copied())
            };
            late.advance_to(7);
            (0..3).for_each(|n| late.send(n));
            late.advance_to(9);
            late.send(3);
            late.advance_to(20);
            assert_eq!(step(0), Some(0), "the other input may still send");
            early.advance_to(2);
            (0..100).for_each(|n| early.send(n));
            early.advance_to(20);
            assert_eq!(step(0), Some(2), "what is held was not finished");
            assert_eq!(step(3), Some(7));
            assert_eq!(step(8), Some(9));
            assert_eq!(step(20), Some(20));
            assert_eq!(*seen.borrow(), [(2, 100), (7, 3), (9, 1)]);
        });
    }
}
