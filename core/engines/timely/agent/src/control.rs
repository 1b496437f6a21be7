// SPDX-License-Identifier: Apache-2.0
//! Changes as a timestamped stream: worker 0 of process 0 says them, all workers hear them at the same time of the data.
//!
//! The control stream also paces the data. A router releases a record only when the control frontier is beyond the
//! record's time, and the driver keeps that frontier at most a window ahead of what the job has finished. While the job
//! keeps up the window is never reached. When it does not, records wait in front of the routers instead of behind them,
//! and a change applies to them as well.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::agent::{local, Agent};
use crate::bins::{initial_map, moved, remap, Map};
use crate::board::{lock, Board, Command, Local, Phase, PlacedCell, Placement};
use crate::compat::timely::dataflow::channels::pact::Exchange;
use crate::compat::timely::dataflow::operators::generic::operator::Operator;
use crate::compat::timely::dataflow::operators::probe::Handle as ProbeHandle;
use crate::compat::timely::dataflow::{InputHandleVec, Scope, StreamVec};
use crate::options::Options;
use crate::pace::Pace;

/// One message of the control stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Msg {
    /// Operators (by order of building) and their workers from this time on.
    Place(Vec<(u32, Vec<u32>)>),
    Rate(String, f64),
    Drain,
}

/// A placed operator as the driver sees it.
pub(crate) struct Entry {
    pub name: String,
    pub map: Map,
    pub done: ProbeHandle<u64>,
}

/// Builds placed operators in one dataflow. Give every placed operator of a dataflow the same one, in the same order in
/// every worker.
///
/// Times inside a loop are no `u64`, so that a placed operator cannot be built there by mistake; this does not compile:
///
/// ```compile_fail
/// use streamtune_timely::timely::dataflow::{operators::Enter, InputHandleVec};
/// use streamtune_timely::{timely, Agent, Options};
///
/// timely::execute_directly(|worker| {
///     let agent = Agent::from_env(0, 1);
///     let mut input = InputHandleVec::<u64, u64>::new();
///     worker.dataflow(|scope| {
///         let (driver, control) = agent.control(scope, Options::default());
///         let stream = input.to_stream(scope);
///         scope.iterative::<u64, _, _>(|inner| {
///             control.stateless(stream.enter(inner), "inside", |x| *x, |_, x, out| out.push(x));
///         });
///         driver
///     });
/// });
/// ```
pub struct Control<'scope> {
    pub(crate) stream: StreamVec<'scope, u64, Msg>,
    pub(crate) scope: Scope<'scope, u64>,
    pub(crate) entries: Rc<RefCell<Vec<Entry>>>,
    pub(crate) options: Options,
    board: Arc<Board>,
    /// `None` without an agent, and where another dataflow has the control stream: then nobody moves the operators.
    local: Option<Rc<Local>>,
    known: bool,
}

impl Control<'_> {
    /// The name of an operator; the second of a name gets a number, so that each can be moved.
    fn own_name(&self, name: &str) -> String {
        let entries = self.entries.borrow();
        let taken = |n: &str| entries.iter().any(|e| e.name == n);
        let mut own = name.to_owned();
        let mut n = 1;
        while taken(&own) {
            n += 1;
            own = format!("{name} {n}");
        }
        own
    }

    /// Makes a placed operator known; returns its number, its map at the start and its counters.
    pub(crate) fn register(
        &self,
        name: &str,
        mode: &'static str,
        op: usize,
        route: usize,
        done: ProbeHandle<u64>,
    ) -> (u32, Map, PlacedCell) {
        let peers = self.scope.peers() as u32;
        let index = self.entries.borrow().len() as u32;
        let name = self.own_name(name);
        let workers = self.workers_at_the_start(&name, peers);
        let map = initial_map(&workers);
        self.entries.borrow_mut().push(Entry {
            name: name.clone(),
            map,
            done,
        });
        if self.known {
            let mut placements = lock(&self.board.placements);
            placements.entry(name.clone()).or_insert(Placement {
                index,
                op,
                route,
                mode,
                workers,
                rev: 0,
            });
        }
        self.board.bump();
        let cell = PlacedCell::default();
        if let Some(local) = &self.local {
            local.placed.borrow_mut().push((name, Rc::clone(&cell)));
        }
        (index, map, cell)
    }

    /// As the environment says, or all.
    fn workers_at_the_start(&self, name: &str, peers: u32) -> Vec<u32> {
        let Some(wanted) = self.board.initial.get(name).filter(|_| self.known) else {
            return (0..peers).collect();
        };
        let there: Vec<u32> = wanted.iter().copied().filter(|w| *w < peers).collect();
        if there.len() < wanted.len() && self.scope.index() == 0 {
            eprintln!("streamtune-timely: STREAMTUNE_PLACEMENT puts \"{name}\" on workers {wanted:?} of {peers}");
        }
        if there.is_empty() {
            return (0..peers).collect();
        }
        there
    }
}

