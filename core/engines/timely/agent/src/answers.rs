// SPDX-License-Identifier: Apache-2.0
//! Which request gets which answer. The token is compared in constant time; bodies have a limit of size and of time.

use std::sync::atomic::Ordering;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderValue, AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, ORIGIN};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::{json, Value};
use subtle::ConstantTimeEq;

use crate::board::{lock, Board};
use crate::guests::Seat;
use crate::requests;
use crate::wire;

pub(crate) const MAX_BODY: usize = 64 * 1024;
const BODY_TIME: Duration = Duration::from_secs(5);
const MAX_WAIT: Duration = Duration::from_secs(30);
/// A wrong token costs this long.
const WRONG_TOKEN_PAUSE: Duration = Duration::from_millis(300);

pub(crate) type Reply = Response<Full<Bytes>>;

pub(crate) fn json_reply(status: StatusCode, value: &Value) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::from(value.to_string())));
    *reply.status_mut() = status;
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    reply
}

/// A refusal: status, code for programs, sentence for people.
pub(crate) struct Refusal {
    pub status: StatusCode,
    pub code: &'static str,
    pub sentence: String,
    /// More fields of the body.
    pub more: Value,
}

pub(crate) fn refuse<T>(status: StatusCode, code: &'static str, sentence: impl Into<String>) -> Result<T, Refusal> {
    refuse_with(status, code, sentence, json!({}))
}

pub(crate) fn refuse_with<T>(
    status: StatusCode,
    code: &'static str,
    sentence: impl Into<String>,
    more: Value,
) -> Result<T, Refusal> {
    Err(Refusal {
        status,
        code,
        sentence: sentence.into(),
        more,
    })
}

pub(crate) async fn answer(request: Request<Incoming>, board: &Board, token: Option<&Vec<u8>>, seat: &Seat) -> Reply {
    match route(request, board, token, seat).await {
        Ok(reply) => reply,
        Err(refusal) => {
            let mut body = json!({ "code": refusal.code, "sentence": refusal.sentence });
            if let (Value::Object(more), Value::Object(body)) = (refusal.more, &mut body) {
                body.extend(more);
            }
            json_reply(refusal.status, &body)
        }
    }
}

