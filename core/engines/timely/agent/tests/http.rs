// SPDX-License-Identifier: Apache-2.0
//! The server in front of a real job: what it answers, what it refuses, and that the job goes on whatever clients do.
#![cfg(places)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{json, Value};
use streamtune_timely::timely::dataflow::operators::Probe;
use streamtune_timely::timely::dataflow::{InputHandleVec, ProbeHandle};
use streamtune_timely::{timely, Agent, Options};

const TOKEN: &str = "a token";

struct Client {
    address: String,
}

impl Client {
    fn raw(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("the agent listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let _ = stream.write_all(request.as_bytes());
        let mut reply = String::new();
        let _ = stream.read_to_string(&mut reply);
        let status = reply.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let body = reply.split_once("\r\n\r\n").map_or("", |(_, b)| b).to_owned();
        (status, body)
    }
    fn ask(&self, token: &str, method: &str, path: &str, body: &str) -> (u16, Value) {
        let (status, text) = self.raw(&format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }
    fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(TOKEN, "GET", path, "");
        assert_eq!(status, 200, "{path}: {body}");
        body
    }
    fn processed(&self) -> u64 {
        let stats = self.get("/v1/stats");
        stats["workers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|w| w["placed"][0]["processed"].as_u64().unwrap_or(0))
            .sum()
    }
    fn refused(&self, method: &str, path: &str, body: &str, status: u16, code: &str) {
        let (got, reply) = self.ask(TOKEN, method, path, body);
        assert_eq!(
            (got, reply["code"].as_str()),
            (status, Some(code)),
            "{method} {path} {body}: {reply}"
        );
        assert!(reply["sentence"].as_str().is_some_and(|s| s.ends_with('.')));
    }
    fn until(&self, what: &str, mut done: impl FnMut(&Client) -> bool) {
        let start = Instant::now();
        while !done(self) {
            assert!(start.elapsed() < Duration::from_secs(60), "{what} did not happen");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// A job of two workers that counts to the rate of its source until it is drained.
fn job(agent: Agent) {
    let started = Instant::now();
    let guards = timely::execute(timely::Config::process(2), move |worker| {
        agent.install(worker);
        let probe = ProbeHandle::new();
        let mut input = InputHandleVec::new();
        let peers = worker.peers();
        let mut rate = agent.rate("numbers", 500.0, peers);
        let mut driver = worker.dataflow(|scope| {
            let (driver, control) = agent.control(scope, Options::default());
            let stream = input.to_stream(scope);
            control
                .keyed(
                    stream,
                    "count",
                    |n: &u64| *n,
                    |_, _, n, sum: &mut u64, out| {
                        *sum += 1;
                        out.push(n);
                    },
                )
                .probe_with(&probe);
            driver
        });
        let mut n = 0;
        loop {
            let now = started.elapsed().as_millis() as u64;
            input.advance_to(now);
            for _ in 0..rate.due() {
                n += 1;
                input.send(n);
            }
            if !driver.drive(now, &probe) {
                break;
            }
            worker.step_or_park(Some(Duration::from_millis(2)));
        }
        input.close();
        driver.close();
    })
    .expect("timely starts");
    drop(guards);
}

/// The environment that the agent reads, and its address.
fn started() -> (Agent, Client) {
    let file = std::env::temp_dir().join(format!("streamtune-agent-{}", std::process::id()));
    std::env::set_var("STREAMTUNE_LISTEN", "127.0.0.1:0");
    std::env::set_var("STREAMTUNE_TOKEN", TOKEN);
    std::env::set_var("STREAMTUNE_ADDRESS_FILE", &file);
    std::env::set_var("STREAMTUNE_JOB", "numbers");
    let agent = Agent::from_env(0, 1);
    let address = std::fs::read_to_string(&file).expect("the address is written");
    let _ = std::fs::remove_file(&file);
    let address = address.trim().trim_start_matches("http://").to_owned();
    (agent, Client { address })
}

/// Who may not, what is not.
fn wrong_requests_are_refused(client: &Client) {
    let start = Instant::now();
    assert_eq!(client.ask("wrong", "GET", "/v1/hello", "").0, 401);
    assert!(
        start.elapsed() >= Duration::from_millis(290),
        "a wrong token costs time"
    );
    assert_eq!(client.ask("", "POST", "/v1/drain", "").0, 401);
    let page = "POST /v1/drain HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: http://elsewhere\r\n";
    assert_eq!(
        client.raw(&format!("{page}Authorization: Bearer {TOKEN}\r\n\r\n")).0,
        403
    );
    client.refused("GET", "/v1/nothing", "", 404, "not_found");
    client.refused("GET", "/v2/hello", "", 404, "version");
    client.refused("DELETE", "/v1/stats", "", 405, "method");
    client.refused("GET", "/v1/changes/c99", "", 404, "unknown_change");
    client.refused("GET", "/v1/stats?wait=soon", "", 400, "bad_request");
    client.refused("PUT", "/v1/rate/other", r#"{"rate":1}"#, 404, "unknown_source");
    client.refused("PUT", "/v1/rate/numbers", r#"{"rate":-5}"#, 422, "out_of_range");
    client.refused("PUT", "/v1/rate/numbers", r#"{"rate":"1"}"#, 422, "out_of_range");
    for (body, status, code) in [
        ("{", 400, "bad_request"),
        ("[1]", 400, "bad_request"),
        ("{}", 400, "bad_request"),
        ("\u{0}\u{ff}", 400, "bad_request"),
        (r#"{"items":[]}"#, 400, "bad_request"),
        (r#"{"op":"nope","k":1}"#, 404, "unknown_op"),
        (r#"{"op":"count","workers":[2]}"#, 422, "out_of_range"),
        (r#"{"op":"count","workers":[-1]}"#, 422, "out_of_range"),
        (r#"{"op":"count","k":0}"#, 422, "out_of_range"),
        (r#"{"op":"count","k":1e300}"#, 400, "bad_request"),
        (r#"{"op":"count","k":1,"if_rev":0}"#, 412, "conflict"),
        (
            r#"{"items":[{"op":"count","k":1},{"op":"count","k":2}]}"#,
            400,
            "bad_request",
        ),
    ] {
        client.refused("PUT", "/v1/placement", body, status, code);
    }
}

/// Bodies that are too long, too deep, never whole; headers without end.
fn huge_and_broken_bodies_are_refused(client: &Client) {
    client.refused("PUT", "/v1/placement", &"x".repeat(70_000), 413, "too_long");
    client.refused("PUT", "/v1/placement", &"[".repeat(60_000), 400, "bad_request");
    let put = format!("PUT /v1/placement HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n");
    let chunk = format!("2000\r\n{}\r\n", "x".repeat(0x2000));
    let (status, _) = client.raw(&format!("{put}Transfer-Encoding: chunked\r\n\r\n{}", chunk.repeat(9)));
    assert_eq!(status, 413, "chunks without end");
    let begun = Instant::now();
    let (status, body) = client.raw(&format!("{put}Content-Length: 100\r\n\r\n{{"));
    assert_eq!(status, 408, "a body that never comes: {body}");
    assert!(begun.elapsed() < Duration::from_secs(15));
    assert_eq!(client.raw("not HTTP at all\r\n\r\n").0, 400);
    let (status, _) = client.raw(&format!("{put}X: {}\r\n\r\n", "y".repeat(100_000)));
    assert!(status == 431 || status == 0, "a header without end: {status}");
    assert_eq!(client.get("/v1/hello")["state"], "running");
}

fn changes_take_place_one_at_a_time(client: &Client) {
    let rev = client.get("/v1/topology")["rev"].as_u64().unwrap();
    let body = format!(r#"{{"op":"count","workers":[1],"if_rev":{rev}}}"#);
    let (status, change) = client.ask(TOKEN, "PUT", "/v1/placement", &body);
    assert_eq!(status, 202, "{change}");
    let id = change["id"].as_str().unwrap().to_owned();
    client.until("the change", |c| c.get(&format!("/v1/changes/{id}"))["phase"] == "done");
    let done = client.get(&format!("/v1/changes/{id}"));
    assert_eq!(done["bins_moved"], 128);
    println!("a healthy change took {} ms", done["took_ms"]);
    let topology = client.get("/v1/topology");
    let ops = topology["ops"].as_array().unwrap();
    let placed = ops.iter().find(|o| o["role"] == "placed").unwrap();
    assert_eq!(placed["placement"]["workers"], json!([1]));
    assert!(ops.iter().any(|o| o["role"] == "control"));

    // A second change while one runs: one of the two is refused, none is lost.
    let ask = |k| {
        let body = format!(r#"{{"op":"count","k":{}}}"#, k + 1);
        client.ask(TOKEN, "PUT", "/v1/placement", &body).0
    };
    let answers: Vec<u16> = (0..2).map(ask).collect();
    assert!(answers == [202, 409] || answers == [202, 202], "{answers:?}");
}

fn the_rate_is_changed(client: &Client) {
    let (status, _) = client.ask(TOKEN, "PUT", "/v1/rate/numbers", r#"{"rate":2000}"#);
    assert_eq!(status, 200);
    let before = client.processed();
    client.until("the higher rate", |c| c.processed() > before + 1000);
}

/// Whoever holds connections keeps nobody out, and the job does not notice.
fn connections_that_are_held_keep_nobody_out(client: &Client) {
    let many = |n| -> Vec<TcpStream> {
        (0..n)
            .filter_map(|_| TcpStream::connect(&client.address).ok())
            .collect()
    };
    let before = client.processed();
    let begun = Instant::now();
    for _ in 0..2 {
        let idle = many(500); // of the 1024 files that a process may have open
        assert!(idle.len() > 450, "{} of 500 connections", idle.len());
        for _ in 0..10 {
            assert_eq!(client.get("/v1/hello")["state"], "running");
        }
    }
    println!(
        "20 answers beside 1000 connections in {} ms",
        begun.elapsed().as_millis()
    );

    // Requests that come a letter at a time, on more connections than are served.
    let mut slow = many(100);
    for letter in "GET /v1/hello".bytes() {
        for stream in &mut slow {
            let _ = stream.write_all(&[letter]);
        }
        assert_eq!(client.get("/v1/hello")["state"], "running");
    }
    client.until("records meanwhile", |c| c.processed() > before + 500);
}

fn a_client_that_never_reads_stops_nothing(client: &Client) {
    let mut deaf = TcpStream::connect(&client.address).unwrap();
    deaf.set_write_timeout(Some(Duration::from_millis(50))).unwrap();
    let request = format!("GET /v1/stats HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n");
    let unread = (0..200_000).take_while(|_| deaf.write_all(request.as_bytes()).is_ok());
    assert!(unread.count() < 200_000, "the agent reads on without being read");
    let before = client.processed();
    client.until("records in spite of a deaf client", |c| c.processed() > before + 500);
}

fn readings_come_when_there_is_news(client: &Client) {
    let seq = client.get("/v1/stats")["seq"].as_u64().unwrap();
    let news = client.get(&format!("/v1/stats?after={seq}&wait=5s"));
    assert!(news["seq"].as_u64().unwrap() > seq);
    let (_, text) = client.raw(&format!(
        "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    ));
    assert!(text.contains("streamtune_operator_processed_total{operator=\"count\",worker=\"0\"}"));
}

/// One test, because the environment is that of the whole process.
#[test]
fn the_server_serves_and_the_job_goes_on() {
    let (agent, client) = started();
    assert_eq!(client.get("/v1/hello")["state"], "waiting_for_peers");
    client.refused("PUT", "/v1/placement", r#"{"op":"count","k":1}"#, 409, "peers_missing");

    let last = agent.clone();
    let running = std::thread::spawn(move || job(agent));
    client.until("the first record", |c| c.processed() > 0);
    let hello = client.get("/v1/hello");
    assert_eq!(
        (hello["peers"].as_u64(), hello["state"].as_str()),
        (Some(2), Some("running"))
    );
    assert!(hello["caps"].as_array().unwrap().contains(&json!("set_placement")));

    wrong_requests_are_refused(&client);
    huge_and_broken_bodies_are_refused(&client);
    changes_take_place_one_at_a_time(&client);
    the_rate_is_changed(&client);
    connections_that_are_held_keep_nobody_out(&client);
    a_client_that_never_reads_stops_nothing(&client);
    readings_come_when_there_is_news(&client);

    assert_eq!(client.ask(TOKEN, "POST", "/v1/drain", "").0, 202);
    running.join().expect("the job ends");
    assert_eq!(last.exit_code(), 75);
    assert_eq!(client.get("/v1/hello")["state"], "ended");
    client.refused("PUT", "/v1/placement", r#"{"op":"count","k":1}"#, 409, "draining");
}
