// SPDX-License-Identifier: Apache-2.0
//! CPU time per record of a job that does nothing, on one worker: without the agent, with an empty logger (timely's own
//! cost of logging), and with the agent. The three take turns within a round, in changing order, and are compared within
//! it, so that what else the machine does meets all alike; the median round is printed, with the quartiles. Thread CPU
//! time. Then the throughput of a job of four workers whose operator pauses a millisecond for every record, with and
//! without, in the same way.
//!
//! `cargo run --release --example overhead [ROUNDS]`

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use streamtune_timely::timely::dataflow::operators::{Exchange, Inspect, Probe};
use streamtune_timely::timely::dataflow::{InputHandleVec, ProbeHandle};
use streamtune_timely::timely::logging::TimelyEventBuilder;
use streamtune_timely::{bin_of, timely, Agent, Options};

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Off,
    EmptyLogger,
    Agent,
}

/// The kernel accounts for a running thread at its ticks, every few milliseconds; a yield makes it do so at once.
fn cpu_ns() -> u64 {
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("a Linux kernel with schedstat");
    text.split(' ').next().and_then(|n| n.parse().ok()).expect("a number")
}

fn agent_of(mode: Mode) -> Agent {
    if mode == Mode::Agent {
        std::env::set_var("STREAMTUNE_LISTEN", "127.0.0.1:0");
    } else {
        std::env::remove_var("STREAMTUNE_LISTEN");
    }
    Agent::from_env(0, 1)
}

/// Nanoseconds of CPU per record.
fn run(mode: Mode, placed: bool, per_epoch: u64, epochs: u64) -> f64 {
    let agent = agent_of(mode);
    timely::execute_directly(move |worker| {
        agent.install(worker);
        if mode == Mode::EmptyLogger {
            if let Some(mut registry) = worker.log_register() {
                registry.insert::<TimelyEventBuilder, _>("timely", |_, batch| {
                    if let Some(events) = batch {
                        events.clear();
                    }
                });
            }
        }
        let mut input = InputHandleVec::<u64, u64>::new();
        let probe = ProbeHandle::new();
        let mut driver = worker.dataflow(|scope| {
            let (driver, control) = agent.control(scope, Options::default());
            let stream = input.to_stream(scope);
            let stream = if placed {
                control.stateless(stream, "work", |x: &u64| *x, |_, x, out| out.push(x))
            } else {
                stream.exchange(|x| *x)
            };
            stream.inspect(|_| {}).probe_with(&probe);
            driver
        });
        let mut turn = |epoch: u64| {
            input.advance_to(epoch);
            for i in 0..per_epoch {
                input.send(i);
            }
            input.flush();
            driver.drive(epoch, &probe);
            worker.step();
            while probe.less_than(&epoch) {
                driver.drive(epoch, &probe);
                worker.step();
            }
        };
        for epoch in 0..epochs / 10 {
            turn(epoch); // warm
        }
        let start = cpu_ns();
        for epoch in epochs / 10..epochs + epochs / 10 {
            turn(epoch);
        }
        let spent = cpu_ns() - start;
        drop(input);
        driver.close();
        while worker.has_dataflows() {
            worker.step_or_park(Some(Duration::from_millis(1)));
        }
        spent as f64 / (per_epoch * epochs) as f64
    })
}

const PAUSE: Duration = Duration::from_millis(1);
const PAUSED_WORKERS: usize = 4;
const PAUSED_TIME: Duration = Duration::from_secs(2);

/// Records per second of a job that pauses for each of them.
fn throughput(mode: Mode) -> f64 {
    let agent = agent_of(mode);
    let done = Arc::new(AtomicU64::new(0));
    let sum = Arc::clone(&done);
    let guards = timely::execute(timely::Config::process(PAUSED_WORKERS), move |worker| {
        agent.install(worker);
        let mut input = InputHandleVec::<u64, u64>::new();
        let probe = ProbeHandle::new();
        let mut driver = worker.dataflow(|scope| {
            let (driver, control) = agent.control(scope, Options::default());
            let stream = input.to_stream(scope);
            if mode == Mode::Agent {
                let logic = |_, x, out: &mut Vec<u64>| {
                    std::thread::sleep(PAUSE);
                    out.push(x);
                };
                control
                    .stateless(stream, "work", |x: &u64| *x, logic)
                    .probe_with(&probe);
            } else {
                let paused = stream
                    .exchange(|x| bin_of(*x) as u64)
                    .inspect(|_| std::thread::sleep(PAUSE));
                paused.probe_with(&probe);
            }
            driver
        });
        let (start, mut epoch) = (Instant::now(), 0);
        while start.elapsed() < PAUSED_TIME {
            input.advance_to(epoch);
            for i in 0..64 {
                input.send(epoch * 64 + i);
            }
            input.flush();
            while probe.less_than(&epoch.saturating_sub(1)) {
                driver.drive(epoch, &probe);
                worker.step_or_park(Some(PAUSE));
            }
            sum.fetch_add(64, Ordering::Relaxed);
            epoch += 1;
        }
        let spent = start.elapsed();
        drop(input);
        driver.close();
        while worker.has_dataflows() {
            worker.step_or_park(Some(PAUSE));
        }
        spent.as_secs_f64()
    })
    .expect("timely starts");
    let longest = guards
        .join()
        .into_iter()
        .map(|s| s.expect("no panic"))
        .fold(0.0, f64::max);
    done.load(Ordering::Relaxed) as f64 / longest
}

/// Median and quartiles.
fn spread(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [2, 1, 3].map(|quarter| values[values.len() * quarter / 4])
}

fn percent(values: Vec<f64>) -> String {
    let [median, low, high] = spread(values).map(|ratio| 100.0 * (ratio - 1.0));
    format!("{median:+.1} % ({low:+.1} to {high:+.1})")
}

const MODES: [Mode; 3] = [Mode::Off, Mode::EmptyLogger, Mode::Agent];

fn main() {
    let rounds = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(9);
    for (placed, per_epoch, epochs) in [
        (true, 10_000, 3_000),
        (false, 10_000, 6_000),
        (false, 100, 40_000),
        (false, 10, 80_000),
    ] {
        let (mut off, mut empty, mut agent, mut both) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for round in 0..rounds {
            let mut seen = [0.0; 3];
            for turn in 0..MODES.len() {
                let i = (round + turn) % MODES.len();
                seen[i] = run(MODES[i], placed, per_epoch, epochs);
            }
            off.push(seen[0]);
            empty.push(seen[1] / seen[0]);
            agent.push(seen[2] / seen[0]);
            both.push(seen[2] / seen[1]);
        }
        println!(
            "[table] {} {per_epoch:6} records an epoch: off {:.1} ns a record, empty logger {}, agent {}; agent by empty logger {}",
            if placed { "placed" } else { "plain " },
            spread(off)[0],
            percent(empty),
            percent(agent),
            percent(both)
        );
    }
    let (mut off, mut ratio) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let mut seen = [0.0; 2];
        for turn in 0..2 {
            let i = (round + turn) % 2;
            seen[i] = throughput([Mode::Off, Mode::Agent][i]);
        }
        off.push(seen[0]);
        ratio.push(seen[1] / seen[0]);
    }
    let [median, low, high] = spread(ratio);
    println!(
        "[table] paused, {PAUSED_WORKERS} workers: off {:.0} records/s, agent {median:.3} of that ({low:.3} to {high:.3})",
        spread(off)[0]
    );
}
