//! How long each step of a run took.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;

use crate::report::{Level, Progress, Reporter};
use crate::settings::Settings;

/// Settings like these, whose run tells how long its steps take.
pub(super) fn timed(settings: &Settings) -> (Settings, Timings) {
    let timings = Timings::default();
    let reporter = Timed { inner: Rc::clone(&settings.reporter), timings: timings.clone() };
    (Settings { reporter: Rc::new(reporter), ..settings.clone() }, timings)
}

/// The text and seconds of the steps that ran.
#[derive(Clone, Default)]
pub(super) struct Timings {
    running: Rc<RefCell<String>>,
    taken: Rc<RefCell<Vec<(String, f64)>>>,
    total: Rc<Cell<f64>>,
}

impl Timings {
    /// How long the whole run took, its commit included.
    pub fn total(&self) -> f64 {
        self.total.get()
    }

    /// Takes them.
    pub fn take(&self) -> Vec<(String, f64)> {
        self.taken.take()
    }
}

struct Timed {
    inner: Rc<dyn Reporter>,
    timings: Timings,
}

impl Reporter for Timed {
    fn print(&self, text: &str) {
        self.inner.print(text);
    }

    fn print_of_script(&self, text: &str) {
        self.inner.print_of_script(text);
    }

    fn log(&self, logger: &str, level: Level, message: &str) {
        self.inner.log(logger, level, message);
    }

    fn configure_logging(&self, file: &Path) {
        self.inner.configure_logging(file);
    }

    fn warn(&self, message: &limbeck_messages::Message, place: Option<&str>) {
        self.inner.warn(message, place);
    }

    fn statement(&self, sql: &str) {
        self.inner.statement(sql);
    }

    fn progress(&self, progress: &Progress) {
        match progress {
            Progress::Step { text, .. } => text.clone_into(&mut self.timings.running.borrow_mut()),
            Progress::StepDone { elapsed, .. } => {
                let text = self.timings.running.take();
                self.timings.taken.borrow_mut().push((text, elapsed.as_secs_f64()));
            }
            Progress::Finished { elapsed, .. } => self.timings.total.set(elapsed.as_secs_f64()),
            Progress::Planned { .. } | Progress::WaitingForLock { .. } => {}
        }
        self.inner.progress(progress);
    }
}
