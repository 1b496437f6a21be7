// SPDX-License-Identifier: Apache-2.0
//! Operators whose keys can be moved to other workers while they run.

use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::bins::Maps;
use crate::compat::timely::container::CapacityContainerBuilder;
use crate::compat::timely::dataflow::channels::pact::Exchange;
use crate::compat::timely::dataflow::operators::generic::builder_rc::OperatorBuilder;
use crate::compat::timely::dataflow::operators::generic::{OutputBuilder, Session};
use crate::compat::timely::dataflow::operators::probe::Handle as ProbeHandle;
use crate::compat::timely::dataflow::operators::{Capability, CapabilityTrait, Probe};
use crate::compat::timely::dataflow::StreamVec;
use crate::compat::timely::ExchangeData;
use crate::compat::{retain, time};
use crate::control::Control;
use crate::cpu::StayMeter;
use crate::route::{Bins, Routed, Router, Wiring};
use crate::work::{Keep, Key, Keyed, Stateless, Work};

/// Which deliberate fault of migration is on: 1 moves before the frontier, 2 processes before the state is there, 3 routes
/// before the changes are known. Only the crate's own tests can set it.
#[cfg(test)]
pub(crate) static BROKEN: std::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8::new(0);
#[cfg(test)]
pub(crate) fn broken() -> u8 {
    BROKEN.load(std::sync::atomic::Ordering::Relaxed)
}
#[cfg(not(test))]
#[inline]
pub(crate) const fn broken() -> u8 {
    0
}

impl<'scope> Control<'scope> {
    /// An operator without state: `logic(time, record, output)`. `key` only spreads the records.
    pub fn stateless<D, O, K, L>(
        &self,
        stream: StreamVec<'scope, u64, D>,
        name: &str,
        key: K,
        logic: L,
    ) -> StreamVec<'scope, u64, O>
    where
        D: ExchangeData,
        O: Clone + 'static,
        K: Fn(&D) -> Key + 'static,
        L: FnMut(u64, D, &mut Vec<O>) + 'static,
    {
        self.place(stream, name, key, Stateless(logic), None)
    }

    /// An operator with one state a key: `logic(time, key, record, state, output)`. The state moves with its key.
    pub fn keyed<D, O, S, K, L>(
        &self,
        stream: StreamVec<'scope, u64, D>,
        name: &str,
        key: K,
        logic: L,
    ) -> StreamVec<'scope, u64, O>
    where
        D: ExchangeData,
        O: Clone + 'static,
        S: ExchangeData + Default,
        K: Fn(&D) -> Key + Clone + 'static,
        L: FnMut(u64, Key, D, &mut S, &mut Vec<O>) + 'static,
    {
        let tick = |_: u64, _: Key, _: &mut S, _: &mut Vec<O>| Keep::Yes;
        self.place(stream, name, key.clone(), Keyed::new(key, logic, tick), None)
    }

    /// A keyed operator with windows: at every multiple of `slide`, after all records before it and before any later
    /// one, `tick(boundary, key, state, output)` is called for every key; its output carries the boundary's time.
    pub fn windowed<D, O, S, K, L, T>(
        &self,
        stream: StreamVec<'scope, u64, D>,
        name: &str,
        slide: u64,
        key: K,
        logic: L,
        tick: T,
    ) -> StreamVec<'scope, u64, O>
    where
        D: ExchangeData,
        O: Clone + 'static,
        S: ExchangeData + Default,
        K: Fn(&D) -> Key + Clone + 'static,
        L: FnMut(u64, Key, D, &mut S, &mut Vec<O>) + 'static,
        T: FnMut(u64, Key, &mut S, &mut Vec<O>) -> Keep + 'static,
    {
        let work = Keyed::new(key.clone(), logic, tick);
        self.place(stream, name, key, work, Some(slide.max(1)))
    }

