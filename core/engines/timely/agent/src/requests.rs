// SPDX-License-Identifier: Apache-2.0
//! Requests that change the job: placement, rates, drain. They are checked here and carried out by worker 0 of process 0.

use std::sync::atomic::Ordering;

use hyper::header::HeaderValue;
use hyper::StatusCode;
use serde_json::{json, Value};

use crate::answers::{json_reply, refuse, refuse_with, Refusal, Reply};
use crate::board::{lock, Board, Change, Command};
use crate::wire;

/// Changes go through worker 0 of process 0.
fn leads(board: &Board) -> Result<(), Refusal> {
    if board.process != 0 {
        return refuse(
            StatusCode::MISDIRECTED_REQUEST,
            "not_leader",
            "Changes go to the agent of process 0.",
        );
    }
    if board.draining.load(Ordering::Relaxed) {
        return refuse(StatusCode::CONFLICT, "draining", "The job is being drained.");
    }
    match wire::state(board) {
        "running" if board.closed.load(Ordering::Relaxed) => {
            refuse(StatusCode::CONFLICT, "ended", "The job closes its inputs and ends.")
        }
        "ended" => refuse(StatusCode::CONFLICT, "ended", "The job has ended."),
        "broken" => refuse(
            StatusCode::CONFLICT,
            "worker_lost",
            "A worker of the job panicked; the job cannot change.",
        ),
        "waiting_for_peers" => refuse(
            StatusCode::CONFLICT,
            "peers_missing",
            "The job waits for its other processes.",
        ),
        _ => Ok(()),
    }
}

fn workers_of(item: &Value, peers: u32) -> Result<Vec<u32>, Refusal> {
    let range = |what: &str| {
        refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "out_of_range",
            format!("{what}; the job has workers 0 to {}.", peers - 1),
        )
    };
    if let Some(list) = item.get("workers") {
        let Some(list) = list.as_array().filter(|l| !l.is_empty()) else {
            return range("\"workers\" is not a list of workers");
        };
        let mut workers = Vec::new();
        for w in list {
            match w.as_u64().and_then(|w| u32::try_from(w).ok()).filter(|w| *w < peers) {
                Some(w) => workers.push(w),
                None => return range(&format!("Worker {w} does not exist")),
            }
        }
        workers.sort_unstable();
        workers.dedup();
        return Ok(workers);
    }
    let Some(k) = item.get("k").and_then(Value::as_u64) else {
        return refuse(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "An item has \"op\" and \"workers\", or \"op\", \"k\" and \"off\".",
        );
    };
    if k == 0 || k > u64::from(peers) {
        return range(&format!("{k} workers are not possible"));
    }
    let off = item.get("off").and_then(Value::as_u64).unwrap_or(0) % u64::from(peers);
    let mut workers: Vec<u32> = (0..k).map(|i| ((off + i) % u64::from(peers)) as u32).collect();
    workers.sort_unstable();
    Ok(workers)
}

/// Refuses a change that was made for another revision, by `If-Match` or `if_rev`.
fn expects(board: &Board, expected: Option<&HeaderValue>, body: &Value) -> Result<(), Refusal> {
    let rev = board.rev.load(Ordering::Relaxed);
    let header = expected
        .filter(|e| e.as_bytes() != b"*")
        .map(|e| e.as_bytes() == format!("\"{rev}\"").as_bytes());
    let field = body.get("if_rev").map(|e| e.as_u64() == Some(rev));
    if header == Some(false) || field == Some(false) {
        let sentence = format!("The job changed meanwhile: its revision is {rev}.");
        return refuse_with(
            StatusCode::PRECONDITION_FAILED,
            "conflict",
            sentence,
            json!({ "rev": rev }),
        );
    }
    Ok(())
}

fn items_of(body: &Value) -> Result<&[Value], Refusal> {
    match body.get("items") {
        Some(Value::Array(items)) if !items.is_empty() => Ok(items),
        Some(_) => refuse(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "\"items\" is an empty list, or none.",
        ),
        None => Ok(std::slice::from_ref(body)),
    }
}

/// An operator by name and by order of building, and the workers that it goes to.
struct Move {
    name: String,
    index: u32,
    workers: Vec<u32>,
}

