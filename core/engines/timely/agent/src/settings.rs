// SPDX-License-Identifier: Apache-2.0
//! What the environment says about the server, checked.

use std::net::{SocketAddr, ToSocketAddrs};

/// From the environment, checked.
pub(crate) struct Settings {
    pub address: SocketAddr,
    pub token: Option<Vec<u8>>,
    pub address_file: Option<std::path::PathBuf>,
    /// PEM files of certificate and key.
    pub tls: Option<(String, String)>,
}

impl Settings {
    /// `None` without `STREAMTUNE_LISTEN`.
    pub fn from_env(process: usize) -> Result<Option<Settings>, String> {
        let var = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        let Some(listen) = var("STREAMTUNE_LISTEN") else {
            return Ok(None);
        };
        let mut address: SocketAddr = listen
            .to_socket_addrs()
            .ok()
            .and_then(|mut all| all.next())
            .ok_or_else(|| format!("STREAMTUNE_LISTEN is \"{listen}\", not address:port as in 127.0.0.1:4600"))?;
        if address.port() != 0 {
            let port = usize::from(address.port()) + process;
            let port = u16::try_from(port).map_err(|_| format!("port {port} of process {process} does not exist"))?;
            address.set_port(port);
        }
        let token = match (var("STREAMTUNE_TOKEN"), var("STREAMTUNE_TOKEN_FILE")) {
            (Some(token), _) => Some(token.into_bytes()),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(&file).map_err(|e| format!("the token file {file}: {e}"))?;
                let token = text.trim();
                if token.is_empty() {
                    return Err(format!("the token file {file} is empty"));
                }
                Some(token.as_bytes().to_vec())
            }
            _ => None,
        };
        if token.is_none() && !address.ip().is_loopback() {
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
