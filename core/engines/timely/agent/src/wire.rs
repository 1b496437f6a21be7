// SPDX-License-Identifier: Apache-2.0
//! What the server says, as JSON and as Prometheus text. Version 1.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::Ordering;

use serde_json::{json, Value};

use crate::board::{lock, Board, Change, ChannelInfo, Counters, Life, OpInfo, Phase, Topology, WorkerBoard};
use crate::compat::{PLACES, TIMELY};

/// Part of the type name of control messages: channels that carry them are plumbing.
const CONTROL_TYPE: &str = "streamtune_timely::control::";

fn address(addr: &[usize]) -> String {
    addr.iter().map(usize::to_string).collect::<Vec<_>>().join(".")
}

/// Life of the job as this process sees it.
pub(crate) fn state(board: &Board) -> &'static str {
    let workers = lock(&board.workers);
    let lives = |life| workers.iter().any(|w| w.life() == life);
    if workers.is_empty() {
        "waiting_for_peers"
    } else if lives(Life::Panicked) {
        "broken"
    } else if !lives(Life::Running) {
        "ended"
    } else if board.draining.load(Ordering::Relaxed) {
        "draining"
    } else {
        "running"
    }
}

pub(crate) fn hello(board: &Board) -> Value {
    let mut caps = vec!["stats", "frontier", "cpu"];
    if board.has_driver.load(Ordering::Relaxed) {
        caps.push("drain");
        if PLACES && !lock(&board.placements).is_empty() {
            caps.push("set_placement");
        }
    }
    if !lock(&board.rates).is_empty() {
        caps.push("set_rate");
    }
    json!({
        "v": 1,
        "agent": env!("CARGO_PKG_VERSION"),
        "timely": TIMELY,
        "job": board.job,
        "run": board.run,
        "state": state(board),
        "process": board.process,
        "processes": board.processes,
        "workers": lock(&board.workers).iter().map(|w| w.index).collect::<Vec<_>>(),
        "peers": board.peers.load(Ordering::Relaxed),
        "unix_ns0": board.unix_ns0.to_string(),
        "now_ns": board.now_ns(),
        "os_threads": std::thread::available_parallelism().map_or(0, usize::from),
        "caps": caps,
        "max_body": crate::answers::MAX_BODY,
    })
}

pub(crate) fn topology(board: &Board) -> Value {
    let rev = board.rev.load(Ordering::Relaxed);
    let topology = lock(&board.topology).clone();
    let placements = lock(&board.placements).clone();
    let scopes: Vec<&OpInfo> = topology
        .ops
        .iter()
        .filter(|o| {
            topology
                .ops
                .iter()
                .any(|c| c.addr.len() > o.addr.len() && c.addr.starts_with(&o.addr))
        })
        .collect();
    let edges = flatten(&topology);
    let ops: Vec<Value> = topology
        .ops
        .iter()
        .filter(|o| o.addr.len() > 1)
        .map(|op| {
            let mut v = json!({
                "id": op.id,
                "op": address(&op.addr),
                "name": op.name,
                "scope": scopes.iter().any(|s| s.id == op.id),
                "ended": op.ended,
            });
            if let Some((name, p)) = placements.iter().find(|(_, p)| p.op == op.id) {
                v["role"] = json!("placed");
                v["placement"] = json!({
                    "name": name, "mode": p.mode, "k": p.workers.len(), "workers": p.workers,
                    "bins": 256, "rev": p.rev,
                });
            } else if let Some((name, _)) = placements.iter().find(|(_, p)| p.route == op.id) {
                v["role"] = json!("route");
                v["of"] = json!(name);
            } else if is_control(&edges, op) {
                v["role"] = json!("control");
            }
            v
        })
        .collect();
    let edges: Vec<Value> = edges
        .iter()
        .map(|e| {
            json!({
                "ch": e.channel, "from": address(&e.from), "from_port": e.from_port,
                "to": address(&e.to), "to_port": e.to_port, "type": e.record,
            })
        })
        .collect();
    json!({ "rev": rev, "ops": ops, "edges": edges })
}

struct FlatEdge {
    channel: usize,
    from: Vec<usize>,
    from_port: usize,
    to: Vec<usize>,
    to_port: usize,
    record: String,
}

/// Only channels of control messages, and at least one.
fn is_control(edges: &[FlatEdge], op: &OpInfo) -> bool {
    let mut own = edges.iter().filter(|e| e.from == op.addr || e.to == op.addr).peekable();
    own.peek().is_some() && own.all(|e| e.record.contains(CONTROL_TYPE))
}

