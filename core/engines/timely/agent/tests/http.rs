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

#[test]
fn the_server_serves_and_the_job_goes_on() {
    let file = std::env::temp_dir().join(format!("streamtune-agent-{}", std::process::id()));
    std::env::set_var("STREAMTUNE_LISTEN", "127.0.0.1:0");
    std::env::set_var("STREAMTUNE_TOKEN", TOKEN);
    std::env::set_var("STREAMTUNE_ADDRESS_FILE", &file);
    std::env::set_var("STREAMTUNE_JOB", "numbers");
    let agent = Agent::from_env(0, 1);
    let address = std::fs::read_to_string(&file).expect("the address is written");
    let _ = std::fs::remove_file(&file);
    let client = Client {
        address: address.trim().trim_start_matches("http://").to_owned(),
    };

    // Before timely runs.
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

    // Who may not, what is not.
    let start = Instant::now();
    assert_eq!(client.ask("wrong", "GET", "/v1/hello", "").0, 401);
    assert!(
        start.elapsed() >= Duration::from_millis(290),
        "a wrong token costs time"
    );
    assert_eq!(client.ask("", "POST", "/v1/drain", "").0, 401);
    client.refused("GET", "/v1/nothing", "", 404, "not_found");
    client.refused("GET", "/v2/hello", "", 404, "version");
    client.refused("DELETE", "/v1/stats", "", 405, "method");
    client.refused("GET", "/v1/changes/c99", "", 404, "unknown_change");
    client.refused("GET", "/v1/stats?wait=soon", "", 400, "bad_request");
    client.refused("PUT", "/v1/placement", "{", 400, "bad_request");
    client.refused("PUT", "/v1/placement", "[1]", 400, "bad_request");
    client.refused("PUT", "/v1/placement", "{}", 400, "bad_request");
    client.refused("PUT", "/v1/placement", r#"{"items":[]}"#, 400, "bad_request");
    client.refused("PUT", "/v1/placement", r#"{"op":"nope","k":1}"#, 404, "unknown_op");
    client.refused(
        "PUT",
        "/v1/placement",
        r#"{"op":"count","workers":[2]}"#,
        422,
        "out_of_range",
    );
    client.refused("PUT", "/v1/placement", r#"{"op":"count","k":0}"#, 422, "out_of_range");
    client.refused(
        "PUT",
        "/v1/placement",
        r#"{"op":"count","k":1,"if_rev":0}"#,
        412,
        "conflict",
    );
    client.refused(
        "PUT",
        "/v1/placement",
        r#"{"items":[{"op":"count","k":1},{"op":"count","k":2}]}"#,
        400,
        "bad_request",
    );
    client.refused("PUT", "/v1/rate/other", r#"{"rate":1}"#, 404, "unknown_source");
    client.refused("PUT", "/v1/rate/numbers", r#"{"rate":-5}"#, 422, "out_of_range");
    client.refused("PUT", "/v1/rate/numbers", r#"{"rate":"1"}"#, 422, "out_of_range");
    client.refused("PUT", "/v1/placement", &"x".repeat(70_000), 413, "too_long");
    assert_eq!(client.raw("not HTTP at all\r\n\r\n").0, 400);

    // A change, and what became of it.
    let rev = client.get("/v1/topology")["rev"].as_u64().unwrap();
    let (status, change) = client.ask(
        TOKEN,
        "PUT",
        "/v1/placement",
        &format!(r#"{{"op":"count","workers":[1],"if_rev":{rev}}}"#),
    );
    assert_eq!(status, 202, "{change}");
    let id = change["id"].as_str().unwrap().to_owned();
    client.until("the change", |c| c.get(&format!("/v1/changes/{id}"))["phase"] == "done");
    let done = client.get(&format!("/v1/changes/{id}"));
    assert_eq!(done["bins_moved"], 128);
    println!("a healthy change took {} ms", done["took_ms"]);
    let topology = client.get("/v1/topology");
    let placed = topology["ops"]
        .as_array()
        .unwrap()
        .iter()
        .find(|o| o["role"] == "placed")
        .unwrap()
        .clone();
    assert_eq!(placed["placement"]["workers"], json!([1]));
    assert!(topology["ops"]
        .as_array()
        .unwrap()
        .iter()
        .any(|o| o["role"] == "control"));

    // A second change while one runs: one of the two is refused, none is lost.
    let answers: Vec<u16> = (0..2)
        .map(|k| {
            client
                .ask(
                    TOKEN,
                    "PUT",
                    "/v1/placement",
                    &format!(r#"{{"op":"count","k":{}}}"#, k + 1),
                )
                .0
        })
        .collect();
    assert!(answers == [202, 409] || answers == [202, 202], "{answers:?}");

    // The rate.
    let (status, _) = client.ask(TOKEN, "PUT", "/v1/rate/numbers", r#"{"rate":2000}"#);
    assert_eq!(status, 200);
    let before = client.processed();
    client.until("the higher rate", |c| c.processed() > before + 1000);

    // A thousand connections and a client that never reads.
    let idle: Vec<TcpStream> = (0..1000)
        .filter_map(|_| TcpStream::connect(&client.address).ok())
        .collect();
    assert!(idle.len() > 100);
    let before = Instant::now();
    drop(idle);
    client.until("an answer after the flood", |c| {
        c.ask(TOKEN, "GET", "/v1/hello", "").0 == 200
    });
    println!("answers again {} ms after the flood", before.elapsed().as_millis());
    let mut deaf = TcpStream::connect(&client.address).unwrap();
    for _ in 0..2000 {
        let request = format!("GET /v1/stats HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n");
        deaf.set_write_timeout(Some(Duration::from_millis(50))).unwrap();
        if deaf.write_all(request.as_bytes()).is_err() {
            break;
        }
    }
    let before = client.processed();
    client.until("records in spite of a deaf client", |c| c.processed() > before + 500);
    drop(deaf);

    // The long poll waits for news.
    let seq = client.get("/v1/stats")["seq"].as_u64().unwrap();
    let news = client.get(&format!("/v1/stats?after={seq}&wait=5s"));
    assert!(news["seq"].as_u64().unwrap() > seq);
    let text = client.raw(&format!(
        "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
    ));
    assert!(text
        .1
        .contains("streamtune_operator_processed_total{operator=\"count\",worker=\"0\"}"));

    // The end.
    assert_eq!(client.ask(TOKEN, "POST", "/v1/drain", "").0, 202);
    running.join().expect("the job ends");
    assert_eq!(last.exit_code(), 75);
    assert_eq!(client.get("/v1/hello")["state"], "ended");
    client.refused("PUT", "/v1/placement", r#"{"op":"count","k":1}"#, 409, "draining");
}
