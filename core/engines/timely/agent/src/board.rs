// SPDX-License-Identifier: Apache-2.0
//! What the workers of a process publish and what the server reads. A worker never waits here: it uses `try_lock` and
//! comes back later; the server holds a lock only while it copies.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use crate::cpu::CoreWait;
use crate::rate::{RateCell, SourceCell};

/// A lock that a panicking worker cannot poison for the others.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|e| e.into_inner())
}

/// Counters of one operator on one worker; nanoseconds are self time (children subtracted).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OpCount {
    pub sched_ns: u64,
    pub useful_ns: u64,
    pub runs: u64,
    pub useful_runs: u64,
    pub max_ns: u64,
    pub known: bool,
}

/// Counters of one channel on one worker.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChannelCount {
    pub sent: u64,
    pub sent_batches: u64,
    pub received: u64,
    pub received_batches: u64,
    /// Records sent to each worker; empty as long as all went to the sender itself.
    pub to: Vec<u64>,
    pub known: bool,
}

/// Counters of one placed operator on one worker.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PlacedCount {
    /// Records that reached the router of this worker.
    pub arrived: u64,
    /// Of these, still held by the router.
    pub held: u64,
    /// Records that the operator of this worker received.
    pub received: u64,
    pub processed: u64,
    /// Records received and not processed yet.
    pub stash: u64,
    pub busy_ns: u64,
    /// Of these, waiting for a core.
    pub wait_ns: u64,
    pub emitted: u64,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Counters {
    /// Age of the data: the time at which they were taken, since the start of the process.
    pub t_ns: u64,
    pub park_ns: u64,
    pub parks: u64,
    pub steps: u64,
    pub log_events: u64,
    /// Operator inside whose `schedule` the worker is, and since when.
    pub open: Option<(usize, u64)>,
    pub ops: Vec<OpCount>,
    pub channels: Vec<ChannelCount>,
    pub placed: Vec<(String, PlacedCount)>,
    pub sources: Vec<(String, u64)>,
    pub input: Option<u64>,
    pub frontier: Option<u64>,
    pub closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    Running = 0,
    Ended = 1,
    Panicked = 2,
}

#[derive(Debug)]
pub(crate) struct WorkerBoard {
    pub index: usize,
    pub thread: Option<String>,
    /// Last sign of life, nanoseconds since the start of the process.
    pub seen_ns: AtomicU64,
    pub parked: AtomicBool,
    pub wanted: AtomicBool,
    pub life: AtomicU8,
    pub seq: AtomicU64,
    pub counters: Mutex<Counters>,
}

impl WorkerBoard {
    pub fn new(index: usize, thread: Option<String>) -> Self {
        WorkerBoard {
            index,
            thread,
            seen_ns: AtomicU64::new(0),
            parked: AtomicBool::new(false),
            wanted: AtomicBool::new(false),
            life: AtomicU8::new(Life::Running as u8),
            seq: AtomicU64::new(0),
            counters: Mutex::default(),
        }
    }

    pub fn life(&self) -> Life {
        match self.life.load(Ordering::Relaxed) {
            0 => Life::Running,
            1 => Life::Ended,
            _ => Life::Panicked,
        }
    }
}