    fn place<D, O, K, W>(
        &self,
        stream: StreamVec<'scope, u64, D>,
        name: &str,
        key: K,
        work: W,
        slide: Option<u64>,
    ) -> StreamVec<'scope, u64, O>
    where
        D: ExchangeData,
        O: Clone + 'static,
        K: Fn(&D) -> Key + 'static,
        W: Work<D, O>,
    {
        let scope = self.scope;
        let (router, routed, state) = Router::<D, K, W::Moved>::new(name, scope, stream, key);
        let mut builder = OperatorBuilder::new(name.to_owned(), scope);
        let (output, results) = builder.new_output::<Vec<O>>();
        let done = ProbeHandle::new();
        let (index, map, count) = self.register(name, W::MODE, builder.global(), router.id(), done.clone());
        let worker = scope.index() as u32;
        let own = map.map(|owner| (owner == worker || !W::MOVES).then(W::State::default));
        let bins: Bins<W::State> = Rc::new(RefCell::new(Vec::from(own)));

        let data_in = builder.new_input(routed, Exchange::new(|x: &Routed<D>| u64::from(x.0)));
        let state_in = builder.new_input(state, Exchange::new(|x: &Routed<W::Moved>| u64::from(x.0)));
        let activator = scope.activator_for(builder.operator_info().address);
        let stay = StayMeter::new(crate::agent::local().map(|l| Rc::clone(&l.wait)));
        let (cell, shared, quantum) = (Rc::clone(&count), Rc::clone(&bins), self.options.quantum);
        let mut data_in = data_in;
        let mut state_in = state_in;
        builder.build(move |mut caps| {
            let windows = slide.zip(caps.pop()).map(|(slide, mut cap)| {
                cap.downgrade(&slide);
                Windows {
                    slide,
                    next: slide,
                    cap: Some(cap),
                    after_end: 0,
                }
            });
            let mut op = Running {
                work,
                bins: shared,
                output: OutputBuilder::from(output),
                stash: BTreeMap::new(),
                out: Vec::new(),
                windows,
                count: cell,
                quantum,
                stay,
                pace: Pace::default(),
                broken: broken(),
            };
            move |frontiers| {
                state_in.for_each(|_, batch: &mut Vec<Routed<W::Moved>>| {
                    let mut bins = op.bins.borrow_mut();
                    for (_, bin, moved) in batch.drain(..) {
                        let old = bins[bin as usize].replace(W::unpack(moved));
                        assert!(
                            old.is_none() || op.broken != 0,
                            "streamtune-timely: bin {bin} arrived where one lives"
                        );
                    }
                });
                let mut counts = op.count.get();
                data_in.for_each(|cap, batch: &mut Vec<Routed<D>>| {
                    let waiting = match op.stash.entry(time(&cap)) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(empty) => {
                            let Some(own) = retain(&cap, 0) else { return };
                            empty.insert((own, VecDeque::new()))
                        }
                    };
                    counts.received += batch.len() as u64;
                    counts.stash += batch.len() as u64;
                    waiting.1.push_back(std::mem::take(batch).into_iter());
                });
                op.count.set(counts);
                let seen = Seen {
                    data: frontiers[0].frontier().first().copied(),
                    state: frontiers[1].frontier().first().copied(),
                };
                if op.run(seen) {
                    activator.activate();
                }
            }
        });
        let bins = W::MOVES.then_some((bins, W::pack as fn(W::State) -> W::Moved));
        router.build(
            scope,
            Wiring {
                control: self.stream.clone(),
                index,
                maps: Maps::new(map),
                bins,
                done: done.clone(),
                count,
                window: self.options.window,
            },
        );
        results.probe_with(&done)
    }
}

/// First times that may still come; `None`: no more.
#[derive(Clone, Copy)]
struct Seen {
    data: Option<u64>,
    state: Option<u64>,
}

struct Windows {
    slide: u64,
    /// The boundary that ends the present window.
    next: u64,
    /// Held at `next`: whatever a window emits, it emits at its boundary.
    cap: Option<Capability<u64>>,
    /// Boundaries since the last record of all.
    after_end: u32,
}

/// Windows that are ended after the last record, for keys that never say that they are through.
const MOST_AFTER_END: u32 = 10_000;

/// How many records may go by before the clock is read again.
struct Pace {
    every: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Pace { every: 1 }
    }
}

impl Pace {
    const MOST: usize = 256;
    /// A look at the clock after `elapsed` for `every` records: cheap records are timed in larger groups. Returns
    /// whether these were dear.
    fn adapt(&mut self, elapsed: Duration) -> bool {
        if elapsed < Duration::from_micros(20) {
            self.every = (self.every * 2).min(Self::MOST);
        } else if elapsed > Duration::from_micros(200) {
            self.every = 1.max(self.every / 8);
            return true;
        }
        false
    }
}

/// Records that are sent on together, unless the stay ends before.
pub(crate) const MESSAGE: usize = if cfg!(test) { 16 } else { 8192 };

/// Sends what has gathered as one message and leaves its vector empty; returns how many records that were.
pub(crate) fn send<R: 'static, C: CapabilityTrait<u64>>(
    session: &mut Session<'_, '_, u64, CapacityContainerBuilder<Vec<R>>, C>,
    gathered: &mut Vec<R>,
) -> u64 {
    let records = gathered.len() as u64;
    session.give_container(gathered);
    gathered.clear(); // timely may have put a used vector in its place
    records
}

struct Running<D: ExchangeData, O: Clone + 'static, W: Work<D, O>> {
    work: W,
    bins: Bins<W::State>,
    output: OutputBuilder<u64, CapacityContainerBuilder<Vec<O>>>,
    #[allow(clippy::type_complexity)]
    stash: BTreeMap<u64, (Capability<u64>, VecDeque<std::vec::IntoIter<Routed<D>>>)>,
    out: Vec<O>,
    windows: Option<Windows>,
    count: crate::board::PlacedCell,
    quantum: Duration,
    stay: StayMeter,
    pace: Pace,
    broken: u8,
}

