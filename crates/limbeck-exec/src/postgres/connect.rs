//! Opening connections: hosts in turn, addresses in turn, with and without TLS as `sslmode` asks.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use limbeck_messages::{Message, connect as says};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_postgres::{Client, Connection};

use super::connect_error::Failure;
use super::observe::{AlreadySecure, Observed, SharedObserver};
use super::settings::{Address, Settings, SslMode, Target};
use super::tls;

/// A stream to a server, with or without TLS.
pub(super) struct Wire(Pin<Box<dyn TlsStream + Send>>);

/// The connection as tokio-postgres drives it.
pub(super) type WireConnection = Connection<Observed<Wire>, Observed<Wire>>;

/// Where a session really is: what a cancel request goes to.
#[derive(Clone, Debug)]
pub(super) enum Peer {
    Tcp(SocketAddr),
    #[cfg(unix)]
    Unix(std::path::PathBuf),
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Peer::Tcp(address) => address.fmt(f),
            #[cfg(unix)]
            Peer::Unix(path) => path.display().fmt(f),
        }
    }
}

/// Whether TLS is used, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// TLS is used.
    Tls,
    /// A Unix socket, where nobody else listens.
    Local,
    /// `sslmode` did not ask for it.
    NotAsked,
    /// The server has none, or none that fits, and `sslmode` does not insist.
    NotOffered,
}

/// A new connection.
pub(super) struct Opened {
    pub client: Client,
    pub connection: WireConnection,
    pub observer: SharedObserver,
    pub peer: Peer,
    pub way: Way,
}

/// Connects to the first server that accepts.
pub(super) async fn open(settings: &Settings) -> Result<Opened, (Failure, Target)> {
    let mut failed = None;
    for target in &settings.targets {
        let peers = match peers(&target.address, target.port).await {
            Ok(peers) => peers,
            Err(error) => {
                failed = Some((Failure::Resolve(error), target.clone()));
                continue;
            }
        };
        for peer in peers {
            let attempt = open_peer(settings, target, &peer);
            let result = match settings.connect_timeout {
                Some(limit) => tokio::time::timeout(limit, attempt).await.unwrap_or(Err(Failure::Timeout)),
                None => attempt.await,
            };
            match result {
                Ok(opened) => return Ok(opened),
                Err(failure) if failure.is_final() => return Err((failure, target.clone())),
                Err(failure) => failed = Some((failure, target.clone())),
            }
        }
    }
    let nowhere = || Target { address: Address::Tcp("localhost".to_owned(), None), port: 5432, password: None };
    Err(failed.unwrap_or_else(|| (Failure::Other(says::nowhere()), nowhere())))
}

async fn peers(address: &Address, port: u16) -> io::Result<Vec<Peer>> {
    match address {
        Address::Tcp(host, address) => {
            let name = address.as_deref().unwrap_or(host);
            // A domain may have the same address twice.
            let mut found: Vec<SocketAddr> = Vec::new();
            for addr in tokio::net::lookup_host((name, port)).await? {
                if !found.contains(&addr) {
                    found.push(addr);
                }
            }
            Ok(found.into_iter().map(Peer::Tcp).collect())
        }
        #[cfg(unix)]
        Address::Unix(folder) => Ok(vec![Peer::Unix(super::connect_error::socket_path(folder, port).into())]),
        #[cfg(not(unix))]
        Address::Unix(_) => Err(io::Error::new(io::ErrorKind::Unsupported, "no Unix sockets on this system")),
    }
}

/// The attempts that `sslmode` allows, in libpq's order.
async fn open_peer(settings: &Settings, target: &Target, peer: &Peer) -> Result<Opened, Failure> {
    let local = !matches!(peer, Peer::Tcp(_));
    match settings.ssl_mode {
        _ if local => open_once(settings, target, peer, Tls::No).await,
        SslMode::Disable => open_once(settings, target, peer, Tls::No).await,
        SslMode::Allow => match open_once(settings, target, peer, Tls::No).await {
            Err(Failure::Server(refusal)) => {
                open_once(settings, target, peer, Tls::Yes).await.map_err(|second| match second {
                    Failure::NoTls => Failure::Server(refusal),
                    other => other,
                })
            }
            result => result,
        },
        SslMode::Prefer => match open_once(settings, target, peer, Tls::IfOffered).await {
            Err(Failure::Tls(_)) => open_once(settings, target, peer, Tls::No).await,
            Err(Failure::Server(refusal)) if refusal.code().code() == "28000" => {
                open_once(settings, target, peer, Tls::No).await.map_err(|_| Failure::Server(refusal))
            }
            result => result,
        },
        SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => open_once(settings, target, peer, Tls::Yes).await,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tls {
    No,
    IfOffered,
    Yes,
}

/// `SSLRequest`: length and code.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

async fn open_once(settings: &Settings, target: &Target, peer: &Peer, tls: Tls) -> Result<Opened, Failure> {
    let mut socket = Socket::connect(peer).await.map_err(Failure::Io)?;
    let secure = match tls {
        Tls::No => false,
        Tls::IfOffered | Tls::Yes if settings.ssl_direct => true,
        Tls::IfOffered | Tls::Yes => {
            socket.write_all(&SSL_REQUEST).await.map_err(Failure::Io)?;
            let mut answer = [0];
            socket.read_exact(&mut answer).await.map_err(Failure::Io)?;
            match answer {
                [b'S'] => true,
                _ if tls == Tls::Yes => return Err(Failure::NoTls),
                _ => false,
            }
        }
    };
    let wire =
        if secure { Wire(Box::pin(handshake(settings, target, peer, socket).await?)) } else { Wire(Box::pin(socket)) };
    let observer = SharedObserver::default();
    let config = config(settings, target, secure);
    let stream = Observed::new(wire, observer.clone());
    let (client, connection) = config.connect_raw(stream, AlreadySecure).await.map_err(Failure::new)?;
    let _startup = observer.take_report();
    if settings.read_write && connection.parameter("in_hot_standby") == Some("on") {
        return Err(Failure::ReadOnly);
    }
    let way = match (peer, settings.ssl_mode) {
        (Peer::Tcp(_), _) if secure => Way::Tls,
        (Peer::Tcp(_), SslMode::Disable | SslMode::Allow) => Way::NotAsked,
        (Peer::Tcp(_), _) => Way::NotOffered,
        #[cfg(unix)]
        (Peer::Unix(_), _) => Way::Local,
    };
    Ok(Opened { client, connection, observer, peer: peer.clone(), way })
}

type RustlsStream = <tokio_postgres_rustls::MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream;

async fn handshake(settings: &Settings, target: &Target, peer: &Peer, socket: Socket) -> Result<RustlsStream, Failure> {
    let mut connector = tls::connector(settings).map_err(Failure::Tls)?;
    let name = match (&target.address, peer) {
        (Address::Tcp(host, _), _) if !host.is_empty() => host.clone(),
        (_, Peer::Tcp(address)) => address.ip().to_string(),
        (_, _) => "localhost".to_owned(),
    };
    let make = MakeTlsConnect::<Socket>::make_tls_connect(&mut connector, &name);
    let connect = make.map_err(|error| Failure::Tls(says::no_name_for_a_certificate(&name, error.to_string())))?;
    connect.connect(socket).await.map_err(|error| Failure::Tls(tls_message(&error)))
}

fn tls_message(error: &io::Error) -> Message {
    use rustls::{CertificateError, Error};
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => says::untrusted(),
        Some(Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. })) => {
            says::expired()
        }
        Some(Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        )) => says::other_name(),
        Some(other) => other.to_string().into(),
        None => error.to_string().into(),
    }
}

