//! Listens in on what the server sends, for the parts that tokio-postgres keeps to itself: the types of columns, the
//! command tags, and the state of the transaction.
//!
//! With them one round trip of the simple protocol is enough for any statement, and a script that sends `COMMIT` as
//! text can't fool limbeck about where it stands.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};
use tokio_postgres::types::Oid;

/// The state of the server's transaction, from ReadyForQuery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Status {
    /// Outside of a transaction.
    #[default]
    Idle,
    /// Inside.
    Transaction,
    /// Inside one that has failed.
    Failed,
}

/// What the server told about one statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StatementReport {
    /// Name and type of each column, where it returns rows.
    pub columns: Option<Vec<(String, Oid)>>,
    /// The command tag, `INSERT 0 2`; empty for an empty query.
    pub tag: Option<String>,
}

/// What the server told about one query message, which may hold several statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct QueryReport {
    pub statements: Vec<StatementReport>,
    pub status: Status,
}

/// Puts messages together from the bytes that come in.
#[derive(Default)]
pub(crate) struct Observer {
    header: Vec<u8>,
    body: Vec<u8>,
    /// Bytes of the body still to come.
    missing: usize,
    kept: bool,
    current: QueryReport,
    reports: VecDeque<QueryReport>,
    /// Process id and secret, for cancel requests.
    key: Option<[u8; 8]>,
}

impl Observer {
    fn see(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.header.len() < 5 {
                let (taken, rest) = bytes.split_at(bytes.len().min(5 - self.header.len()));
                self.header.extend_from_slice(taken);
                bytes = rest;
                if let [tag, length @ ..] = self.header.as_slice()
                    && let Ok(length) = <[u8; 4]>::try_from(length)
                {
                    self.missing = usize::try_from(u32::from_be_bytes(length)).unwrap_or(4).saturating_sub(4);
                    self.kept = matches!(tag, b'T' | b'C' | b'Z' | b'I' | b'K');
                    self.body.clear();
                    self.complete_if_whole();
                }
                continue;
            }
            let (taken, rest) = bytes.split_at(bytes.len().min(self.missing));
            if self.kept {
                self.body.extend_from_slice(taken);
            }
            self.missing -= taken.len();
            bytes = rest;
            self.complete_if_whole();
        }
    }

    fn complete_if_whole(&mut self) {
        if self.missing > 0 {
            return;
        }
        let tag = self.header.first().copied();
        self.header.clear();
        match tag {
            Some(b'T') => {
                let columns = Some(columns(&self.body));
                self.current.statements.push(StatementReport { columns, tag: None });
            }
            Some(b'C') => {
                let text = self.body.split(|byte| *byte == 0).next().unwrap_or_default();
                let tag = Some(String::from_utf8_lossy(text).into_owned());
                match self.current.statements.last_mut().filter(|report| report.tag.is_none()) {
                    Some(report) => report.tag = tag,
                    None => self.current.statements.push(StatementReport { columns: None, tag }),
                }
            }
            Some(b'I') => {
                self.current.statements.push(StatementReport { columns: None, tag: Some(String::new()) });
            }
            Some(b'K') => self.key = self.body.get(..8).and_then(|key| key.try_into().ok()),
            Some(b'Z') => {
                let mut report = std::mem::take(&mut self.current);
                report.status = match self.body.first() {
                    Some(b'T') => Status::Transaction,
                    Some(b'E') => Status::Failed,
                    _ => Status::Idle,
                };
                self.reports.push_back(report);
            }
            _ => {}
        }
    }
}

/// The body of a RowDescription: name, table, attribute, type, size, modifier and format of each column.
fn columns(body: &[u8]) -> Vec<(String, Oid)> {
    let mut columns = Vec::new();
    let mut rest = body.get(2..).unwrap_or_default();
    while let Some(end) = rest.iter().position(|byte| *byte == 0) {
        let (name, after) = rest.split_at(end);
        let Some(oid) = after.get(7..11).and_then(|oid| <[u8; 4]>::try_from(oid).ok()) else { break };
        columns.push((String::from_utf8_lossy(name).into_owned(), Oid::from_be_bytes(oid)));
        rest = after.get(19..).unwrap_or_default();
    }
    columns
}

/// An observer that the stream and the session share.
#[derive(Clone, Default)]
pub(crate) struct SharedObserver(Arc<Mutex<Observer>>);

impl SharedObserver {
    fn with<T>(&self, work: impl FnOnce(&mut Observer) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The report of the oldest query message that has not been asked for.
    pub fn take_report(&self) -> Option<QueryReport> {
        self.with(|observer| observer.reports.pop_front())
    }

    /// Process id and secret of the session.
    pub fn key(&self) -> Option<[u8; 8]> {
        self.with(|observer| observer.key)
    }
}

/// A stream that is listened to.
pub(crate) struct Observed<S> {
    stream: S,
    observer: SharedObserver,
}

impl<S> Observed<S> {
    pub fn new(stream: S, observer: SharedObserver) -> Self {
        Observed { stream, observer }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Observed<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(cx, buf);
        if let Some(new) = buf.filled().get(before..).filter(|new| !new.is_empty()) {
            self.observer.with(|observer| observer.see(new));
        }
        result
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Observed<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl<S: TlsStream + Unpin> TlsStream for Observed<S> {
    fn channel_binding(&self) -> ChannelBinding {
        self.stream.channel_binding()
    }
}

/// Hands tokio-postgres a stream whose TLS is already set up.
pub(crate) struct AlreadySecure;

impl<S: TlsStream + Unpin> TlsConnect<S> for AlreadySecure {
    type Stream = S;
    type Error = io::Error;
    type Future = std::future::Ready<io::Result<S>>;

    fn connect(self, stream: S) -> Self::Future {
        std::future::ready(Ok(stream))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(tag: u8, body: &[u8]) -> Vec<u8> {
        let mut bytes = vec![tag];
        bytes.extend((u32::try_from(body.len()).unwrap() + 4).to_be_bytes());
        bytes.extend(body);
        bytes
    }

    #[test]
    fn messages_are_put_together_from_any_pieces() {
        let mut description = vec![0, 1];
        description.extend(b"id\0");
        description.extend([0, 0, 0, 0, 0, 0, 0, 0, 0, 23, 0, 4, 0, 0, 0, 0, 0, 0]);
        let mut bytes = message(b'S', b"TimeZone\0UTC\0");
        bytes.extend(message(b'T', &description));
        bytes.extend(message(b'D', &[0, 1, 0, 0, 0, 1, b'7']));
        bytes.extend(message(b'C', b"SELECT 1\0"));
        bytes.extend(message(b'C', b"BEGIN\0"));
        bytes.extend(message(b'I', b""));
        bytes.extend(message(b'Z', b"T"));
        for size in [1, 2, 3, 7, bytes.len()] {
            let mut observer = Observer::default();
            bytes.chunks(size).for_each(|chunk| observer.see(chunk));
            let report = observer.reports.pop_front().unwrap();
            assert_eq!(report.status, Status::Transaction);
            let tags: Vec<_> = report.statements.iter().map(|statement| statement.tag.as_deref()).collect();
            assert_eq!(tags, [Some("SELECT 1"), Some("BEGIN"), Some("")]);
            assert_eq!(report.statements[0].columns, Some(vec![("id".to_owned(), 23)]));
        }
    }
}
