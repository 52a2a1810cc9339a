//! A question on the terminal, which Ctrl-C ends as well as an answer does.

use std::io::{BufRead, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use limbeck::Answer;

/// How often Ctrl-C is looked for.
const TICK: Duration = Duration::from_millis(50);

/// Asks, and waits for a line.
pub fn ask(question: &str, interrupted: &AtomicBool) -> Answer {
    let mut stderr = std::io::stderr();
    if !(std::io::stdin().is_terminal() && stderr.is_terminal()) {
        return Answer::NobodyThere;
    }
    // Nobody is left to ask when standard error is gone.
    if stderr.write_all(question.as_bytes()).and_then(|()| stderr.flush()).is_err() {
        return Answer::NobodyThere;
    }
    let (sender, receiver) = mpsc::channel();
    // The thread ends with the line, or with the process.
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        let _nobody_waits = sender.send(read.map(|_| line));
    });
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(Ok(line)) => return if is_yes(&line) { Answer::Yes } else { Answer::No },
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Answer::NobodyThere,
            Err(RecvTimeoutError::Timeout) if interrupted.load(Ordering::SeqCst) => return Answer::Interrupted,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Whether a line says yes, in any language that limbeck speaks.
pub fn is_yes(line: &str) -> bool {
    matches!(line.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "ｙ")
}
