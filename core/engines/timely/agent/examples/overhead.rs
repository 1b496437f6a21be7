// SPDX-License-Identifier: Apache-2.0
//! What the crate costs, in CPU time per record of jobs that do next to nothing, on one worker:
//! a placed operator with its agent, with an empty logger (timely's own cost of logging) and written without the crate,
//! against the same one that nobody observes; and any job that is observed against the same job with an empty logger.
//! Then the throughput of a job whose operator pauses a millisecond for every record.
//!
//! The variants of a job are all there at once and take turns of some ten milliseconds, in changing order; the paused
//! ones run side by side. So what else the machine does meets all alike, and each turn is compared with those beside it.
//! The median is printed, with the quartiles. A client asks for the counters meanwhile, as the workbench does.
//!
//! `cargo run --release --example overhead [ROUNDS]`

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{sync_channel, Receiver, SyncSender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use streamtune_timely::timely::dataflow::channels::pact::Exchange as ByKey;
use streamtune_timely::timely::dataflow::operators::generic::operator::Operator;
use streamtune_timely::timely::dataflow::operators::vec::Map;
use streamtune_timely::timely::dataflow::operators::{Exchange, Inspect, Probe};
use streamtune_timely::timely::dataflow::{InputHandleVec, ProbeHandle, StreamVec};
use streamtune_timely::timely::logging::TimelyEventBuilder;
use streamtune_timely::timely::worker::Worker;
use streamtune_timely::{bin_of, timely, Agent, Control, Options};

#[derive(Clone, Copy, PartialEq)]
enum Job {
    /// Counts by key, in a hash map.
    Keyed,
    Stateless,
    /// Nothing that could be placed.
    Plain,
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// Without the crate.
    Without,
    /// With the crate, which has nothing to do.
    Off,
    /// The same, with a logger that throws everything away.
    EmptyLogger,
    Agent,
}

/// The kernel accounts for a running thread at its ticks, every few milliseconds; a yield makes it do so at once.
fn cpu_ns() -> u64 {
    std::thread::yield_now();
    first_number("/proc/thread-self/schedstat").expect("a Linux kernel with schedstat")
}

fn first_number(file: &str) -> Option<u64> {
    std::fs::read_to_string(file).ok()?.split(' ').next()?.parse().ok()
}

/// CPU time of the agents' servers of this process.
fn server_ns() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task")
        .expect("there is a /proc")
        .flatten();
    let servers = tasks.map(|t| t.path().display().to_string()).filter(|task| {
        std::fs::read_to_string(format!("{task}/comm")).is_ok_and(|name| name.trim() == "streamtune-http")
    });
    servers
        .filter_map(|task| first_number(&format!("{task}/schedstat")))
        .sum()
}

/// Address of the newest agent.
static ASKED: Mutex<String> = Mutex::new(String::new());

