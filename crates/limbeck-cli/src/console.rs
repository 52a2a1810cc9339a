//! The streams of the process: receives what a run prints, logs and reports, and brings it to standard output and error.

use std::cell::RefCell;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Stdout, Write};
use std::path::Path;
use std::time::Duration;

use limbeck::{Failure, FailureKind, Level, Message, Progress, Reporter};
use limbeck_messages::display;

use crate::events;
use crate::interrupt::Interrupt;
use crate::logging::{Logging, Stream};
use crate::mask::mask;
use crate::progress::Display;
use crate::render::{self, Look};

/// The logger whose INFO records the display replaces.
const MIGRATION_LOGGER: &str = "alembic.runtime.migration";

/// How a command talks.
#[derive(Clone, Debug)]
pub struct Manner {
    /// The display, on a terminal.
    pub display: Option<Display>,
    /// How errors and warnings look.
    pub look: Look,
    /// `--json`: progress as events, and nothing on standard output but the command's document.
    pub is_json: bool,
    /// `--quiet`
    pub is_quiet: bool,
    /// What the command prints is its answer, which `--quiet` drops as Alembic does, and not SQL or a script's own.
    pub prints_answers: bool,
    /// What the run is doing, for Ctrl-C.
    pub interrupt: Interrupt,
}

/// Standard output and error.
#[derive(Debug)]
pub struct Console {
    out: RefCell<Out>,
    logging: RefCell<Logging>,
    manner: Manner,
}

#[derive(Debug)]
struct Out {
    stream: BufWriter<Stdout>,
    is_terminal: bool,
    /// The reader is gone (`| head`): nothing more is written, and the run goes on.
    is_closed: bool,
    error: Option<io::Error>,
}

impl Console {
    /// A console on the streams of this process.
    pub fn new(manner: Manner) -> Self {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        let out = Out { stream: BufWriter::new(stdout), is_terminal, is_closed: false, error: None };
        Console { out: RefCell::new(out), logging: RefCell::default(), manner }
    }

    /// Writes what is left; says whether all of it could be written.
    ///
    /// # Errors
    /// When standard output could not take the text, other than by being closed.
    pub fn finish(&self) -> Result<(), Failure> {
        let mut out = self.out.borrow_mut();
        out.flush();
        match out.error.take() {
            None => Ok(()),
            Some(error) => Err(Failure::new(FailureKind::Usage, display::output_failed(&error))
                .with_help(display::output_failed_help())),
        }
    }

    /// A command begins.
    pub fn start(&self, command: &str) {
        if self.manner.is_json {
            self.event(&events::started(command));
        }
    }

    /// A command has ended well.
    pub fn end(&self, elapsed: Duration) {
        if self.manner.is_json {
            self.event(&events::finished(elapsed));
        }
    }

    /// Shows why the run has ended.
    pub fn fail(&self, failure: &Failure) {
        self.out.borrow_mut().flush();
        if self.manner.is_json {
            return write_error(&events::failure(failure, self.manner.look.language));
        }
        if let Some(display) = &self.manner.display {
            display.fail();
        }
        write_error(&render::failure(failure, self.manner.look));
    }

    /// A line of `--json`.
    fn event(&self, line: &str) {
        if !self.manner.is_quiet {
            self.error_text(line);
        }
    }

    /// Writes lines to standard error, above the display.
    fn error_text(&self, text: &str) {
        self.out.borrow_mut().flush();
        match &self.manner.display {
            Some(display) => display.aside(|| write_error(text)),
            None => write_error(text),
        }
    }

    fn out_text(&self, text: &str) {
        let write = || self.out.borrow_mut().write(text);
        match &self.manner.display {
            Some(display) => display.aside(write),
            None => write(),
        }
    }

    fn warn_about_logging(&self, file: &Path, warning: &Message) {
        self.error_text(&render::warning(warning, Some(&file.display().to_string()), self.manner.look));
    }
}

/// Nobody is left to tell when standard error is gone.
fn write_error(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

impl Out {
    fn write(&mut self, text: &str) {
        if self.is_closed {
            return;
        }
        let written = self.stream.write_all(text.as_bytes());
        self.note(written);
        if self.is_terminal {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if !self.is_closed {
            let flushed = self.stream.flush();
            self.note(flushed);
        }
    }

    fn note(&mut self, done: io::Result<()>) {
        if let Err(error) = done {
            self.is_closed = true;
            if error.kind() != ErrorKind::BrokenPipe {
                self.error = Some(error);
            }
        }
    }
}

impl Reporter for Console {
    fn print(&self, text: &str) {
        if self.manner.is_json || !(self.manner.is_quiet && self.manner.prints_answers) {
            self.out_text(text);
        }
    }

    fn print_of_script(&self, text: &str) {
        match self.manner.is_json {
            true => self.event(&events::print(text)),
            false => self.print(text),
        }
    }

    fn log(&self, logger: &str, level: Level, message: &str) {
        if self.manner.is_json {
            if level >= Level::Info {
                self.event(&events::log(logger, level, message));
            }
            return;
        }
        if self.manner.display.is_some() && logger == MIGRATION_LOGGER && level <= Level::Info {
            return;
        }
        let lines = self.logging.borrow_mut().lines(logger, level, &mask(message));
        for (stream, line) in lines {
            match stream {
                Stream::Err => self.error_text(&format!("{line}\n")),
                Stream::Out => self.out_text(&format!("{line}\n")),
            }
        }
    }

    fn configure_logging(&self, file: &Path) {
        if self.manner.is_json {
            return;
        }
        let configured = match std::fs::read(file) {
            Ok(bytes) => self.logging.borrow_mut().configure(&String::from_utf8_lossy(&bytes)),
            Err(error) => Err(Message::verbatim(error.to_string())),
        };
        match configured {
            Ok(warnings) => warnings.iter().for_each(|warning| self.warn_about_logging(file, warning)),
            Err(reason) => {
                self.warn_about_logging(file, &display::logging_refused(reason));
            }
        }
    }

    fn warn(&self, message: &Message, place: Option<&str>) {
        if self.manner.is_json {
            return self.error_text(&events::warning(message, place, self.manner.look.language));
        }
        self.error_text(&render::warning(message, place, self.manner.look));
    }

    fn progress(&self, progress: &Progress) {
        let text = match progress {
            Progress::Step { text, .. } => mask(text).into_owned(),
            Progress::WaitingForLock { holder } => {
                mask(limbeck_messages::lock::waiting(holder).text(self.manner.look.language)).into_owned()
            }
            Progress::Planned { .. } | Progress::StepDone { .. } | Progress::Finished { .. } => String::new(),
        };
        self.manner.interrupt.doing(&text);
        if self.manner.is_json {
            if let Some(line) = events::progress(progress, self.manner.look.language) {
                self.event(&line);
            }
            return;
        }
        match &self.manner.display {
            Some(display) => display.show(progress, &text),
            // Silence would look like a run that hangs.
            None if matches!(progress, Progress::WaitingForLock { .. }) && !self.manner.is_quiet => {
                self.error_text(&format!("{text}\n"));
            }
            None => {}
        }
    }
}
