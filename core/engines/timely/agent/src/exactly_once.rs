// SPDX-License-Identifier: Apache-2.0
//! Random reconfigurations of a chain of a stateless, a keyed and a windowed operator: every output exactly once. The
//! same runs with a broken migration must be noticed.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use crate::board::{lock, Board, Change, Command, Phase};
use crate::compat::timely::communication::Config as Communication;
use crate::compat::timely::dataflow::operators::{Inspect, Probe};
use crate::compat::timely::dataflow::{InputHandleVec, ProbeHandle};
use crate::compat::timely::{Config, WorkerConfig};
use crate::{Agent, Keep, Options};

/// SplitMix64.
struct Random(u64);
impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

#[derive(Clone, Copy)]
struct Plan {
    seed: u64,
    threads: usize,
    processes: usize,
    lead: u64,
    window: u64,
    /// How far the job may be behind its input.
    behind: u64,
    changes: usize,
}

const EPOCHS: u64 = 120;
const SLIDE: u64 = 10;
const KEYS: u64 = 97;

/// What worker `w` sends at time `t`.
fn records(seed: u64, w: usize, t: u64) -> Vec<u64> {
    let mut random = Random(seed ^ ((w as u64) << 40) ^ t);
    let n = random.below(12);
    (0..n).map(|_| random.below(KEYS)).collect()
}

type Seen = BTreeMap<(u64, u64), u64>;

#[derive(Default)]
struct Outputs {
    /// (key, running count) -> times seen
    counts: Mutex<Seen>,
    /// (window end and key, records in it) -> times seen
    windows: Mutex<Seen>,
    moved: Mutex<(usize, usize)>,
}

fn expected(plan: Plan) -> (Seen, Seen) {
    let (mut per_key, mut per_window) = (BTreeMap::new(), BTreeMap::new());
    for w in 0..plan.threads * plan.processes {
        for t in 0..EPOCHS {
            for key in records(plan.seed, w, t) {
                *per_key.entry(key).or_insert(0u64) += 1;
                *per_window
                    .entry(((t / SLIDE + 1) * SLIDE * KEYS + key, ()))
                    .or_insert(0u64) += 1;
            }
        }
    }
    let counts = per_key
        .iter()
        .flat_map(|(k, n)| (1..=*n).map(move |i| ((*k, i), 1)))
        .collect();
    let windows = per_window.iter().map(|((w, ()), n)| ((*w, *n), 1)).collect();
    (counts, windows)
}

fn config(plan: Plan, process: usize, addresses: &[String]) -> Config {
    let communication = if plan.processes > 1 {
        Communication::Cluster {
            threads: plan.threads,
            process,
            addresses: addresses.to_vec(),
            report: false,
            zerocopy: false,
            #[cfg(timely = "0.29")]
            log_fn: Arc::new(|_| None),
        }
    } else if plan.seed % 3 == 0 {
        Communication::ProcessBinary(plan.threads)
    } else {
        Communication::Process(plan.threads)
    };
    Config {
        communication,
        worker: WorkerConfig::default(),
    }
}

fn place(board: &Board, random: &mut Random, peers: u64) {
    if lock(&board.changes).iter().any(|c| c.phase.is_open()) {
        return;
    }
    let mut items = Vec::new();
    for op in 0..3u32 {
        if random.below(3) > 0 {
            let set = 1 + random.below((1 << peers) - 1);
            items.push((
                op,
                (0..peers as u32).filter(|w| set & (1 << w) != 0).collect::<Vec<_>>(),
            ));
        }
    }
    if items.is_empty() {
        return;
    }
    let id = format!("c{}", lock(&board.changes).len() + 1);
    board.remember(Change::queued(id.clone(), Vec::new()));
    lock(&board.commands).push_back(Command::Place { id, items });
}

