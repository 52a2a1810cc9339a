//! Examples beside a missing argument.

/// A call of the command that works, for those who left something out.
pub(super) fn example(command: &str) -> Option<&'static str> {
    match command {
        "upgrade" => Some("upgrade head"),
        "downgrade" => Some("downgrade -1"),
        "show" => Some("show head"),
        "stamp" => Some("stamp head"),
        _ => None,
    }
}