/// Edges between operators; the walls of scopes are gone through. Index 0 of a scope is its wall from inside.
fn flatten(topology: &Topology) -> Vec<FlatEdge> {
    let joined = |scope: &[usize], index: usize| {
        let mut addr = scope.to_vec();
        addr.push(index);
        addr
    };
    let is_scope = |addr: &[usize]| {
        topology
            .ops
            .iter()
            .any(|o| o.addr.len() > addr.len() && o.addr.starts_with(addr))
    };
    let mut edges = Vec::new();
    for first in &topology.channels {
        let from = joined(&first.scope, first.source.0);
        if first.source.0 == 0 || is_scope(&from) {
            continue;
        }
        let mut open: Vec<&ChannelInfo> = vec![first];
        let mut seen = 0;
        while let Some(channel) = open.pop() {
            seen += 1;
            if seen > topology.channels.len() + 1 {
                break; // a loop of walls
            }
            let to = joined(&channel.scope, channel.target.0);
            if channel.target.0 == 0 && channel.scope.len() > 1 {
                // Leaves its scope: goes on where the scope's output goes.
                let (outer, own) = channel.scope.split_at(channel.scope.len() - 1);
                open.extend(
                    topology
                        .channels
                        .iter()
                        .filter(|c| c.scope == outer && c.source == (own[0], channel.target.1)),
                );
            } else if is_scope(&to) {
                open.extend(
                    topology
                        .channels
                        .iter()
                        .filter(|c| c.scope == to && c.source == (0, channel.target.1)),
                );
            } else {
                edges.push(FlatEdge {
                    channel: channel.id,
                    from: from.clone(),
                    from_port: first.source.1,
                    to,
                    to_port: channel.target.1,
                    record: channel.record.clone(),
                });
            }
        }
    }
    edges
}

/// Number of the newest snapshot, over all workers.
pub(crate) fn stats_seq(board: &Board) -> u64 {
    lock(&board.workers).iter().map(|w| w.seq.load(Ordering::Relaxed)).sum()
}

pub(crate) fn stats(board: &Board) -> Value {
    let now = board.now_ns();
    let workers = lock(&board.workers).clone();
    let seq = stats_seq(board);
    json!({
        "run": board.run,
        "seq": seq,
        "rev": board.rev.load(Ordering::Relaxed),
        "state": state(board),
        "units_per_second": board.units_per_second.load(Ordering::Relaxed),
        "now_ns": now,
        "rates": lock(&board.rates).iter().map(|(n, r)| (n.clone(), json!(r.get()))).collect::<serde_json::Map<_, _>>(),
        "workers": workers.iter().map(|w| worker(w, now)).collect::<Vec<_>>(),
    })
}

fn worker(worker: &WorkerBoard, now: u64) -> Value {
    let c: Counters = lock(&worker.counters).clone();
    let life = worker.life();
    let parked = worker.parked.load(Ordering::Relaxed);
    let cpu = worker.thread.as_deref().and_then(crate::cpu::schedstat);
    let silent = now.saturating_sub(worker.seen_ns.load(Ordering::Relaxed));
    json!({
        "w": worker.index,
        "seq": worker.seq.load(Ordering::Relaxed),
        "t_ns": c.t_ns,
        "park_ns": c.park_ns,
        "parks": c.parks,
        "parked": parked,
        "silent_ns": if parked { 0 } else { silent },
        "open": c.open.map(|(op, since)| json!([op, since])),
        "steps": c.steps,
        "log_events": c.log_events,
        "cpu_ns": cpu.map(|c| c.0),
        "runq_ns": cpu.map(|c| c.1),
        "frontier": c.frontier,
        "input": c.input,
        "closed": c.closed,
        "ended": life != Life::Running,
        "panicked": life == Life::Panicked,
        "ops": c.ops.iter().enumerate().filter(|(_, o)| o.known)
            .map(|(id, o)| json!([id, o.sched_ns, o.useful_ns, o.runs, o.useful_runs, o.max_ns])).collect::<Vec<_>>(),
        "ch": c.channels.iter().enumerate().filter(|(_, k)| k.known)
            .map(|(id, k)| {
                let mut row = json!([id, k.sent, k.sent_batches, k.received, k.received_batches]);
                if let (false, Value::Array(row)) = (k.to.is_empty(), &mut row) {
                    row.push(json!(k.to));
                }
                row
            }).collect::<Vec<_>>(),
        "placed": c.placed.iter().map(|(name, p)| json!({
            "name": name, "arrived": p.arrived, "held": p.held, "received": p.received, "processed": p.processed,
            "stash": p.stash, "busy_ns": p.busy_ns, "wait_ns": p.wait_ns, "emitted": p.emitted,
        })).collect::<Vec<_>>(),
        "sources": c.sources.iter().map(|(name, due)| json!({"name": name, "due": due})).collect::<Vec<_>>(),
    })
}

/// A change by its identifier. In a job that cannot go on, an open one is lost.
pub(crate) fn change_named(board: &Board, id: &str) -> Option<Value> {
    let over = board.closed.load(Ordering::Relaxed) || matches!(state(board), "ended" | "broken");
    let mut change = lock(&board.changes).iter().find(|c| c.id == id).cloned()?;
    if over && change.phase.is_open() {
        change.phase = Phase::Lost;
    }
    Some(self::change(&change))
}