async fn route(
    request: Request<Incoming>,
    board: &Board,
    token: Option<&Vec<u8>>,
    seat: &Seat,
) -> Result<Reply, Refusal> {
    if let Some(token) = token {
        let given = request
            .headers()
            .get(AUTHORIZATION)
            .map_or(&b""[..], HeaderValue::as_bytes);
        let given = given.strip_prefix(b"Bearer ").unwrap_or_default();
        if !bool::from(given.ct_eq(token)) {
            tokio::time::sleep(WRONG_TOKEN_PAUSE).await;
            return refuse(
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "The token is missing or wrong.",
            );
        }
    }
    if request.headers().contains_key(ORIGIN) {
        // A page from elsewhere in somebody's browser could drain a job that asks for no token.
        return refuse(StatusCode::FORBIDDEN, "origin", "Web pages may not talk to the agent.");
    }
    let _served = seat.serve();
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().trim_end_matches('/').to_owned();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match (&parts.method, segments.as_slice()) {
        (&Method::GET, ["v1", "hello"]) => Ok(json_reply(StatusCode::OK, &wire::hello(board))),
        (&Method::GET, ["v1", "topology"]) => Ok(topology(board, parts.headers.get(IF_NONE_MATCH))),
        (&Method::GET, ["v1", "stats"]) => stats(board, parts.uri.query().unwrap_or("")).await,
        (&Method::GET, ["v1", "changes", id]) => match wire::change_named(board, id) {
            Some(change) => Ok(json_reply(StatusCode::OK, &change)),
            None => refuse(
                StatusCode::NOT_FOUND,
                "unknown_change",
                format!("This run has no change {id}."),
            ),
        },
        (&Method::PUT, ["v1", "placement"]) => {
            let body = read(body).await?;
            requests::place(board, parts.headers.get(IF_MATCH), &body)
        }
        (&Method::PUT, ["v1", "rate", source]) => {
            let body = read(body).await?;
            requests::rate(board, &percent_decoded(source), &body)
        }
        (&Method::POST, ["v1", "drain"]) => requests::drain(board),
        (&Method::GET, ["metrics"]) => {
            let mut reply = Response::new(Full::new(Bytes::from(wire::metrics(board))));
            reply
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"));
            Ok(reply)
        }
        (_, ["v1", "hello" | "topology" | "stats" | "placement" | "drain"])
        | (_, ["v1", "changes" | "rate", _])
        | (_, ["metrics"]) => refuse(
            StatusCode::METHOD_NOT_ALLOWED,
            "method",
            format!("{} is not what {path} is for.", parts.method),
        ),
        (_, [version, ..]) if version.len() > 1 && version.starts_with('v') && *version != "v1" => {
            refuse(StatusCode::NOT_FOUND, "version", "This agent speaks version 1 only.")
        }
        _ => refuse(
            StatusCode::NOT_FOUND,
            "not_found",
            format!("There is nothing at {path}."),
        ),
    }
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = bytes.get(i + 1..i + 3).and_then(|h| std::str::from_utf8(h).ok());
        match (bytes[i], hex.and_then(|h| u8::from_str_radix(h, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                i += 3;
            }
            (byte, _) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The body as a JSON object.
async fn read(body: Incoming) -> Result<Value, Refusal> {
    let limited = Limited::new(body, MAX_BODY).collect();
    let bytes = match tokio::time::timeout(BODY_TIME, limited).await {
        Err(_) => {
            return refuse(
                StatusCode::REQUEST_TIMEOUT,
                "timeout",
                "The body did not arrive in time.",
            )
        }
        Ok(Err(e)) if e.is::<http_body_util::LengthLimitError>() => {
            let sentence = format!("A body has at most {MAX_BODY} bytes.");
            return refuse(StatusCode::PAYLOAD_TOO_LARGE, "too_long", sentence);
        }
        Ok(Err(e)) => {
            return refuse(
                StatusCode::BAD_REQUEST,
                "bad_request",
                format!("The body broke off: {e}."),
            )
        }
        Ok(Ok(all)) => all.to_bytes(),
    };
    match serde_json::from_slice::<Value>(&bytes) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => refuse(StatusCode::BAD_REQUEST, "bad_request", "The body is not a JSON object."),
        Err(e) => refuse(
            StatusCode::BAD_REQUEST,
            "bad_request",
            format!("The body is not JSON: {e}."),
        ),
    }
}

fn topology(board: &Board, known: Option<&HeaderValue>) -> Reply {
    let value = wire::topology(board);
    let tag = format!("\"{}\"", value["rev"]);
    let mut reply = if known.is_some_and(|k| k.as_bytes() == tag.as_bytes()) {
        let mut reply = Response::new(Full::default());
        *reply.status_mut() = StatusCode::NOT_MODIFIED;
        reply
    } else {
        json_reply(StatusCode::OK, &value)
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        reply.headers_mut().insert(ETAG, tag);
    }
    reply
}

/// `30`, `1s` or `250ms`.
fn duration(text: &str) -> Option<Duration> {
    if let Some(ms) = text.strip_suffix("ms") {
        return ms.parse().ok().map(Duration::from_millis);
    }
    text.strip_suffix('s')
        .unwrap_or(text)
        .parse()
        .ok()
        .map(Duration::from_secs)
}

async fn stats(board: &Board, query: &str) -> Result<Reply, Refusal> {
    let (mut after, mut wait) = (None, Duration::ZERO);
    for (key, value) in query.split('&').filter_map(|p| p.split_once('=')) {
        match key {
            "after" => after = value.parse::<u64>().ok(),
            "wait" => match duration(value) {
                Some(d) => wait = d.min(MAX_WAIT),
                None => {
                    return refuse(
                        StatusCode::BAD_REQUEST,
                        "bad_request",
                        "wait is a duration, as in wait=1s.",
                    )
                }
            },
            _ => {}
        }
    }
    let until = tokio::time::Instant::now() + wait;
    let ask = || {
        for worker in lock(&board.workers).iter() {
            worker.wanted.store(true, Ordering::Relaxed);
        }
    };
    ask();
    // Workers that are awake answer within a turn of their loop.
    tokio::time::sleep(Duration::from_millis(5)).await;
    while after.is_some_and(|a| wire::stats_seq(board) <= a) && tokio::time::Instant::now() < until {
        ask();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(json_reply(StatusCode::OK, &wire::stats(board)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_names_are_read_with_care() {
        assert_eq!(duration("1s"), Some(Duration::from_secs(1)));
        assert_eq!(duration("250ms"), Some(Duration::from_millis(250)));
        assert_eq!(duration("2"), Some(Duration::from_secs(2)));
        assert_eq!(duration("soon"), None);
        assert_eq!(percent_decoded("a%20b%2"), "a b%2");
    }
}
