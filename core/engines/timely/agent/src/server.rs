// SPDX-License-Identifier: Apache-2.0
//! HTTP/1.1 with JSON, in a thread of its own. Limits: bodies, headers, connections, time to send a request, time to take
//! a reply. The token is compared in constant time; without one only loopback addresses are served.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderValue, AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{json, Value};
use subtle::ConstantTimeEq;
use tokio::net::{TcpListener, TcpStream};

use crate::board::{lock, Board, Change, Command, Phase};
use crate::wire;

pub(crate) const MAX_BODY: usize = 64 * 1024;
const MAX_CONNECTIONS: usize = 64;
const HEADER_TIME: Duration = Duration::from_secs(5);
const BODY_TIME: Duration = Duration::from_secs(5);
const WRITE_TIME: Duration = Duration::from_secs(5);
const MAX_WAIT: Duration = Duration::from_secs(30);
/// A wrong token costs this long.
const WRONG_TOKEN_PAUSE: Duration = Duration::from_millis(300);

/// From the environment, checked.
pub(crate) struct Settings {
    address: SocketAddr,
    token: Option<Vec<u8>>,
    address_file: Option<std::path::PathBuf>,
    tls: Option<(String, String)>,
}

impl Settings {
    /// `None` without `STREAMTUNE_LISTEN`.
    pub fn from_env(process: usize) -> Result<Option<Settings>, String> {
        let var = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        let Some(listen) = var("STREAMTUNE_LISTEN") else {
            return Ok(None);
        };
        let mut address: SocketAddr = listen
            .parse()
            .map_err(|_| format!("STREAMTUNE_LISTEN is \"{listen}\", not address:port"))?;
        if address.port() != 0 {
            let port = usize::from(address.port()) + process;
            let port = u16::try_from(port).map_err(|_| format!("port {port} of process {process} does not exist"))?;
            address.set_port(port);
        }
        let token = match (var("STREAMTUNE_TOKEN"), var("STREAMTUNE_TOKEN_FILE")) {
            (Some(token), _) => Some(token.into_bytes()),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(&file).map_err(|e| format!("the token file {file}: {e}"))?;
                Some(text.trim().as_bytes().to_vec())
            }
            _ => None,
        };
        if token.as_ref().is_none_or(Vec::is_empty) && !address.ip().is_loopback() {
            return Err(format!(
                "{address} can be reached from elsewhere, so that a token is needed (STREAMTUNE_TOKEN)"
            ));
        }
        let tls = match (var("STREAMTUNE_TLS_CERT"), var("STREAMTUNE_TLS_KEY")) {
            (Some(cert), Some(key)) => Some((cert, key)),
            (None, None) => None,
            _ => return Err("STREAMTUNE_TLS_CERT and STREAMTUNE_TLS_KEY go together".to_owned()),
        };
        if tls.is_some() && !cfg!(feature = "tls") {
            return Err("this build has no TLS (feature \"tls\")".to_owned());
        }
        Ok(Some(Settings {
            address,
            token,
            address_file: var("STREAMTUNE_ADDRESS_FILE").map(Into::into),
            tls,
        }))
    }
}

/// Binds, then serves from a thread of its own until the process ends. Returns the base address.
pub(crate) fn start(board: Arc<Board>, settings: Settings) -> Result<String, String> {
    let listener = std::net::TcpListener::bind(settings.address)
        .map_err(|e| format!("cannot listen on {}: {e}", settings.address))?;
    listener.set_nonblocking(true).map_err(|e| e.to_string())?;
    let bound = listener.local_addr().map_err(|e| e.to_string())?;
    let security = Security::new(&settings)?;
    let address = format!("{}://{bound}", if settings.tls.is_some() { "https" } else { "http" });
    if let Some(file) = &settings.address_file {
        let name = if board.processes > 1 {
            format!("{}.{}", file.display(), board.process)
        } else {
            file.display().to_string()
        };
        std::fs::write(&name, format!("{address}\n")).map_err(|e| format!("cannot write {name}: {e}"))?;
    }
    std::thread::Builder::new()
        .name("streamtune-http".to_owned())
        .spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            match runtime {
                Ok(runtime) => runtime.block_on(serve(listener, board, settings.token, security)),
                Err(e) => eprintln!("streamtune-timely: no server: {e}"),
            }
        })
        .map_err(|e| e.to_string())?;
    Ok(address)
}