fn run_process(plan: Plan, process: usize, addresses: Vec<String>, outputs: Arc<Outputs>) {
    let agent = Agent::for_tests(process, plan.processes);
    let board = Arc::clone(&agent.board);
    let sink = Arc::clone(&outputs);
    let guards = crate::compat::timely::execute(config(plan, process, &addresses), move |worker| {
        agent.install(worker);
        let (index, peers) = (worker.index(), worker.peers());
        let mut input = InputHandleVec::new();
        let probe = ProbeHandle::new();
        let options = Options {
            lead: plan.lead,
            window: plan.window,
            ..Options::default()
        };
        let (counts, windows) = (Arc::clone(&sink), Arc::clone(&sink));
        let mut driver = worker.dataflow(|scope| {
            let (driver, control) = agent.control(scope, options);
            let stream = input.to_stream(scope);
            let same = control.stateless(stream, "same", |k: &u64| *k, |_, key, out| out.push(key));
            let counted = control.keyed(
                same,
                "count",
                |k: &u64| *k,
                |_, key, _, n: &mut u64, out| {
                    *n += 1;
                    out.push((key, *n));
                },
            );
            let counted = counted.inspect(move |x| *lock(&counts.counts).entry(*x).or_default() += 1);
            let windowed = control.windowed(
                counted,
                "window",
                SLIDE,
                |x: &(u64, u64)| x.0,
                |_, _, _, n: &mut u64, _: &mut Vec<(u64, u64)>| *n += 1,
                |end, key, n, out| {
                    out.push((end * KEYS + key, *n));
                    Keep::No
                },
            );
            windowed
                .inspect(move |x| *lock(&windows.windows).entry(*x).or_default() += 1)
                .probe_with(&probe);
            driver
        });
        let mut random = Random(plan.seed ^ 0x5eed ^ (index as u64) << 32);
        let mut asked = 0;
        for t in 0..EPOCHS {
            input.advance_to(t);
            for key in records(plan.seed, index, t) {
                input.send(key);
            }
            input.flush();
            if index == 0 && asked < plan.changes && random.below(3) == 0 {
                place(&agent.board, &mut random, peers as u64);
                asked += 1;
            }
            driver.drive(t, &probe);
            for _ in 0..random.below(4) {
                worker.step();
            }
            while probe.less_than(&t.saturating_sub(plan.behind)) {
                driver.drive(t, &probe);
                worker.step();
            }
        }
        drop(input);
        driver.drive(EPOCHS, &probe);
        driver.close();
        while worker.has_dataflows() {
            worker.step_or_park(Some(std::time::Duration::from_millis(1)));
        }
    })
    .expect("timely starts");
    for worker in guards.join() {
        worker.expect("no worker panics");
    }
    let changes = lock(&board.changes);
    let mut moved = lock(&outputs.moved);
    moved.0 += changes.iter().filter(|c| c.phase == Phase::Done).count();
    moved.1 += changes.iter().map(|c| c.bins_moved).sum::<usize>();
}

/// Whether everything came out exactly once.
fn run(plan: Plan) -> (bool, usize, usize) {
    let outputs = Arc::new(Outputs::default());
    let addresses: Vec<String> = (0..plan.processes)
        .map(|_| std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()))
        .map(|a| a.expect("a free port").to_string())
        .collect();
    let processes: Vec<_> = (0..plan.processes)
        .map(|p| {
            let (addresses, outputs) = (addresses.clone(), Arc::clone(&outputs));
            std::thread::spawn(move || run_process(plan, p, addresses, outputs))
        })
        .collect();
    let whole = processes.into_iter().map(|p| p.join()).filter(Result::is_err).count() == 0;
    let (counts, windows) = expected(plan);
    let right = whole && *lock(&outputs.counts) == counts && *lock(&outputs.windows) == windows;
    let (changes, bins) = *lock(&outputs.moved);
    (right, changes, bins)
}

fn plan(seed: u64) -> Plan {
    let mut random = Random(seed.wrapping_mul(7919));
    Plan {
        seed,
        threads: 1 + random.below(8) as usize,
        processes: 1,
        lead: random.below(20),
        window: 1 + random.below(30),
        behind: 2 + random.below(30),
        changes: 12,
    }
}

fn runs() -> u64 {
    std::env::var("STREAMTUNE_RUNS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(300)
}

/// One test, because the faults are switched for the whole process.
#[test]
fn every_output_comes_exactly_once_and_broken_migrations_are_noticed() {
    let (mut changes, mut bins) = (0, 0);
    for seed in 1..=runs() {
        let (right, c, b) = run(plan(seed));
        assert!(right, "run {seed} is wrong");
        changes += c;
        bins += b;
    }
    assert!(changes as u64 > runs(), "too few changes took place: {changes}");
    println!("{} runs, {changes} changes done, {bins} bins moved, 0 wrong", runs());

    let (mut changes, mut bins) = (0, 0);
    for seed in 1..=runs() / 15 {
        let (right, c, b) = run(Plan {
            threads: 2,
            processes: 2,
            ..plan(seed)
        });
        assert!(right, "run {seed} of two processes is wrong");
        changes += c;
        bins += b;
    }
    println!(
        "{} runs of 2 processes, {changes} changes done, {bins} bins moved, 0 wrong",
        runs() / 15
    );

    for fault in 1..=3 {
        crate::placed::BROKEN.store(fault, Ordering::Relaxed);
        let wrong = (1..=16)
            .filter(|seed| {
                !run(Plan {
                    threads: 4,
                    ..plan(*seed)
                })
                .0
            })
            .count();
        crate::placed::BROKEN.store(0, Ordering::Relaxed);
        println!("fault {fault}: {wrong} of 16 runs are wrong");
        assert!(wrong >= 4, "fault {fault} was noticed in {wrong} of 16 runs only");
    }
}
