//! The display of a run on a terminal: the running revision with a spinner, what is done as lines above it.
//!
//! It draws on standard error, and only where somebody looks at it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use limbeck::{Language, Progress};
use limbeck_messages::display;
pub use limbeck_messages::display::duration;

/// How often the spinner turns.
const TICK: Duration = Duration::from_millis(100);

/// The display; clones draw the same one.
#[derive(Clone, Debug)]
pub struct Display {
    /// What is running now, if anything.
    running: Arc<Mutex<Option<ProgressBar>>>,
    color: bool,
    language: Language,
}

/// What the environment says about displays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surroundings<'a> {
    /// Whether standard error is a terminal.
    pub is_terminal: bool,
    /// `TERM`
    pub term: Option<&'a str>,
    /// `CI`
    pub ci: Option<&'a str>,
    /// `NO_COLOR`
    pub no_color: Option<&'a str>,
}

impl Surroundings<'_> {
    /// Whether to redraw lines at all: not for programs, not on a dumb terminal, not in CI.
    pub fn take_a_display(&self) -> bool {
        let is_ci = self.ci.is_some_and(|ci| !ci.is_empty() && ci != "0" && ci != "false");
        self.is_terminal && !is_ci && !matches!(self.term, None | Some("" | "dumb"))
    }

    /// Whether to use colours: <https://no-color.org>.
    pub fn take_colors(&self) -> bool {
        self.is_terminal && self.no_color.is_none_or(str::is_empty) && !matches!(self.term, None | Some("" | "dumb"))
    }
}

impl Display {
    /// A display that shows nothing yet.
    pub fn new(color: bool, language: Language) -> Self {
        Display { running: Arc::default(), color, language }
    }

    /// Shows what is going on; `text` of a step is masked already.
    pub fn show(&self, progress: &Progress, text: &str) {
        match progress {
            Progress::Planned { steps: 0, .. } => self.line(display::nothing_to_run().text(self.language)),
            Progress::Planned { .. } => {}
            Progress::WaitingForLock { .. } => self.begin(text, None),
            Progress::Step { number, steps, .. } => self.begin(text, Some((*number, *steps))),
            Progress::StepDone { elapsed, .. } => {
                if let Some(step) = self.end() {
                    let mark = self.mark("✓", "32");
                    self.line(&format!("{mark} {step}  {}", duration(*elapsed).text(self.language)));
                }
            }
            Progress::Finished { steps, elapsed } => {
                self.end();
                if *steps > 1 {
                    self.line(display::revisions_in(steps, duration(*elapsed)).text(self.language));
                }
            }
        }
    }

    /// The step that was running has failed.
    pub fn fail(&self) {
        if let Some(running) = self.end() {
            self.line(&format!("{} {running}", self.mark("✗", "31")));
        }
    }

    /// A line above what is running.
    pub fn line(&self, line: &str) {
        self.aside(|| eprintln!("{line}"));
    }

    /// Runs something that writes to the terminal, with the display out of the way.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &*self.lock() {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    fn begin(&self, text: &str, count: Option<(usize, usize)>) {
        self.end();
        let count = count.map(|(number, steps)| format!("{number}/{steps}  ")).unwrap_or_default();
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
            .with_message(text.to_owned())
            .with_prefix(count);
        // The template is constant, and parses.
        let bar = match ProgressStyle::with_template("{spinner} {wide_msg} {prefix}{elapsed}") {
            Ok(style) => bar.with_style(style.tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ")),
            Err(_) => bar,
        };
        bar.enable_steady_tick(TICK);
        *self.lock() = Some(bar);
    }

    /// Takes away what is running, and says what it was.
    fn end(&self) -> Option<String> {
        let bar = self.lock().take()?;
        let text = bar.message();
        bar.finish_and_clear();
        Some(text)
    }

    fn mark(&self, mark: &str, color: &str) -> String {
        if self.color { format!("\x1b[{color}m{mark}\x1b[0m") } else { mark.to_owned() }
    }

    fn lock(&self) -> MutexGuard<'_, Option<ProgressBar>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
