// SPDX-License-Identifier: Apache-2.0
//! What is seen of a job that places nothing, with every version of timely: workers, operators, channels, records.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use streamtune_timely::timely::dataflow::operators::core::{Exchange, Input, Inspect, Probe};
use streamtune_timely::timely::dataflow::ProbeHandle;
use streamtune_timely::{timely, Agent};

const WORKERS: usize = 2;

fn get(address: &str, path: &str) -> Value {
    let mut stream = TcpStream::connect(address).expect("the agent listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("it answers");
    let body = reply.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    serde_json::from_str(body).unwrap_or_else(|why| panic!("{path}: {why}: {reply}"))
}

/// Sends every number to the worker that it names, until it is told to end.
fn job(agent: Agent, end: Arc<AtomicBool>) {
    let guards = timely::execute(timely::Config::process(WORKERS), move |worker| {
        let (index, peers) = (worker.index(), worker.peers());
        if let Some(mut registry) = worker.log_register() {
            agent.install_in(&mut registry, index, peers);
        }
        let probe = ProbeHandle::<u64>::new();
        let mut input = worker.dataflow(|scope| {
            let (input, stream) = scope.new_input::<Vec<u64>>();
            stream.exchange(|n: &u64| *n).inspect(|_| {}).probe_with(&probe);
            input
        });
        let mut n = 0;
        while !end.load(Ordering::Relaxed) {
            input.send(n);
            n += 1;
            input.advance_to(n);
            while probe.less_than(input.time()) {
                worker.step();
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    })
    .expect("timely starts");
    drop(guards);
}

fn received(stats: &Value) -> Vec<u64> {
    let workers = stats["workers"].as_array().expect("a list of workers");
    let of = |worker: &Value| {
        let channels = worker["ch"].as_array().expect("a list of channels");
        channels.iter().filter_map(|row| row[3].as_u64()).sum()
    };
    workers.iter().map(of).collect()
}

#[test]
fn a_job_that_places_nothing_is_seen() {
    let file = std::env::temp_dir().join(format!("streamtune-observes-{}", std::process::id()));
    std::env::set_var("STREAMTUNE_LISTEN", "127.0.0.1:0");
    std::env::set_var("STREAMTUNE_ADDRESS_FILE", &file);
    std::env::set_var("STREAMTUNE_JOB", "numbers");
    let agent = Agent::from_env(0, 1);
    let address = std::fs::read_to_string(&file).expect("the address is written");
    let _ = std::fs::remove_file(&file);
    let address = address.trim().trim_start_matches("http://");

    let end = Arc::new(AtomicBool::new(false));
    let until = Arc::clone(&end);
    let running = std::thread::spawn(move || job(agent, until));
    let started = Instant::now();
    while !received(&get(address, "/v1/stats")).iter().all(|n| *n >= 10)
        || received(&get(address, "/v1/stats")).len() < WORKERS
    {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "{}",
            get(address, "/v1/stats")
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    let hello = get(address, "/v1/hello");
    assert_eq!(hello["state"], "running");
    assert_eq!(hello["peers"], WORKERS);
    assert!(
        hello["timely"]
            .as_str()
            .is_some_and(|version| version.starts_with("0.")),
        "{hello}"
    );
    let caps = hello["caps"].as_array().expect("a list of capabilities");
    for cap in ["set_placement", "drain"] {
        assert!(!caps.iter().any(|c| c == cap), "nobody could {cap}: {hello}");
    }
    let topology = get(address, "/v1/topology").to_string();
    for name in ["Exchange", "Inspect", "Input"] {
        assert!(topology.contains(name), "no {name} in {topology}");
    }
    let before = received(&get(address, "/v1/stats"));
    let deadline = Instant::now();
    while received(&get(address, "/v1/stats"))
        .iter()
        .zip(&before)
        .any(|(now, then)| now < &(then + 20))
    {
        assert!(deadline.elapsed() < Duration::from_secs(60), "the counters stand still");
        std::thread::sleep(Duration::from_millis(10));
    }
    end.store(true, Ordering::Relaxed);
    running.join().expect("the job ends");
    assert_eq!(get(address, "/v1/hello")["state"], "ended");
    println!("timely {}: seen", hello["timely"]);
}
