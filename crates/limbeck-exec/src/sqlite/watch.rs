//! Ctrl-C during a long statement: a thread that looks at the flag and interrupts SQLite.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use rusqlite::Connection;

/// Watches the flag as long as it lives.
pub(super) struct Watch {
    _stop: Sender<()>,
    /// Whether interrupts are wanted now.
    active: Arc<AtomicBool>,
}

impl Watch {
    pub fn start(connection: &Connection, flag: Arc<AtomicBool>) -> Watch {
        let (stop, stopped) = channel();
        let active = Arc::new(AtomicBool::new(false));
        let wanted = active.clone();
        let handle = connection.get_interrupt_handle();
        std::thread::spawn(move || {
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(Duration::from_millis(50)) {
                if wanted.load(Ordering::Relaxed) && flag.load(Ordering::Relaxed) {
                    handle.interrupt();
                }
            }
        });
        Watch { _stop: stop, active }
    }

    pub fn set_active(&self, active: bool) {
        self.active.store(active, Ordering::Relaxed);
    }
}