/// Drives the control stream; one per worker and dataflow.
pub struct Driver {
    input: Option<InputHandleVec<u64, (u64, Msg)>>,
    entries: Rc<RefCell<Vec<Entry>>>,
    options: Options,
    board: Arc<Board>,
    local: Option<Rc<Local>>,
    /// Carries out what the server is asked for.
    known: bool,
    peers: u64,
    open: Option<Open>,
    pace: Pace,
    /// Units that the job is behind, at the last turn.
    lag: u64,
    /// Whether time has begun: jobs may start at any number, often at milliseconds since 1970.
    begun: bool,
}

struct Open {
    id: String,
    at: u64,
    since: Instant,
    ops: Vec<usize>,
    bins_moved: usize,
}

impl Agent {
    /// The control stream of a dataflow whose timestamps are `u64`. Build the placed operators with the [`Control`];
    /// call the [`Driver`] in every turn of the worker's loop. One dataflow of a job can be changed from outside: in a
    /// second one placed operators work as in the first, and stay where they are.
    pub fn control<'scope>(&self, scope: Scope<'scope, u64>, options: Options) -> (Driver, Control<'scope>) {
        let mut input = InputHandleVec::<u64, (u64, Msg)>::new();
        let board = Arc::clone(&self.board);
        let stream = input.to_stream(scope).unary(
            Exchange::new(|m: &(u64, Msg)| m.0),
            "streamtune.control",
            move |_, _| {
                move |messages, output| {
                    messages.for_each(|cap, batch: &mut Vec<(u64, Msg)>| {
                        let mut session = output.session(&cap);
                        for (_, message) in batch.drain(..) {
                            match &message {
                                Msg::Place(_) => session.give(message),
                                Msg::Rate(source, rate) => {
                                    if let Some(cell) = lock(&board.rates).get(source) {
                                        cell.set(*rate);
                                    }
                                }
                                Msg::Drain => board.draining.store(true, Ordering::Relaxed),
                            }
                        }
                    });
                }
            },
        );
        let entries = Rc::new(RefCell::new(Vec::new()));
        let leads = scope.index() == 0;
        let local = local();
        let known = local.as_ref().is_none_or(|l| !l.controlled.replace(true));
        if !known && leads {
            eprintln!("streamtune-timely: only the first dataflow with a control stream can be changed from outside");
        }
        let local = local.filter(|_| known);
        self.board.has_driver.fetch_or(leads && known, Ordering::Relaxed);
        if known {
            let units = options.units_per_second.max(1);
            self.board.units_per_second.store(units, Ordering::Relaxed);
        }
        let driver = Driver {
            input: leads.then_some(input),
            entries: Rc::clone(&entries),
            options,
            board: Arc::clone(&self.board),
            local: local.clone(),
            known,
            peers: scope.peers() as u64,
            open: None,
            pace: Pace::new(options.window),
            lag: 0,
            begun: false,
        };
        let control = Control {
            stream,
            scope,
            entries,
            options,
            board: Arc::clone(&self.board),
            local,
            known,
        };
        (driver, control)
    }
}

/// First time that is not finished yet; `None` when all is.
fn frontier_of(probe: &ProbeHandle<u64>) -> Option<u64> {
    probe.with_frontier(|f| f.first().copied())
}

