// SPDX-License-Identifier: Apache-2.0
//! HTTP/1.1 in a thread of its own: connections, their limits and their encryption. What is answered is in `answers`.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};

use crate::answers::answer;
use crate::board::Board;
use crate::guests::{Guests, Seat};
use crate::settings::Settings;
use crate::tls::Security;

const MAX_CONNECTIONS: usize = 64;
const HEADER_TIME: Duration = Duration::from_secs(5);
const WRITE_TIME: Duration = Duration::from_secs(5);

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
        // Whole or not at all: others wait for it.
        let unfinished = format!("{name}.new");
        std::fs::write(&unfinished, format!("{address}\n"))
            .and_then(|()| std::fs::rename(&unfinished, &name))
            .map_err(|e| format!("cannot write {name}: {e}"))?;
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

async fn serve(listener: std::net::TcpListener, board: Arc<Board>, token: Option<Vec<u8>>, security: Security) {
    let Ok(listener) = TcpListener::from_std(listener) else {
        return;
    };
    let mut guests = Guests::new(MAX_CONNECTIONS);
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
        let (board, token) = (Arc::clone(&board), token.clone());
        #[cfg(feature = "tls")]
        let tls = tls.clone();
        guests.seat(|seat| {
            let serving = async move {
                #[cfg(feature = "tls")]
                if let Some(tls) = tls {
                    if let Ok(Ok(stream)) = tokio::time::timeout(HEADER_TIME, tls.accept(stream)).await {
                        connection(stream, board, token, seat).await;
                    }
                    return;
                }
                connection::<TcpStream>(stream, board, token, seat).await;
            };
            tokio::spawn(serving).abort_handle()
        });
    }
}

async fn connection<S>(stream: S, board: Arc<Board>, token: Option<Arc<Vec<u8>>>, seat: Seat)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    // A client that never reads loses its connection.
    let mut stream = tokio_io_timeout::TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIME));
    let seat = Arc::new(seat);
    let service = service_fn(move |request| {
        let (board, token, seat) = (Arc::clone(&board), token.clone(), Arc::clone(&seat));
        async move { Ok::<_, Infallible>(answer(request, &board, token.as_deref(), &seat).await) }
    });
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(32 * 1024)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
        .await;
}