impl<D: ExchangeData, O: Clone + 'static, W: Work<D, O>> Running<D, O, W> {
    /// Processes what may be processed, for one quantum; returns whether more could be done at once.
    fn run(&mut self, seen: Seen) -> bool {
        if self.stash.is_empty() && self.windows.is_none() {
            return false;
        }
        self.stay.begin();
        let start = Instant::now();
        let mut counts = self.count.get();
        let again = loop {
            self.close_windows(seen, &mut counts);
            let Some(mut first) = self.stash.first_entry() else {
                break false;
            };
            let at = *first.key();
            // State for this time may still be on its way (a stateless operator has none).
            let settled = !W::MOVES || seen.state.is_none_or(|s| s > at) || self.broken == 2;
            let in_window = self.windows.as_ref().is_none_or(|w| w.cap.is_none() || at < w.next);
            if !settled || !in_window {
                break false;
            }
            let (cap, batches) = first.get_mut();
            let mut bins = self.bins.borrow_mut();
            let mut session_output = self.output.activate();
            let mut session = session_output.session(&*cap);
            let mut looked = Instant::now();
            let mut since = 0;
            let mut over = false;
            'time: while let Some(batch) = batches.front_mut() {
                while batch.len() > 0 {
                    let group = batch.len().min(self.pace.every - since);
                    for (_, bin, record) in batch.by_ref().take(group) {
                        let slot = &mut bins[bin as usize];
                        assert!(
                            slot.is_some() || !W::MOVES || self.broken != 0,
                            "streamtune-timely: a record came to a worker that does not own bin {bin}"
                        );
                        let state = slot.get_or_insert_with(W::State::default);
                        self.work.process(at, state, record, &mut self.out);
                    }
                    counts.processed += group as u64;
                    counts.stash -= group as u64;
                    since += group;
                    if since >= self.pace.every {
                        let now = Instant::now();
                        let dear = self.pace.adapt(now - looked);
                        looked = now;
                        since = 0;
                        over = now - start >= self.quantum;
                        if over {
                            break 'time;
                        }
                        // What took long is not kept waiting for the rest of its batch.
                        if dear {
                            counts.emitted += send(&mut session, &mut self.out);
                        }
                    }
                }
                batches.pop_front();
                // Every message costs its sender, its receiver and their log the same, however many records it has.
                if self.out.len() >= MESSAGE {
                    counts.emitted += send(&mut session, &mut self.out);
                }
            }
            counts.emitted += send(&mut session, &mut self.out);
            drop(session);
            drop(session_output);
            drop(bins);
            if batches.iter().all(|b| b.len() == 0) {
                first.remove();
            }
            if over {
                break !self.stash.is_empty();
            }
        };
        let stayed = start.elapsed();
        counts.busy_ns += stayed.as_nanos() as u64;
        counts.wait_ns += self.stay.end(stayed);
        self.count.set(counts);
        again
    }

    /// Ends every window whose records are all processed and whose bins are all here.
    fn close_windows(&mut self, seen: Seen, counts: &mut crate::board::PlacedCount) {
        let Some(windows) = &mut self.windows else { return };
        let first = self.stash.first_key_value().map(|(t, _)| *t);
        while let Some(cap) = &mut windows.cap {
            let boundary = windows.next;
            let open = seen.state.is_some_and(|s| s <= boundary)
                || seen.data.is_some_and(|d| d < boundary)
                || first.is_some_and(|t| t < boundary);
            if open {
                return;
            }
            let mut left = false;
            {
                let mut bins = self.bins.borrow_mut();
                for state in bins.iter_mut().flatten() {
                    left |= self.work.close(boundary, state, &mut self.out);
                }
            }
            let sending = cap.delayed(&boundary);
            counts.emitted += send(&mut self.output.activate().session(&sending), &mut self.out);
            drop(sending);
            let ended = seen.state.is_none() && seen.data.is_none() && first.is_none();
            windows.after_end += u32::from(ended);
            if ended && (!left || windows.after_end > MOST_AFTER_END) {
                windows.cap = None;
                return;
            }
            windows.next = boundary.saturating_add(windows.slide);
            if !left {
                // Nothing to end on the way: go to the first boundary that a record could need.
                let clear = [seen.state, seen.data, first]
                    .into_iter()
                    .flatten()
                    .min()
                    .unwrap_or(boundary);
                windows.next = windows
                    .next
                    .max(clear.div_ceil(windows.slide).saturating_mul(windows.slide));
            }
            cap.downgrade(&windows.next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cheap_records_are_timed_in_groups_and_dear_ones_alone() {
        let mut pace = Pace::default();
        for _ in 0..20 {
            pace.adapt(Duration::from_micros(1));
        }
        assert_eq!(pace.every, Pace::MOST);
        for _ in 0..5 {
            pace.adapt(Duration::from_millis(4));
        }
        assert_eq!(pace.every, 1);
    }
}