impl Driver {
    /// Call it in every turn: `now` is the smallest time that this worker may still send, `probe` stands behind the
    /// whole dataflow. Returns whether the job should go on; after `false` close the inputs and call
    /// [`close`](Driver::close).
    pub fn drive(&mut self, now: u64, probe: &ProbeHandle<u64>) -> bool {
        let mut finished = frontier_of(probe).unwrap_or(u64::MAX);
        for entry in self.entries.borrow().iter() {
            finished = finished.min(frontier_of(&entry.done).unwrap_or(u64::MAX));
        }
        if let Some(local) = &self.local {
            local.input.set(Some(now));
            local.frontier.set((finished != u64::MAX).then_some(finished));
        }
        self.lag = now.saturating_sub(finished);
        if self.input.is_some() {
            if self.known {
                self.settle();
                self.say();
            }
            self.advance(now, finished);
        }
        !self.board.draining.load(Ordering::Relaxed)
    }

    /// Lets the dataflow end. Every worker calls it, after closing its inputs, or drops the driver. A change that is
    /// still open ends as the data do.
    pub fn close(self) {}

    fn finish(&mut self) {
        if self.input.take().is_some() && self.known {
            self.open = None;
            self.board.closed.store(true, Ordering::Relaxed);
            lock(&self.board.commands).clear();
            for change in lock(&self.board.changes).iter_mut().filter(|c| c.phase.is_open()) {
                change.phase = Phase::Lost;
            }
        }
        if let Some(local) = &self.local {
            local.closed.set(true);
            local.frontier.set(None);
        }
    }

    /// Names the end of an open change.
    fn settle(&mut self) {
        let Some(open) = &self.open else { return };
        let entries = self.entries.borrow();
        if open.ops.iter().any(|op| entries[*op].done.less_equal(&open.at)) {
            return;
        }
        let took = open.since.elapsed().as_secs_f64() * 1e3;
        self.board.with_change(&open.id, |c| {
            c.phase = Phase::Done;
            c.took_ms = Some(took);
            c.bins_moved = open.bins_moved;
        });
        drop(entries);
        self.open = None;
    }

    /// Sends what the server was asked for.
    fn say(&mut self) {
        let Ok(mut commands) = self.board.commands.try_lock() else {
            return;
        };
        let mut later = std::collections::VecDeque::new();
        let mut todo = Vec::new();
        while let Some(command) = commands.pop_front() {
            match command {
                Command::Place { .. }
                    if self.open.is_some() || todo.iter().any(|c| matches!(c, Command::Place { .. })) =>
                {
                    later.push_back(command)
                }
                other => todo.push(other),
            }
        }
        *commands = later;
        drop(commands);
        for command in todo {
            match command {
                Command::Rate { source, rate } => self.tell(Msg::Rate(source, rate)),
                Command::Drain => self.tell(Msg::Drain),
                Command::Place { id, items } => self.place(id, items),
            }
        }
    }

    fn tell(&mut self, message: Msg) {
        if let Some(input) = &mut self.input {
            for worker in 0..self.peers {
                input.send((worker, message.clone()));
            }
        }
    }

    fn place(&mut self, id: String, items: Vec<(u32, Vec<u32>)>) {
        let Some(at) = self.input.as_ref().map(|i| *i.time()) else {
            return;
        };
        let mut bins_moved = 0;
        let rev = self.board.bump();
        {
            let mut entries = self.entries.borrow_mut();
            let mut placements = lock(&self.board.placements);
            for (op, workers) in &items {
                let entry = &mut entries[*op as usize];
                let map = remap(&entry.map, workers);
                bins_moved += moved(&entry.map, &map);
                entry.map = map;
                if let Some(placement) = placements.get_mut(&entry.name) {
                    placement.workers = crate::bins::owners(&map);
                    placement.rev = rev;
                }
            }
        }
        let ops = items.iter().map(|(op, _)| *op as usize).collect();
        self.tell(Msg::Place(items));
        let since = Instant::now();
        self.board.with_change(&id, |c| {
            c.phase = Phase::Accepted;
            c.at = Some(at);
            c.bins_moved = bins_moved;
            c.expected = self.options.lead + self.lag.min(self.options.window);
            c.accepted = Some(since);
        });
        self.open = Some(Open {
            id,
            at,
            since,
            ops,
            bins_moved,
        });
        // No two changes share a time.
        if let Some(input) = &mut self.input {
            input.advance_to(at + 1);
        }
    }

