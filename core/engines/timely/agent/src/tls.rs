// SPDX-License-Identifier: Apache-2.0
//! Encryption of the server's connections, where a certificate is given and the crate was built with it.

use crate::settings::Settings;

#[cfg(feature = "tls")]
pub(crate) struct Security(pub Option<tokio_rustls::TlsAcceptor>);
#[cfg(not(feature = "tls"))]
pub(crate) struct Security;

#[cfg(feature = "tls")]
impl Security {
    pub fn new(settings: &Settings) -> Result<Self, String> {
        use tokio_rustls::rustls::pki_types::pem::PemObject;
        use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
        let Some((cert, key)) = &settings.tls else {
            return Ok(Security(None));
        };
        let certs = CertificateDer::pem_file_iter(cert)
            .and_then(|all| all.collect::<Result<Vec<_>, _>>())
            .map_err(|e| format!("the certificate {cert}: {e}"))?;
        let key = PrivateKeyDer::from_pem_file(key).map_err(|e| format!("the key {key}: {e}"))?;
        let config = tokio_rustls::rustls::ServerConfig::builder_with_provider(std::sync::Arc::new(
            tokio_rustls::rustls::crypto::ring::default_provider(),
        ))
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_no_client_auth()
        .with_single_cert(certs, key)
        .map_err(|e| format!("the certificate and its key: {e}"))?;
        Ok(Security(Some(tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(
            config,
        )))))
    }
}
#[cfg(not(feature = "tls"))]
impl Security {
    pub fn new(_: &Settings) -> Result<Self, String> {
        Ok(Security)
    }
}
