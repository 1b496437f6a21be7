// SPDX-License-Identifier: GPL-3.0-or-later
//! Jobs for tests and demonstrations: five Nexmark queries and three shapes of join, as placed operators whose cost is a
//! pause. An operator that pauses is busy in every account and uses no CPU, so that eight workers fit on two cores and the
//! right parallelism is known in closed form.
//!
//! `streamtune-timely-jobs JOB [-w N] [-n N -p I --hostfile F] [--rate R] [--seconds S]`; `--oracle RATE` prints what
//! the operators need. Rates are records/s of the job's first source; others follow in proportion.

mod jobs;
mod sources;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use streamtune_timely::timely::{self, dataflow::ProbeHandle};
use streamtune_timely::{Agent, Options};

/// One turn of a worker's loop.
const TURN: Duration = Duration::from_millis(2);

/// Milliseconds since the epoch, by a clock that never jumps: all processes of a machine agree to a few milliseconds.
#[derive(Clone, Copy)]
struct Clock {
    start: Instant,
    unix_ms: u64,
}

impl Clock {
    fn new() -> Self {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Clock {
            start: Instant::now(),
            unix_ms: unix.as_millis() as u64,
        }
    }
    fn now(&self) -> u64 {
        self.unix_ms + self.start.elapsed().as_millis() as u64
    }
}

fn options() -> getopts::Options {
    let mut o = getopts::Options::new();
    o.optopt("", "rate", "records/s of the first source", "R");
    o.optopt("", "seconds", "end after so long", "S");
    o.optopt("", "oracle", "print what the operators need at this rate, and end", "R");
    o.optopt("", "panic-after", "worker 1 panics after so many milliseconds", "MS");
    o.optopt(
        "",
        "stuck",
        "worker 0 stays in one call for so many milliseconds, once",
        "MS",
    );
    o.optopt(
        "",
        "clock-jump",
        "after two seconds the clock goes on so many milliseconds later (or earlier, below 0)",
        "MS",
    );
    o.optflag("", "alone", "tell the agent of no other process");
    o.optopt("", "window", "time in flight while the job is behind", "MS");
    timely::Config::install_options(&mut o);
    o
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let usage = || -> ! {
        eprintln!(
            "{}",
            options().usage(&format!("streamtune-timely-jobs JOB; jobs: {}", jobs::NAMES.join(" ")))
        );
        std::process::exit(2)
    };
    let Ok(matches) = options().parse(&args[1..]) else {
        usage()
    };
    let Some(name) = matches
        .free
        .first()
        .filter(|n| jobs::NAMES.contains(&n.as_str()))
        .cloned()
    else {
        usage()
    };
    let number = |o: &str| matches.opt_str(o).and_then(|v| v.parse::<f64>().ok());
    if let Some(rate) = number("oracle") {
        println!("{}", jobs::oracle(&name, rate));
        return;
    }
    let Ok(config) = timely::Config::from_matches(&matches) else {
        usage()
    };
    let index = |o: &str, fallback| {
        matches
            .opt_str(o)
            .and_then(|v| v.parse::<usize>().ok())
            .unwrap_or(fallback)
    };
    if std::env::var_os("STREAMTUNE_JOB").is_none() {
        std::env::set_var("STREAMTUNE_JOB", &name);
    }
    let agent = if matches.opt_present("alone") {
        Agent::from_env(0, 1)
    } else {
        Agent::from_env(index("p", 0), index("n", 1))
    };
    let job = agent.clone();
    let clock = Clock::new();
    let rate = number("rate").unwrap_or_else(|| jobs::usual_rate(&name));
    let end = number("seconds").map(Duration::from_secs_f64);
    let (panic_after, stuck) = (number("panic-after"), number("stuck"));
    let mut control = Options::default();
    control.window = number("window").map_or(control.window, |ms| ms as u64);
    let jump = number("clock-jump").map_or(0, |ms| ms as i64);

    let guards = timely::execute(config, move |worker| {
        job.install(worker);
        let probe = ProbeHandle::new();
        let index = worker.index();
        let (mut driver, mut feeds) = worker.dataflow(|scope| {
            let (driver, control) = job.control(scope, control);
            (driver, jobs::build(&name, rate, &job, scope, &control, &probe))
        });
        let mut stuck = stuck.filter(|_| index == 0);
        let mut now = 0;
        loop {
            let late = clock.start.elapsed() > Duration::from_secs(2);
            // Inputs never go back: behind a clock that did, time stands still until it is where it was.
            now = now.max(clock.now().saturating_add_signed(if late { jump } else { 0 }));
            for feed in &mut feeds {
                feed.turn(now);
            }
            if !driver.drive(now, &probe) || end.is_some_and(|e| clock.start.elapsed() > e) {
                break;
            }
            if index == 1 && panic_after.is_some_and(|ms| clock.start.elapsed().as_secs_f64() * 1e3 > ms) {
                panic!("asked to");
            }
            if let Some(ms) = stuck.take_if(|_| late) {
                std::thread::sleep(Duration::from_secs_f64(ms / 1e3));
            }
            worker.step_or_park(Some(TURN));
        }
        drop(feeds);
        driver.close();
        while worker.has_dataflows() {
            worker.step_or_park(Some(TURN));
        }
    });
    match guards {
        Ok(guards) => drop(guards),
        Err(why) => {
            eprintln!("{why}");
            std::process::exit(1);
        }
    }
    std::process::exit(agent.exit_code());
}
