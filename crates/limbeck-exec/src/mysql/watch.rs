//! Ctrl-C during a long statement: a thread that looks at the flag and kills the query from a session of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use mysql::prelude::Queryable;
use mysql::{Conn, OptsBuilder};

/// Watches the flag as long as it lives.
pub(super) struct Watch {
    _stop: Sender<()>,
    /// Whether interrupts are wanted now.
    active: Arc<AtomicBool>,
    /// Whether a query was killed.
    killed: Arc<AtomicBool>,
}

impl Watch {
    pub fn start(connection: u32, opts: OptsBuilder, flag: Arc<AtomicBool>) -> Watch {
        let (stop, stopped) = channel();
        let active = Arc::new(AtomicBool::new(false));
        let killed = Arc::new(AtomicBool::new(false));
        let (wanted, done) = (active.clone(), killed.clone());
        std::thread::spawn(move || {
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(Duration::from_millis(50)) {
                if wanted.load(Ordering::Relaxed) && flag.load(Ordering::Relaxed) && !done.swap(true, Ordering::Relaxed)
                {
                    // Where that fails, the statement runs to its end.
                    let killer = Conn::new(opts.clone());
                    let _killed = killer.and_then(|mut killer| killer.query_drop(format!("KILL QUERY {connection}")));
                }
            }
        });
        Watch { _stop: stop, active, killed }
    }

    pub fn set_active(&self, active: bool) {
        self.active.store(active, Ordering::Relaxed);
    }

    pub fn has_killed(&self) -> bool {
        self.killed.load(Ordering::Relaxed)
    }
}