    fn advance(&mut self, now: u64, finished: u64) {
        let Some(input) = &mut self.input else { return };
        let wish = now.saturating_add(self.options.lead);
        let begun = std::mem::replace(&mut self.begun, true);
        let next = if begun {
            self.pace.limit(wish, finished, Instant::now())
        } else {
            wish
        };
        if next > *input.time() {
            input.advance_to(next);
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds 1 twice to the numbers from 0 to 9, by two operators of one name.
    fn add_two(agent: &Agent, worker: &mut crate::compat::timely::worker::Worker) -> (Driver, Vec<u64>) {
        use crate::compat::timely::dataflow::operators::{Inspect, Probe};
        let (probe, out) = (ProbeHandle::new(), Rc::new(RefCell::new(Vec::new())));
        let mut input = InputHandleVec::<u64, u64>::new();
        let sink = Rc::clone(&out);
        let mut driver = worker.dataflow(|scope| {
            let (driver, control) = agent.control(scope, Options::default());
            let mut stream = input.to_stream(scope);
            for _ in 0..2 {
                stream = control.stateless(stream, "add", |n| *n, |_, n, out| out.push(n + 1));
            }
            stream.inspect(move |n| sink.borrow_mut().push(*n)).probe_with(&probe);
            driver
        });
        (0..10).for_each(|n| input.send(n));
        input.advance_to(1);
        while probe.less_than(&1) {
            driver.drive(1, &probe);
            worker.step();
        }
        let mut seen = out.take();
        seen.sort_unstable();
        (driver, seen)
    }

    #[test]
    fn operators_of_one_name_are_told_apart_and_a_second_dataflow_runs_without_being_changed() {
        crate::compat::timely::execute_directly(|worker| {
            let agent = Agent::for_tests(0, 1);
            agent.install(worker);
            let names = || lock(&agent.board.placements).keys().cloned().collect::<Vec<_>>();
            let (first, seen) = add_two(&agent, worker);
            assert_eq!(seen, (2..12).collect::<Vec<_>>());
            assert_eq!(names(), ["add", "add 2"]);
            let (second, seen) = add_two(&agent, worker);
            assert_eq!(seen, (2..12).collect::<Vec<_>>());
            assert_eq!(names(), ["add", "add 2"]);
            drop(second);
            assert!(
                !agent.board.closed.load(Ordering::Relaxed),
                "the first can still be changed"
            );
            drop(first); // as good as closing it
            assert!(agent.board.closed.load(Ordering::Relaxed));
        });
    }

    #[test]
    fn what_is_held_when_the_control_stream_ends_goes_on_part_by_part() {
        use crate::compat::timely::dataflow::operators::{Inspect, Probe};
        const RECORDS: u64 = 10_000;
        crate::compat::timely::execute_directly(|worker| {
            let agent = Agent::for_tests(0, 1);
            agent.install(worker);
            let (probe, seen) = (ProbeHandle::new(), Rc::new(RefCell::new(Vec::new())));
            let (mut input, sink) = (InputHandleVec::<u64, u64>::new(), Rc::clone(&seen));
            let driver = worker.dataflow(|scope| {
                let (driver, control) = agent.control(scope, Options::default());
                let stream = input.to_stream(scope);
                let same = control.stateless(stream, "same", |n| *n, |_, n, out| out.push(n));
                same.inspect(move |n| sink.borrow_mut().push(*n)).probe_with(&probe);
                driver
            });
            let held = || local().expect("installed").placed.borrow()[0].1.get().held;
            for n in 0..RECORDS {
                input.advance_to(n);
                input.send(n);
                worker.step();
            }
            input.close();
            assert!(held() > RECORDS - 10, "{} of {RECORDS} wait for their maps", held());
            driver.close();
            for _ in 0..5 {
                worker.step();
            }
            assert!(held() > RECORDS / 2, "{} of {RECORDS} are left", held());
            while !probe.done() {
                worker.step();
            }
            assert_eq!(*seen.borrow(), (0..RECORDS).collect::<Vec<_>>());
            assert_eq!(held(), 0);
        });
    }
}