fn config(settings: &Settings, target: &Target, secure: bool) -> tokio_postgres::Config {
    use tokio_postgres::config::{ChannelBinding, SslMode, SslNegotiation};
    let mut config = tokio_postgres::Config::new();
    // TLS is set up already; "direct" makes tokio-postgres ask the stream for its channel binding and nothing else.
    config.ssl_mode(if secure { SslMode::Require } else { SslMode::Disable });
    config.ssl_negotiation(if secure { SslNegotiation::Direct } else { SslNegotiation::Postgres });
    config.channel_binding(match settings.channel_binding {
        ChannelBinding::Prefer if !secure => ChannelBinding::Disable,
        other => other,
    });
    if let Some(user) = &settings.user {
        config.user(user);
    }
    if let Some(database) = &settings.database {
        config.dbname(database);
    }
    if let Some(password) = &target.password {
        config.password(password);
    }
    if let Some(name) = &settings.application_name {
        config.application_name(name);
    }
    if let Some(options) = &settings.options {
        config.options(options);
    }
    config
}

/// A socket of either kind.
pub(super) enum Socket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(tokio::net::UnixStream),
}

impl Socket {
    async fn connect(peer: &Peer) -> io::Result<Socket> {
        match peer {
            Peer::Tcp(address) => {
                let stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                Ok(Socket::Tcp(stream))
            }
            #[cfg(unix)]
            Peer::Unix(path) => tokio::net::UnixStream::connect(path).await.map(Socket::Unix),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Socket::Tcp(stream) => Pin::new(stream).poll_read(cx, buf),
            #[cfg(unix)]
            Socket::Unix(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Socket::Tcp(stream) => Pin::new(stream).poll_write(cx, buf),
            #[cfg(unix)]
            Socket::Unix(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Socket::Tcp(stream) => Pin::new(stream).poll_flush(cx),
            #[cfg(unix)]
            Socket::Unix(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Socket::Tcp(stream) => Pin::new(stream).poll_shutdown(cx),
            #[cfg(unix)]
            Socket::Unix(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

impl TlsStream for Socket {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.0.as_mut().poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_shutdown(cx)
    }
}

impl TlsStream for Wire {
    fn channel_binding(&self) -> ChannelBinding {
        self.0.channel_binding()
    }
}

/// Tells the server to give up the statement that runs. Sent without TLS, as libpq did until version 17: the request
/// holds a secret of this session only, and the server looks at it before it looks at pg_hba.conf.
pub(super) fn cancel(peer: &Peer, key: [u8; 8]) -> io::Result<()> {
    use std::io::{Read, Write};
    let mut message = vec![0, 0, 0, 16, 0x04, 0xd2, 0x16, 0x2e];
    message.extend(key);
    let mut answer = [0];
    let limit = std::time::Duration::from_secs(5);
    match peer {
        Peer::Tcp(address) => {
            let mut stream = std::net::TcpStream::connect_timeout(address, limit)?;
            stream.set_read_timeout(Some(limit))?;
            stream.write_all(&message)?;
            stream.read(&mut answer).map(|_| ())
        }
        #[cfg(unix)]
        Peer::Unix(path) => {
            let mut stream = std::os::unix::net::UnixStream::connect(path)?;
            stream.set_read_timeout(Some(limit))?;
            stream.write_all(&message)?;
            stream.read(&mut answer).map(|_| ())
        }
    }
}

/// Runs a future until Ctrl-C.
pub(super) async fn until_interrupted<T>(work: impl Future<Output = T>, interrupted: &dyn Fn() -> bool) -> Option<T> {
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            biased;
            result = &mut work => return Some(result),
            () = tokio::time::sleep(std::time::Duration::from_millis(50)) => {
                if interrupted() {
                    return None;
                }
            }
        }
    }
}
