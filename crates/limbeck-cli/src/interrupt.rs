//! Ctrl-C: the first asks the run to stop and roll back, the second says what is waited for, the third ends at once.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use limbeck::{FailureKind, Language, Message};
use limbeck_messages::display;

use crate::events;
use crate::progress::Display;

/// What a run is doing, as the thread that receives the signal may see it.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    /// Set by the first Ctrl-C.
    pub flag: Arc<AtomicBool>,
    doing: Arc<Mutex<String>>,
}

impl Interrupt {
    /// Says what the run is doing from now on, to be told on a second Ctrl-C.
    pub fn doing(&self, what: &str) {
        let mut doing = self.doing.lock().unwrap_or_else(PoisonError::into_inner);
        what.clone_into(&mut doing);
    }

    /// What is said on the `count`th Ctrl-C.
    pub fn answer(&self, count: u8) -> Message {
        if count < 2 {
            return display::stopping();
        }
        let doing = self.doing.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = if doing.is_empty() { display::the_answer() } else { doing.as_str().into() };
        display::still_waiting(waiting)
    }

    /// From now on Ctrl-C does this; where no handler can be set the system's own way stays, which ends the process.
    pub fn listen(&self, display: Option<Display>, language: Language, is_json: bool) {
        let this = self.clone();
        let count = AtomicU8::new(0);
        let handler = move || {
            let count = count.fetch_add(1, Ordering::SeqCst).saturating_add(1);
            if count > 2 {
                std::process::exit(FailureKind::Interrupted.exit_code().into());
            }
            this.flag.store(true, Ordering::SeqCst);
            let answer = this.answer(count);
            match &display {
                Some(display) => display.line(answer.text(language)),
                None if is_json => eprint!("{}", events::interrupting(&answer, language)),
                None => eprintln!("{}", answer.text(language)),
            }
        };
        // An error here means that another handler is set, or that the system refuses one.
        let _ = ctrlc::set_handler(handler);
    }
}
