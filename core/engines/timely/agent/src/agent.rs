// SPDX-License-Identifier: Apache-2.0
//! The agent of a process: reads the environment, starts the server, installs the fold in each worker.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::board::{lock, Board, Local, WorkerBoard};
use crate::compat::timely::logging::TimelyEventBuilder;
use crate::fold::Fold;
use crate::rate::{Rate, RateCell};

thread_local! {
    /// What the operators of this worker thread leave for its fold.
    static LOCAL: RefCell<Option<Rc<Local>>> = const { RefCell::new(None) };
}

/// The installed worker of this thread.
pub(crate) fn local() -> Option<Rc<Local>> {
    LOCAL.with(|l| l.borrow().clone())
}

/// One per process; cheap to clone into the workers.
#[derive(Clone, Debug)]
pub struct Agent {
    pub(crate) board: Arc<Board>,
    pub(crate) on: bool,
}

/// Exit code of a job that was asked to drain: its supervisor may start it again.
const DRAINED: i32 = 75;

impl Agent {
    /// Reads the environment (see the crate's page). Call it before timely starts, so that a job which waits for its
    /// peers can be seen to wait. A server that cannot start says so on stderr and leaves the job as it would be without.
    pub fn from_env(process: usize, processes: usize) -> Agent {
        let board = Arc::new(new_board(process, processes));
        let mut on = false;
        match crate::settings::Settings::from_env(process) {
            Ok(Some(settings)) => match crate::server::start(Arc::clone(&board), settings) {
                Ok(address) => {
                    on = true;
                    eprintln!("streamtune-timely: listening on {address}");
                }
                Err(why) => eprintln!("streamtune-timely: no server: {why}"),
            },
            Ok(None) => {}
            Err(why) => eprintln!("streamtune-timely: no server: {why}"),
        }
        Agent { board, on }
    }

    /// An agent without a server, for the crate's own tests.
    #[cfg(test)]
    pub(crate) fn for_tests(process: usize, processes: usize) -> Agent {
        Agent {
            board: Arc::new(new_board(process, processes)),
            on: true,
        }
    }

    /// Installs the fold of timely's log in this worker. Call it first in the worker's closure, before any dataflow.
    #[cfg(places)]
    pub fn install(&self, worker: &mut crate::compat::timely::worker::Worker) {
        let (index, peers) = (worker.index(), worker.peers());
        if let Some(mut registry) = worker.log_register() {
            self.install_in(&mut registry, index, peers);
        }
    }

    /// The same for versions before 0.29, whose worker is generic: give the worker's log register, index and peers.
    pub fn install_in(&self, registry: &mut crate::compat::timely::logging_core::Registry, index: usize, peers: usize) {
        if !self.on {
            return;
        }
        let local = Rc::new(Local::default());
        LOCAL.with(|l| *l.borrow_mut() = Some(Rc::clone(&local)));
        let worker = Arc::new(WorkerBoard::new(index, crate::cpu::this_thread()));
        worker.seen_ns.store(self.board.now_ns(), Ordering::Relaxed);
        self.board.peers.store(peers, Ordering::Relaxed);
        let describes = {
            let mut workers = lock(&self.board.workers);
            workers.push(Arc::clone(&worker));
            workers.sort_by_key(|w| w.index);
            index == self.board.process * (peers / self.board.processes)
        };
        let mut fold = Fold::new(Arc::clone(&self.board), worker, local, describes);
        registry.insert::<TimelyEventBuilder, _>("timely", move |time, batch| fold.take(time, batch.as_mut()));
    }

    /// A source whose rate (records per second over all workers) can be changed from outside. For test jobs; a job
    /// without one does not offer to change rates. Call it in every worker.
    pub fn rate(&self, name: &str, initial: f64, peers: usize) -> Rate {
        let cell = {
            let mut rates = lock(&self.board.rates);
            Arc::clone(
                rates
                    .entry(name.to_owned())
                    .or_insert_with(|| Arc::new(RateCell::new(initial))),
            )
        };
        let part: Rc<crate::rate::SourceCell> = Rc::default();
        if let Some(local) = local() {
            local.sources.borrow_mut().push((name.to_owned(), Rc::clone(&part)));
        }
        Rate::new(cell, part, peers)
    }

    /// What the process should exit with: 75 after a drain that was asked for, else 0.
    pub fn exit_code(&self) -> i32 {
        if self.board.draining.load(Ordering::Relaxed) {
            DRAINED
        } else {
            0
        }
    }
}

fn new_board(process: usize, processes: usize) -> Board {
    Board {
        job: std::env::var("STREAMTUNE_JOB")
            .ok()
            .filter(|n| !n.is_empty())
            .unwrap_or_else(program),
        process,
        processes: processes.max(1),
        run: run_id(process),
        started: Instant::now(),
        unix_ns0: unix_ns(),
        peers: AtomicUsize::new(0),
        rev: AtomicU64::new(0),
        units_per_second: AtomicU64::new(1000),
        draining: AtomicBool::new(false),
        workers: Mutex::default(),
        topology: Mutex::default(),
        placements: Mutex::default(),
        initial: initial_placements(),
        rates: Mutex::default(),
        commands: Mutex::default(),
        changes: Mutex::default(),
        has_driver: AtomicBool::new(false),
        closed: AtomicBool::new(false),
    }
}

fn program() -> String {
    std::env::args()
        .next()
        .and_then(|path| Some(std::path::Path::new(&path).file_name()?.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "timely job".to_owned())
}

fn unix_ns() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos())
}

/// Differs between runs of the same job; processes of one run have ids of their own.
fn run_id(process: usize) -> String {
    use std::hash::{BuildHasher, Hasher};
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_u128(unix_ns());
    hasher.write_usize(process);
    hasher.write_u32(std::process::id());
    format!("{:016x}", hasher.finish())
}

/// `STREAMTUNE_PLACEMENT`: JSON object, operator -> workers at the start. All processes of a job need the same.
fn initial_placements() -> BTreeMap<String, Vec<u32>> {
    let Ok(text) = std::env::var("STREAMTUNE_PLACEMENT") else {
        return BTreeMap::new();
    };
    serde_json::from_str(&text).unwrap_or_else(|e| {
        eprintln!("streamtune-timely: STREAMTUNE_PLACEMENT is not a JSON object of worker lists ({e}); ignored");
        BTreeMap::new()
    })
}