#[cfg(feature = "tls")]
struct Security(Option<tokio_rustls::TlsAcceptor>);
#[cfg(not(feature = "tls"))]
struct Security;

#[cfg(feature = "tls")]
impl Security {
    fn new(settings: &Settings) -> Result<Self, String> {
        use tokio_rustls::rustls::pki_types::pem::PemObject;
        use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
        let Some((cert, key)) = &settings.tls else {
            return Ok(Security(None));
        };
        let certs = CertificateDer::pem_file_iter(cert)
            .and_then(|all| all.collect::<Result<Vec<_>, _>>())
            .map_err(|e| format!("the certificate {cert}: {e}"))?;
        let key = PrivateKeyDer::from_pem_file(key).map_err(|e| format!("the key {key}: {e}"))?;
        let config = tokio_rustls::rustls::ServerConfig::builder_with_provider(Arc::new(
            tokio_rustls::rustls::crypto::ring::default_provider(),
        ))
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_no_client_auth()
        .with_single_cert(certs, key)
        .map_err(|e| format!("the certificate and its key: {e}"))?;
        Ok(Security(Some(tokio_rustls::TlsAcceptor::from(Arc::new(config)))))
    }
}
#[cfg(not(feature = "tls"))]
impl Security {
    fn new(_: &Settings) -> Result<Self, String> {
        Ok(Security)
    }
}

async fn serve(listener: std::net::TcpListener, board: Arc<Board>, token: Option<Vec<u8>>, security: Security) {
    let Ok(listener) = TcpListener::from_std(listener) else {
        return;
    };
    let slots = Arc::new(tokio::sync::Semaphore::new(MAX_CONNECTIONS));
    let token = token.map(Arc::new);
    #[cfg(feature = "tls")]
    let Security(tls) = security;
    #[cfg(not(feature = "tls"))]
    let Security = security;
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors: others may close theirs.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Beyond the limit a connection is closed at once.
        let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else {
            continue;
        };
        let (board, token) = (Arc::clone(&board), token.clone());
        #[cfg(feature = "tls")]
        let tls = tls.clone();
        tokio::spawn(async move {
            let _slot = slot;
            #[cfg(feature = "tls")]
            if let Some(tls) = tls {
                if let Ok(Ok(stream)) = tokio::time::timeout(HEADER_TIME, tls.accept(stream)).await {
                    connection(stream, board, token).await;
                }
                return;
            }
            connection::<TcpStream>(stream, board, token).await;
        });
    }
}

async fn connection<S>(stream: S, board: Arc<Board>, token: Option<Arc<Vec<u8>>>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    // A client that never reads loses its connection.
    let mut stream = tokio_io_timeout::TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIME));
    let service = service_fn(move |request| {
        let (board, token) = (Arc::clone(&board), token.clone());
        async move { Ok::<_, Infallible>(answer(request, &board, token.as_deref()).await) }
    });
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(32 * 1024)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
        .await;
}

type Reply = Response<Full<Bytes>>;

fn json_reply(status: StatusCode, value: &Value) -> Reply {
    let mut reply = Response::new(Full::new(Bytes::from(value.to_string())));
    *reply.status_mut() = status;
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    reply
}

