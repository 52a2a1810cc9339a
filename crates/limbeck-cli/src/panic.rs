//! A panic is a defect of limbeck: it is said as one, with what a report needs.

use std::panic::PanicHookInfo;

use limbeck::{Language, Message};
use limbeck_messages::display;

use crate::mask::mask;

/// The exit code after a panic.
pub const EXIT_CODE: u8 = 101;

/// Sets the hook for the whole process.
pub fn install(arguments: Vec<String>, language: Language) {
    std::panic::set_hook(Box::new(move |info| {
        eprint!("{}", apology(&what(info), &location(info), &arguments).text(language));
    }));
}

/// The text.
pub fn apology(what: &str, location: &str, arguments: &[String]) -> Message {
    let command: Vec<String> = arguments.iter().map(|argument| mask(argument).into_owned()).collect();
    display::panic(
        mask(what),
        location,
        env!("CARGO_PKG_VERSION"),
        format_args!("{} on {}", std::env::consts::OS, std::env::consts::ARCH),
        command.join(" "),
    )
}

fn what(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".to_owned())
}

fn location(info: &PanicHookInfo<'_>) -> String {
    info.location().map_or_else(|| "somewhere".to_owned(), ToString::to_string)
}
