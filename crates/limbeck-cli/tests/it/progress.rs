//! When there is a display, and how it tells time; what Ctrl-C answers.

use std::time::Duration;

use limbeck_cli::interrupt::Interrupt;
use limbeck_cli::progress::{Surroundings, duration};

const TERMINAL: Surroundings<'static> =
    Surroundings { is_terminal: true, term: Some("xterm-256color"), ci: None, no_color: None };

#[test]
fn a_terminal_has_a_display_with_colors() {
    assert!(TERMINAL.take_a_display());
    assert!(TERMINAL.take_colors());
    assert!(Surroundings { ci: Some("false"), ..TERMINAL }.take_a_display());
    assert!(Surroundings { no_color: Some(""), ..TERMINAL }.take_colors());
}

#[test]
fn programs_dumb_terminals_and_ci_have_none() {
    for surroundings in [
        Surroundings { is_terminal: false, ..TERMINAL },
        Surroundings { term: Some("dumb"), ..TERMINAL },
        Surroundings { term: None, ..TERMINAL },
        Surroundings { ci: Some("true"), ..TERMINAL },
    ] {
        assert!(!surroundings.take_a_display(), "{surroundings:?}");
    }
}

#[test]
fn no_color_takes_the_colors_and_leaves_the_display() {
    let surroundings = Surroundings { no_color: Some("1"), ..TERMINAL };
    assert!(surroundings.take_a_display());
    assert!(!surroundings.take_colors());
}

#[test]
fn durations_are_short() {
    for (milliseconds, wanted) in
        [(0, "0 ms"), (999, "999 ms"), (1_250, "1.2 s"), (59_900, "59.9 s"), (125_000, "2 min 5 s")]
    {
        assert_eq!(duration(Duration::from_millis(milliseconds)).to_string(), wanted);
    }
}

#[test]
fn a_second_interrupt_says_what_is_waited_for() {
    let interrupt = Interrupt::default();
    assert_eq!(interrupt.answer(1).to_string(), "interrupted: stopping, and rolling back what is not committed");
    interrupt.doing("upgrade a -> b, create pet");
    assert_eq!(
        interrupt.answer(2).to_string(),
        "still waiting for upgrade a -> b, create pet; once more ends at once, and leaves the rolling back to the database"
    );
}