/// Asks the newest agent for its counters five times a second.
fn client() {
    loop {
        let address = ASKED.lock().expect("nobody panics").clone();
        if let Ok(mut stream) = TcpStream::connect(address) {
            let _ = stream.write_all(b"GET /v1/stats HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            let _ = stream.read_to_end(&mut Vec::new());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn agent_of(mode: Mode) -> Agent {
    if mode != Mode::Agent {
        std::env::remove_var("STREAMTUNE_LISTEN");
        return Agent::from_env(0, 1);
    }
    let file = std::env::temp_dir().join(format!("streamtune-overhead-{}", std::process::id()));
    std::env::set_var("STREAMTUNE_LISTEN", "127.0.0.1:0");
    std::env::set_var("STREAMTUNE_ADDRESS_FILE", &file);
    let agent = Agent::from_env(0, 1);
    let address = std::fs::read_to_string(&file).expect("the address is written");
    let _ = std::fs::remove_file(&file);
    let host = address.trim().trim_start_matches("http://");
    *ASKED.lock().expect("nobody panics") = host.to_owned();
    agent
}

/// A job on a thread of its own that runs when it is told to.
struct Lane {
    turn: SyncSender<u64>,
    spent: Receiver<u64>,
}

impl Lane {
    fn new(job: Job, mode: Mode, per_epoch: u64) -> Lane {
        let agent = agent_of(mode);
        let (turn, turns) = sync_channel(0);
        let (tell, spent) = sync_channel(0);
        let turns = Mutex::new(turns);
        std::thread::spawn(move || {
            timely::execute_directly(move |worker| {
                let turns = turns.into_inner().expect("nobody panics");
                run(worker, job, mode, &agent, per_epoch, &turns, &tell);
            });
        });
        Lane { turn, spent }
    }

    /// Nanoseconds of CPU for so many epochs.
    fn spend(&self, epochs: u64) -> f64 {
        self.turn.send(epochs).expect("the lane waits");
        self.spent.recv().expect("the lane answers") as f64
    }
}

fn log_nothing(worker: &Worker) {
    let Some(mut registry) = worker.log_register() else {
        return;
    };
    registry.insert::<TimelyEventBuilder, _>("timely", |_, batch| {
        if let Some(events) = batch {
            events.clear();
        }
    });
}

type Numbers<'scope> = StreamVec<'scope, u64, u64>;

/// The job as one would write it, and as the crate's README ports it.
fn build<'scope>(job: Job, stream: Numbers<'scope>, control: Option<&Control<'scope>>, probe: &ProbeHandle<u64>) {
    match (job, control) {
        (Job::Plain, _) => stream.exchange(|x| *x).inspect(|_| {}).probe_with(probe),
        (Job::Stateless, None) => stream.exchange(|x| *x).map(|x| x ^ 1).probe_with(probe),
        (Job::Stateless, Some(control)) => control
            .stateless(stream, "work", |x: &u64| *x, |_, x, out| out.push(x ^ 1))
            .probe_with(probe),
        (Job::Keyed, None) => stream
            .unary(ByKey::new(|x: &u64| *x), "work", |_, _| {
                let mut counts = HashMap::new();
                move |input, output| {
                    input.for_each(|cap, batch: &mut Vec<u64>| {
                        let mut session = output.session(&cap);
                        for x in batch.drain(..) {
                            let n = counts.entry(x).or_insert(0u64);
                            *n += 1;
                            session.give(x ^ *n);
                        }
                    });
                }
            })
            .probe_with(probe),
        (Job::Keyed, Some(control)) => {
            let count = |_, x, _, n: &mut u64, out: &mut Vec<u64>| {
                *n += 1;
                out.push(x ^ *n);
            };
            control.keyed(stream, "work", |x: &u64| *x, count).probe_with(probe)
        }
    };
}

/// Runs as many epochs as each turn asks for.
fn run(
    worker: &mut Worker,
    job: Job,
    mode: Mode,
    agent: &Agent,
    per_epoch: u64,
    turns: &Receiver<u64>,
    spent: &SyncSender<u64>,
) {
    agent.install(worker);
    if mode == Mode::EmptyLogger {
        log_nothing(worker);
    }
    let mut input = InputHandleVec::<u64, u64>::new();
    let probe = ProbeHandle::new();
    let mut driver = worker.dataflow(|scope| {
        let stream = input.to_stream(scope);
        if job == Job::Plain || mode == Mode::Without {
            build(job, stream, None, &probe);
            return None;
        }
        let (driver, control) = agent.control(scope, Options::default());
        build(job, stream, Some(&control), &probe);
        Some(driver)
    });
    let mut epoch = 0;
    for epochs in turns {
        let start = cpu_ns();
        for _ in 0..epochs {
            input.advance_to(epoch);
            for i in 0..per_epoch {
                input.send(i);
            }
            input.flush();
            loop {
                driver.as_mut().map(|d| d.drive(epoch, &probe));
                worker.step();
                if !probe.less_than(&epoch) {
                    break;
                }
            }
            epoch += 1;
        }
        if spent.send(cpu_ns() - start).is_err() {
            break;
        }
    }
    drop(input);
    if let Some(driver) = driver {
        driver.close();
    }
}

/// Lower quartile, median, upper quartile.
fn spread(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[values.len() * quarter / 4])
}

/// Long enough for a clock that is read twice, short enough that what else the machine does stays the same.
const TURN_NS: f64 = 8e6;
/// The threads, buffers and tables of a variant lie somewhere in memory, for better or worse: each lies there so often.
const PLACES: usize = 5;

/// Compares the CPU time of the variants with the first of them, and prints it.
fn compare(job: Job, per_epoch: u64, rounds: usize, modes: &[(Mode, &str)]) {
    let mut own = Vec::new();
    let mut ratios = vec![Vec::new(); modes.len()];
    for _ in 0..PLACES {
        let lanes: Vec<Lane> = modes.iter().map(|(m, _)| Lane::new(job, *m, per_epoch)).collect();
        let warm = 1 + 200_000 / per_epoch;
        let speed = lanes.iter().map(|l| l.spend(warm)).fold(f64::MAX, f64::min) / warm as f64;
        let epochs = 1.max((TURN_NS / speed) as u64);
        for round in 0..rounds {
            let mut seen = vec![0.0; lanes.len()];
            for turn in 0..lanes.len() {
                let i = (round + turn) % lanes.len();
                seen[i] = lanes[i].spend(epochs);
            }
            own.push(seen[0] / (epochs * per_epoch) as f64);
            for (i, spent) in seen.iter().enumerate().skip(1) {
                ratios[i].push(spent / seen[0]);
            }
        }
    }
    let name = match job {
        Job::Keyed => "keyed",
        Job::Stateless => "stateless",
        Job::Plain => "plain",
    };
    let mut line = format!(
        "[table] CPU a record, {name} job, {per_epoch} records an epoch: {} {:.1} ns",
        modes[0].1,
        spread(own)[1]
    );
    for ((_, what), ratio) in modes.iter().zip(ratios).skip(1) {
        let [low, median, high] = spread(ratio);
        line += &format!("; {what} {median:.3} times that ({low:.3} to {high:.3})");
    }
    println!("{line}");
}

const PAUSE: Duration = Duration::from_millis(1);
const PAUSED_WORKERS: usize = 4;
const PAUSED_TIME: Duration = Duration::from_secs(2);

/// Records per second of a job that pauses for each of them.
fn throughput(mode: Mode, agent: Agent) -> f64 {
    let done = Arc::new(AtomicU64::new(0));
    let sum = Arc::clone(&done);
    let guards = timely::execute(timely::Config::process(PAUSED_WORKERS), move |worker| {
        agent.install(worker);
        let mut input = InputHandleVec::<u64, u64>::new();
        let probe = ProbeHandle::new();
        let mut driver = worker.dataflow(|scope| {
            let stream = input.to_stream(scope);
            if mode == Mode::Without {
                let own = stream.exchange(|x| bin_of(*x) as u64);
                own.inspect(|_| std::thread::sleep(PAUSE)).probe_with(&probe);
                return None;
            }
            let (driver, control) = agent.control(scope, Options::default());
            let logic = |_, x, out: &mut Vec<u64>| {
                std::thread::sleep(PAUSE);
                out.push(x);
            };
            control
                .stateless(stream, "work", |x: &u64| *x, logic)
                .probe_with(&probe);
            Some(driver)
        });
        let (start, mut epoch) = (Instant::now(), 0);
        while start.elapsed() < PAUSED_TIME {
            input.advance_to(epoch);
            for i in 0..64 {
                input.send(epoch * 64 + i);
            }
            input.flush();
            while probe.less_than(&epoch.saturating_sub(1)) {
                driver.as_mut().map(|d| d.drive(epoch, &probe));
                worker.step_or_park(Some(PAUSE));
            }
            sum.fetch_add(64, Ordering::Relaxed);
            epoch += 1;
        }
        let spent = start.elapsed();
        drop(input);
        if let Some(driver) = driver {
            driver.close();
        }
        while worker.has_dataflows() {
            worker.step_or_park(Some(PAUSE));
        }
        spent.as_secs_f64()
    })
    .expect("timely starts");
    let workers = guards.join().into_iter().map(|s| s.expect("no panic"));
    let longest = workers.fold(0.0, f64::max);
    done.load(Ordering::Relaxed) as f64 / longest
}

fn paused(rounds: usize) {
    let (mut without, mut ratio) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let (none, agent) = (agent_of(Mode::Without), agent_of(Mode::Agent));
        let other = std::thread::spawn(|| throughput(Mode::Without, none));
        let own = throughput(Mode::Agent, agent);
        let other = other.join().expect("no panic");
        without.push(other);
        ratio.push(own / other);
    }
    let [low, median, high] = spread(ratio);
    println!(
        "[table] throughput, {PAUSED_WORKERS} workers that pause {PAUSE:?} for every record: without the crate {:.0} \
         records/s; placed, with its agent {median:.3} times that ({low:.3} to {high:.3})",
        spread(without)[1]
    );
}

fn main() {
    let rounds = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(40);
    let started = Instant::now();
    std::thread::spawn(client);
    let placed = [
        (Mode::Off, "placed, unobserved"),
        (Mode::Agent, "with its agent"),
        (Mode::EmptyLogger, "with an empty logger"),
        (Mode::Without, "written without the crate"),
    ];
    let observed = [
        (Mode::EmptyLogger, "empty logger"),
        (Mode::Off, "no logger"),
        (Mode::Agent, "agent"),
    ];
    for job in [Job::Keyed, Job::Stateless] {
        compare(job, 10_000, rounds, &placed);
    }
    for (job, per_epoch) in [(Job::Plain, 10_000), (Job::Plain, 100), (Job::Keyed, 100)] {
        compare(job, per_epoch, rounds, &observed);
    }
    paused(rounds.div_ceil(10));
    println!(
        "[table] server of the agent, asked five times a second: {:.2} % of a core",
        100.0 * server_ns() as f64 / started.elapsed().as_nanos() as f64
    );
}
