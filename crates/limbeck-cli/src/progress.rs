//! The display of a run on a terminal: the running revision with a spinner, what is done as lines above it.
//!
//! It draws on standard error, and only where somebody looks at it.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use limbeck::Progress;

/// How often the spinner turns.
const TICK: Duration = Duration::from_millis(100);

/// The display; clones draw the same one.
#[derive(Clone, Debug)]
pub struct Display {
    bar: ProgressBar,
    color: bool,
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
    pub fn new(target: ProgressDrawTarget, color: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, target);
        Display { bar, color }
    }

    /// Shows what is going on; `text` of a step is masked already.
    pub fn show(&self, progress: &Progress, text: &str) {
        match progress {
            Progress::Planned { steps: 0 } => self.line("nothing to run"),
            Progress::Planned { steps } => {
                self.bar.set_length(u64::try_from(*steps).unwrap_or(u64::MAX));
            }
            Progress::WaitingForLock { .. } => self.run(text, "{spinner} {wide_msg} {elapsed}"),
            Progress::Step { number, steps, .. } => {
                self.bar.set_length(u64::try_from(*steps).unwrap_or(u64::MAX));
                self.bar.set_position(u64::try_from(*number).unwrap_or(u64::MAX));
                self.run(text, "{spinner} {wide_msg} {pos}/{len}  {elapsed}");
            }
            Progress::StepDone { elapsed, .. } => {
                let mark = if self.color { "\x1b[32m✓\x1b[0m" } else { "✓" };
                let line = format!("{mark} {}  {}", self.bar.message(), duration(*elapsed));
                self.rest();
                self.line(&line);
            }
            Progress::Finished { steps, elapsed } => {
                self.rest();
                if *steps > 1 {
                    self.line(&format!("{steps} revisions in {}", duration(*elapsed)));
                }
            }
        }
    }

    fn run(&self, text: &str, template: &str) {
        // The template is one of those above: it parses.
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style.tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ "));
        }
        self.bar.reset_elapsed();
        self.bar.set_message(text.to_owned());
        self.bar.tick();
        self.bar.enable_steady_tick(TICK);
    }

    fn rest(&self) {
        self.bar.disable_steady_tick();
        self.bar.set_message("");
        self.clear();
    }

    fn clear(&self) {
        self.bar.set_style(ProgressStyle::with_template("").unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.tick();
    }

    /// The step that was running has failed.
    pub fn fail(&self) {
        let running = self.bar.message();
        self.rest();
        if !running.is_empty() {
            let mark = if self.color { "\x1b[31m✗\x1b[0m" } else { "✗" };
            self.line(&format!("{mark} {running}"));
        }
        self.bar.finish_and_clear();
    }

    /// A line above the display.
    pub fn line(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }

    /// Runs something that writes to the terminal, with the display out of the way.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

/// `12 ms`, `3.4 s`, `2 min 5 s`.
pub fn duration(elapsed: Duration) -> String {
    match elapsed.as_secs() {
        0 => format!("{} ms", elapsed.as_millis()),
        1..=59 => format!("{:.1} s", elapsed.as_secs_f64()),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}