/// An operator as its Operates event names it.
#[derive(Clone, Debug)]
pub(crate) struct OpInfo {
    pub id: usize,
    pub addr: Vec<usize>,
    pub name: String,
    pub ended: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct ChannelInfo {
    pub id: usize,
    pub scope: Vec<usize>,
    pub source: (usize, usize),
    pub target: (usize, usize),
    pub record: String,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Topology {
    pub ops: Vec<OpInfo>,
    pub channels: Vec<ChannelInfo>,
}

/// Where a placed operator lies.
#[derive(Clone, Debug)]
pub(crate) struct Placement {
    /// Position in the order of building; the same in every worker.
    pub index: u32,
    /// Identifiers of the operator itself and of its router.
    pub op: usize,
    pub route: usize,
    pub mode: &'static str,
    pub workers: Vec<u32>,
    pub rev: u64,
}

/// What the server asks worker 0 of process 0 to do.
#[derive(Clone, Debug)]
pub(crate) enum Command {
    Place { id: String, items: Vec<(u32, Vec<u32>)> },
    Rate { source: String, rate: f64 },
    Drain,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Phase {
    Queued,
    Accepted,
    Done,
    Lost,
}

impl Phase {
    /// Not over yet.
    pub fn is_open(&self) -> bool {
        matches!(self, Phase::Queued | Phase::Accepted)
    }
}

/// A change of placement and how far it is.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub id: String,
    pub phase: Phase,
    pub items: Vec<(String, Vec<u32>)>,
    pub at: Option<u64>,
    /// Units of time that it should take: the lead, and what is in flight.
    pub expected: u64,
    pub bins_moved: usize,
    pub accepted: Option<Instant>,
    pub took_ms: Option<f64>,
}

impl Change {
    pub fn queued(id: String, items: Vec<(String, Vec<u32>)>) -> Self {
        Change {
            id,
            phase: Phase::Queued,
            items,
            at: None,
            expected: 0,
            bins_moved: 0,
            accepted: None,
            took_ms: None,
        }
    }
}

/// Everything that the threads of a process share.
#[derive(Debug)]
pub(crate) struct Board {
    pub job: String,
    pub process: usize,
    pub processes: usize,
    pub run: String,
    pub started: Instant,
    pub unix_ns0: u128,
    pub peers: AtomicUsize,
    pub rev: AtomicU64,
    /// Units of the job's timestamps in a second.
    pub units_per_second: AtomicU64,
    pub draining: AtomicBool,
    pub workers: Mutex<Vec<Arc<WorkerBoard>>>,
    pub topology: Mutex<Topology>,
    pub placements: Mutex<BTreeMap<String, Placement>>,
    pub initial: BTreeMap<String, Vec<u32>>,
    pub rates: Mutex<BTreeMap<String, Arc<RateCell>>>,
    pub commands: Mutex<VecDeque<Command>>,
    pub changes: Mutex<VecDeque<Change>>,
    pub has_driver: AtomicBool,
    /// The driver has closed the control stream: no change can take place any more.
    pub closed: AtomicBool,
}

/// Changes that are remembered.
const CHANGES_KEPT: usize = 100;

impl Board {
    pub fn now_ns(&self) -> u64 {
        self.started.elapsed().as_nanos() as u64
    }

    pub fn bump(&self) -> u64 {
        self.rev.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub fn remember(&self, change: Change) {
        let mut changes = lock(&self.changes);
        if changes.len() >= CHANGES_KEPT {
            changes.pop_front();
        }
        changes.push_back(change);
    }

    pub fn with_change(&self, id: &str, edit: impl FnOnce(&mut Change)) {
        if let Some(change) = lock(&self.changes).iter_mut().find(|c| c.id == id) {
            edit(change);
        }
    }
}

/// The counters of a placed operator, written by its own worker.
pub(crate) type PlacedCell = Rc<Cell<PlacedCount>>;

/// What the operators of a worker leave for its fold; one per worker thread.
#[derive(Debug, Default)]
pub(crate) struct Local {
    pub placed: RefCell<Vec<(String, PlacedCell)>>,
    pub sources: RefCell<Vec<(String, Rc<SourceCell>)>>,
    pub input: Cell<Option<u64>>,
    pub frontier: Cell<Option<u64>>,
    pub closed: Cell<bool>,
    /// A dataflow of this worker has the control stream already.
    pub controlled: Cell<bool>,
    pub wait: Rc<CoreWait>,
}

impl Local {
    pub fn copy_into(&self, counters: &mut Counters) {
        counters.placed.clear();
        counters
            .placed
            .extend(self.placed.borrow().iter().map(|(n, c)| (n.clone(), c.get())));
        counters.sources.clear();
        counters
            .sources
            .extend(self.sources.borrow().iter().map(|(n, c)| (n.clone(), c.due.get())));
        counters.input = self.input.get();
        counters.frontier = self.frontier.get();
        counters.closed = self.closed.get();
        self.wait.read(); // so that the next long stay is not charged with older waiting
    }
}