pub(crate) fn change(c: &Change) -> Value {
    json!({
        "id": c.id,
        "phase": match c.phase {
            Phase::Queued => "queued",
            Phase::Accepted => "accepted",
            Phase::Done => "done",
            Phase::Lost => "lost",
        },
        "at": c.at,
        "expected": c.expected,
        "bins_moved": c.bins_moved,
        "age_ms": c.accepted.map(|t| t.elapsed().as_secs_f64() * 1e3),
        "took_ms": c.took_ms,
        "items": c.items.iter().map(|(op, workers)| json!({"op": op, "workers": workers})).collect::<Vec<_>>(),
    })
}

/// A label's value in Prometheus' text format.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// Prometheus text format 0.0.4.
pub(crate) fn metrics(board: &Board) -> String {
    let workers = lock(&board.workers).clone();
    let units = board.units_per_second.load(Ordering::Relaxed) as f64;
    let mut series: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    let mut put = |name: &'static str, kind: &'static str, labels: String, value: f64| {
        series
            .entry((name, kind))
            .or_default()
            .push(format!("{name}{{{labels}}} {value}"));
    };
    for w in &workers {
        let c = lock(&w.counters).clone();
        let own = format!("worker=\"{}\"", w.index);
        put(
            "streamtune_worker_parked_seconds_total",
            "counter",
            own.clone(),
            c.park_ns as f64 / 1e9,
        );
        put("streamtune_worker_steps_total", "counter", own.clone(), c.steps as f64);
        put(
            "streamtune_worker_up",
            "gauge",
            own.clone(),
            f64::from(u8::from(w.life() == Life::Running)),
        );
        if let (Some(input), Some(frontier)) = (c.input, c.frontier) {
            put(
                "streamtune_worker_lag_seconds",
                "gauge",
                own.clone(),
                input.saturating_sub(frontier) as f64 / units,
            );
        }
        if let Some((cpu, wait)) = w.thread.as_deref().and_then(crate::cpu::schedstat) {
            put(
                "streamtune_worker_cpu_seconds_total",
                "counter",
                own.clone(),
                cpu as f64 / 1e9,
            );
            put(
                "streamtune_worker_runqueue_seconds_total",
                "counter",
                own.clone(),
                wait as f64 / 1e9,
            );
        }
        for (name, p) in &c.placed {
            let labels = format!("operator=\"{}\",{own}", escaped(name));
            put(
                "streamtune_operator_processed_total",
                "counter",
                labels.clone(),
                p.processed as f64,
            );
            put(
                "streamtune_operator_busy_seconds_total",
                "counter",
                labels.clone(),
                p.busy_ns as f64 / 1e9,
            );
            put(
                "streamtune_operator_core_wait_seconds_total",
                "counter",
                labels.clone(),
                p.wait_ns as f64 / 1e9,
            );
            put(
                "streamtune_operator_waiting",
                "gauge",
                labels,
                (p.held + p.stash) as f64,
            );
        }
    }
    let mut text = String::new();
    for ((name, kind), lines) in series {
        let _ = writeln!(text, "# TYPE {name} {kind}");
        for line in lines {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn op(id: usize, addr: &[usize]) -> OpInfo {
        OpInfo {
            id,
            addr: addr.to_vec(),
            name: String::new(),
            ended: false,
        }
    }
    fn channel(id: usize, scope: &[usize], source: (usize, usize), target: (usize, usize)) -> ChannelInfo {
        ChannelInfo {
            id,
            scope: scope.to_vec(),
            source,
            target,
            record: String::new(),
        }
    }

    #[test]
    fn edges_go_through_the_walls_of_scopes() {
        // 0.1 -> region 0.2 { 0.2.1 -> 0.2.2 } -> 0.3
        let topology = Topology {
            ops: vec![
                op(1, &[0, 1]),
                op(2, &[0, 2]),
                op(3, &[0, 2, 1]),
                op(4, &[0, 2, 2]),
                op(5, &[0, 3]),
            ],
            channels: vec![
                channel(10, &[0], (1, 0), (2, 0)),
                channel(11, &[0, 2], (0, 0), (1, 0)),
                channel(12, &[0, 2], (1, 0), (2, 0)),
                channel(13, &[0, 2], (2, 0), (0, 0)),
                channel(14, &[0], (2, 0), (3, 0)),
            ],
        };
        let pairs: Vec<_> = flatten(&topology)
            .iter()
            .map(|e| (address(&e.from), address(&e.to), e.channel))
            .collect();
        let expected = [("0.1", "0.2.1", 11), ("0.2.1", "0.2.2", 12), ("0.2.2", "0.3", 14)];
        assert_eq!(pairs.len(), 3);
        for (from, to, ch) in expected {
            assert!(pairs.contains(&(from.to_owned(), to.to_owned(), ch)), "{from} -> {to}");
        }
    }
}
