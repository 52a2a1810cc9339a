//! Opening a connection.

use std::net::ToSocketAddrs;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use limbeck_messages::connect_mysql as says;
use limbeck_ops::HostError;
use mysql::{Conn, DriverError};

use super::connect_error::{describe, place, unresolved};
use super::settings::{Address, Settings};
use crate::options::ConnectOptions;
use crate::refusal::{NotConnected, Refusal, Stage};
use crate::url::Url;

/// A connection, and how to open another like it.
pub(super) fn connect(url: &Url, options: &ConnectOptions) -> Result<(Conn, Settings), NotConnected> {
    let settings = Settings::new(url, options)?;
    if let Address::Tcp(host, port) = &settings.address
        && let Err(error) = (host.as_str(), *port).to_socket_addrs()
    {
        return Err(unresolved(host, &error).into());
    }
    let connection = opened(&settings, options)?;
    if connection.no_backslash_escape() {
        let (message, help) = (says::no_backslash_escapes(place(&settings)), says::no_backslash_escapes_help());
        return Err(Refusal::new(Stage::Database, message, help).into());
    }
    options.statistics.add_connection();
    Ok((connection, settings))
}

/// Opens in a thread, since the driver waits for the server's greeting without end.
fn opened(settings: &Settings, options: &ConnectOptions) -> Result<Conn, NotConnected> {
    let (sender, receiver) = channel();
    let opts = settings.opts();
    // Whoever waits may have gone.
    std::thread::spawn(move || drop(sender.send(Conn::new(opts))));
    let since = Instant::now();
    loop {
        match receiver.recv_timeout(Duration::from_millis(50)) {
            Ok(result) => return result.map_err(|error| describe(&error, settings).into()),
            Err(RecvTimeoutError::Timeout) if options.interrupted() => return Err(HostError::Interrupted.into()),
            Err(RecvTimeoutError::Timeout) if since.elapsed() < settings.timeout => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                let timeout = mysql::Error::DriverError(DriverError::Timeout);
                return Err(describe(&timeout, settings).into());
            }
        }
    }
}

/// The address for people.
pub(super) fn address(settings: &Settings) -> String {
    place(settings)
}