/// A refusal: status, code for programs, sentence for people.
struct Refusal(StatusCode, &'static str, String, Option<Value>);

fn refuse<T>(status: StatusCode, code: &'static str, sentence: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(status, code, sentence.into(), None))
}

async fn answer(request: Request<Incoming>, board: &Board, token: Option<&Vec<u8>>) -> Reply {
    match route(request, board, token).await {
        Ok(reply) => reply,
        Err(Refusal(status, code, sentence, more)) => {
            let mut body = json!({ "code": code, "sentence": sentence });
            if let (Some(Value::Object(more)), Value::Object(body)) = (more, &mut body) {
                body.extend(more);
            }
            json_reply(status, &body)
        }
    }
}

async fn route(request: Request<Incoming>, board: &Board, token: Option<&Vec<u8>>) -> Result<Reply, Refusal> {
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
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().trim_end_matches('/').to_owned();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    match (&parts.method, segments.as_slice()) {
        (&Method::GET, ["v1", "hello"]) => Ok(json_reply(StatusCode::OK, &wire::hello(board))),
        (&Method::GET, ["v1", "topology"]) => Ok(topology(board, parts.headers.get(IF_NONE_MATCH))),
        (&Method::GET, ["v1", "stats"]) => stats(board, parts.uri.query().unwrap_or("")).await,
        (&Method::GET, ["v1", "changes", id]) => match lock(&board.changes).iter().find(|c| c.id == *id) {
            Some(change) => Ok(json_reply(StatusCode::OK, &wire::change(change))),
            None => refuse(
                StatusCode::NOT_FOUND,
                "unknown_change",
                format!("This run has no change {id}."),
            ),
        },
        (&Method::PUT, ["v1", "placement"]) => {
            let body = read(body).await?;
            place(board, parts.headers.get(IF_MATCH), &body)
        }
        (&Method::PUT, ["v1", "rate", source]) => {
            let body = read(body).await?;
            rate(board, &percent_decoded(source), &body)
        }
        (&Method::POST, ["v1", "drain"]) => drain(board),
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

fn place(board: &Board, expected: Option<&HeaderValue>, body: &Value) -> Result<Reply, Refusal> {
    leads(board)?;
    let rev = board.rev.load(Ordering::Relaxed);
    let header = expected
        .filter(|e| e.as_bytes() != b"*")
        .map(|e| e.as_bytes() == format!("\"{rev}\"").as_bytes());
    let field = body.get("if_rev").map(|e| e.as_u64() == Some(rev));
    if header == Some(false) || field == Some(false) {
        let sentence = format!("The job changed meanwhile: its revision is {rev}.");
        let more = json!({ "rev": rev });
        return Err(Refusal(
            StatusCode::PRECONDITION_FAILED,
            "conflict",
            sentence,
            Some(more),
        ));
    }
    let single = [body.clone()];
    let items: &[Value] = match body.get("items") {
        Some(Value::Array(items)) if !items.is_empty() => items,
        Some(_) => {
            return refuse(
                StatusCode::BAD_REQUEST,
                "bad_request",
                "\"items\" is an empty list, or none.",
            )
        }
        None => &single,
    };
    let peers = board.peers.load(Ordering::Relaxed) as u32;
    let mut named = Vec::new();
    let mut numbered = Vec::new();
    for item in items {
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
        if numbered.iter().any(|(i, _)| *i == index) {
            return refuse(
                StatusCode::BAD_REQUEST,
                "bad_request",
                format!("\"{op}\" stands twice in the change."),
            );
        }
        let workers = workers_of(item, peers)?;
        named.push((op.to_owned(), workers.clone()));
        numbered.push((index, workers));
    }
    if !board.has_driver.load(Ordering::Relaxed) {
        return refuse(
            StatusCode::NOT_IMPLEMENTED,
            "not_supported",
            "This job does not drive a control stream.",
        );
    }
    let id = {
        let changes = lock(&board.changes);
        if let Some(open) = changes
            .iter()
            .find(|c| matches!(c.phase, Phase::Queued | Phase::Accepted))
        {
            let sentence = format!("The change {} is still under way.", open.id);
            return Err(Refusal(
                StatusCode::CONFLICT,
                "busy",
                sentence,
                Some(json!({ "change": open.id })),
            ));
        }
        let last = changes
            .back()
            .and_then(|c| c.id.strip_prefix('c')?.parse::<u64>().ok())
            .unwrap_or(0);
        format!("c{}", last + 1)
    };
    let change = Change {
        id: id.clone(),
        phase: Phase::Queued,
        items: named,
        at: None,
        expected: 0,
        bins_moved: 0,
        accepted: None,
        took_ms: None,
    };
    let value = wire::change(&change);
    board.remember(change);
    lock(&board.commands).push_back(Command::Place { id, items: numbered });
    Ok(json_reply(StatusCode::ACCEPTED, &value))
}

fn rate(board: &Board, source: &str, body: &Value) -> Result<Reply, Refusal> {
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

fn drain(board: &Board) -> Result<Reply, Refusal> {
    leads(board)?;
    if board.has_driver.load(Ordering::Relaxed) && board.processes > 1 {
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
    fn durations_and_names_are_read_with_care() {
        assert_eq!(duration("1s"), Some(Duration::from_secs(1)));
        assert_eq!(duration("250ms"), Some(Duration::from_millis(250)));
        assert_eq!(duration("2"), Some(Duration::from_secs(2)));
        assert_eq!(duration("soon"), None);
        assert_eq!(percent_decoded("a%20b%2"), "a b%2");
    }

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
