//! TLS as libpq's `sslmode` means it: <https://www.postgresql.org/docs/current/libpq-ssl.html>.
//!
//! Nothing is read from disk before the server has agreed to TLS, and root certificates only where they are used.

use std::path::Path;
use std::sync::Arc;

use limbeck_messages::{Message, connect as says};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::settings::{Settings, SslMode};

/// What a connection attempt needs for TLS.
///
/// # Errors
/// A sentence on what is wrong with the certificates on this side.
pub(super) fn connector(settings: &Settings) -> Result<MakeRustlsConnect, Message> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Arc::new(verifier(settings, &provider)?);
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Message::verbatim(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let mut config = match (&settings.ssl_cert, &settings.ssl_key) {
        (Some(cert), Some(key)) => {
            let chain = certificates(cert)?;
            let key_text = PrivateKeyDer::from_pem_file(key)
                .map_err(|error| says::client_key_unreadable(key.display(), error.to_string()))?;
            builder
                .with_client_auth_cert(chain, key_text)
                .map_err(|error| says::client_certificate_unusable(cert.display(), error.to_string()))?
        }
        (Some(cert), None) => return Err(says::certificate_without_key(cert.display())),
        (None, _) => builder.with_no_client_auth(),
    };
    if settings.ssl_direct {
        config.alpn_protocols = vec![b"postgresql".to_vec()];
    }
    Ok(MakeRustlsConnect::new(config))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Message> {
    let failed = |error: &dyn std::fmt::Display| says::certificates_unreadable(path.display(), error.to_string());
    CertificateDer::pem_file_iter(path)
        .map_err(|error| failed(&error))?
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| failed(&error))
}

fn verifier(settings: &Settings, provider: &Arc<CryptoProvider>) -> Result<Verifier, Message> {
    let accept_all = Verifier { provider: provider.clone(), chain: None, pinned: Vec::new(), check_name: false };
    let file = settings.ssl_root_cert.as_deref();
    let (roots, check_name) = match (settings.ssl_mode, file) {
        (SslMode::Disable | SslMode::Allow | SslMode::Prefer, _) | (SslMode::Require, None) => return Ok(accept_all),
        (SslMode::VerifyFull, None | Some("system")) => (rustls_native_certs::load_native_certs().certs, true),
        (SslMode::Require | SslMode::VerifyCa, Some("system")) => {
            return Err(says::system_roots_need_full_verification());
        }
        (SslMode::VerifyCa, None) => {
            return Err(says::verification_needs_a_root());
        }
        // For the sake of old programs, libpq verifies the authority here too.
        (SslMode::Require | SslMode::VerifyCa, Some(path)) => (certificates(Path::new(path))?, false),
        (SslMode::VerifyFull, Some(path)) => (certificates(Path::new(path))?, true),
    };
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(roots.iter().cloned());
    if store.is_empty() && matches!(file, None | Some("system")) {
        // A small container has no roots of its own: Mozilla's are compiled in.
        store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    if store.is_empty() {
        return Err(says::no_roots());
    }
    let chain = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider.clone())
        .build()
        .map_err(|error| Message::verbatim(error.to_string()))?;
    Ok(Verifier { provider: provider.clone(), chain: Some(chain), pinned: roots, check_name })
}

#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    /// Verifies the authority; without it every certificate is taken.
    chain: Option<Arc<WebPkiServerVerifier>>,
    /// The roots themselves: a server that shows one of them (self-signed) is trusted, as in OpenSSL.
    pinned: Vec<CertificateDer<'static>>,
    check_name: bool,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        if self.pinned.iter().any(|root| root == end_entity) {
            if self.check_name {
                rustls::client::verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
            }
            return Ok(ServerCertVerified::assertion());
        }
        match chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.check_name => Ok(ServerCertVerified::assertion()),
            result => result,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