fn move_of(board: &Board, item: &Value) -> Result<Move, Refusal> {
    let Some(op) = item.get("op").and_then(Value::as_str) else {
        return refuse(StatusCode::BAD_REQUEST, "bad_request", "An item has no \"op\".");
    };
    let Some(index) = lock(&board.placements).get(op).map(|p| p.index) else {
        return refuse(
            StatusCode::NOT_FOUND,
            "unknown_op",
            format!("The job has no placed operator \"{op}\"."),
        );
    };
    Ok(Move {
        name: op.to_owned(),
        index,
        workers: workers_of(item, board.peers.load(Ordering::Relaxed) as u32)?,
    })
}

fn moves_of(board: &Board, body: &Value) -> Result<Vec<Move>, Refusal> {
    let mut moves: Vec<Move> = Vec::new();
    for item in items_of(body)? {
        let next = move_of(board, item)?;
        if moves.iter().any(|m| m.index == next.index) {
            return refuse(
                StatusCode::BAD_REQUEST,
                "bad_request",
                format!("\"{}\" stands twice in the change.", next.name),
            );
        }
        moves.push(next);
    }
    Ok(moves)
}

/// Nobody carries out what is asked of a job that has no driver.
fn driven(board: &Board) -> Result<(), Refusal> {
    if board.has_driver.load(Ordering::Relaxed) {
        return Ok(());
    }
    refuse(
        StatusCode::NOT_IMPLEMENTED,
        "not_supported",
        "This job does not drive a control stream.",
    )
}

/// The identifier of a new change; one at a time.
fn next_id(board: &Board) -> Result<String, Refusal> {
    let changes = lock(&board.changes);
    if let Some(open) = changes.iter().find(|c| c.phase.is_open()) {
        return refuse_with(
            StatusCode::CONFLICT,
            "busy",
            format!("The change {} is still under way.", open.id),
            json!({ "change": open.id }),
        );
    }
    let last = changes.back().and_then(|c| c.id.strip_prefix('c')?.parse::<u64>().ok());
    Ok(format!("c{}", last.unwrap_or(0) + 1))
}

pub(crate) fn place(board: &Board, expected: Option<&HeaderValue>, body: &Value) -> Result<Reply, Refusal> {
    leads(board)?;
    expects(board, expected, body)?;
    let moves = moves_of(board, body)?;
    driven(board)?;
    let id = next_id(board)?;
    let items = moves.iter().map(|m| (m.index, m.workers.clone())).collect();
    let change = Change::queued(id.clone(), moves.into_iter().map(|m| (m.name, m.workers)).collect());
    let value = wire::change(&change);
    board.remember(change);
    lock(&board.commands).push_back(Command::Place { id, items });
    Ok(json_reply(StatusCode::ACCEPTED, &value))
}

pub(crate) fn rate(board: &Board, source: &str, body: &Value) -> Result<Reply, Refusal> {
    leads(board)?;
    let Some(cell) = lock(&board.rates).get(source).cloned() else {
        return refuse(
            StatusCode::NOT_FOUND,
            "unknown_source",
            format!("The job has no source \"{source}\" with a rate."),
        );
    };
    let Some(rate) = body
        .get("rate")
        .and_then(Value::as_f64)
        .filter(|r| (0.0..=1e9).contains(r))
    else {
        return refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "out_of_range",
            "\"rate\" is a number from 0 to 1e9.",
        );
    };
    if board.processes == 1 {
        cell.set(rate);
    } else {
        lock(&board.commands).push_back(Command::Rate {
            source: source.to_owned(),
            rate,
        });
    }
    Ok(json_reply(StatusCode::OK, &json!({ "source": source, "rate": rate })))
}

pub(crate) fn drain(board: &Board) -> Result<Reply, Refusal> {
    leads(board)?;
    driven(board)?;
    if board.processes > 1 {
        lock(&board.commands).push_back(Command::Drain);
    } else {
        board.draining.store(true, Ordering::Relaxed);
    }
    Ok(json_reply(StatusCode::ACCEPTED, &json!({ "state": "draining" })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_are_listed_or_counted_and_never_out_of_range() {
        let ok = |v| workers_of(&v, 4).ok();
        assert_eq!(ok(json!({"workers": [3, 1, 3]})), Some(vec![1, 3]));
        assert_eq!(ok(json!({"k": 2, "off": 3})), Some(vec![0, 3]));
        for bad in [
            json!({"workers": []}),
            json!({"workers": [4]}),
            json!({"workers": [-1]}),
            json!({"workers": ["0"]}),
            json!({"k": 0}),
            json!({"k": 5}),
            json!({}),
        ] {
            assert_eq!(ok(bad), None);
        }
    }
}
