//! In which language limbeck speaks: decided before the arguments are read, since that may fail.

use std::ffi::OsString;

use limbeck::Language;

/// The language: `--lang`, else `LIMBECK_LANG`, else the locale.
///
/// A `--lang` that limbeck does not know is refused later, when the arguments are read.
pub fn language(argv: &[OsString], environment: impl Fn(&str) -> Option<String>) -> Language {
    asked_for(argv).unwrap_or_else(|| language_of_environment(environment))
}

/// The language of `LIMBECK_LANG`, else of the locale, else English.
pub fn language_of_environment(environment: impl Fn(&str) -> Option<String>) -> Language {
    // An empty variable counts as one that is not set: POSIX, "Environment Variables".
    let set = |name: &&str| environment(name).filter(|value| !value.is_empty());
    let locale = ["LIMBECK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).or_else(of_system);
    locale.and_then(|locale| Language::of_locale(&locale)).unwrap_or_default()
}

/// Whether `--json` is given: arguments that make no sense are told as an event too.
pub fn asks_for_json(argv: &[OsString]) -> bool {
    argv.iter().skip(1).take_while(|word| *word != "--").any(|word| word == "--json")
}

/// The last `--lang` on the command line.
fn asked_for(argv: &[OsString]) -> Option<Language> {
    let mut words = argv.iter().skip(1).filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        if ["--lang", "--lan", "--la"].contains(&name) {
            found = value.or_else(|| words.next()).and_then(|value| value.parse().ok()).or(found);
        }
    }
    found
}

/// The user's language in the settings of Windows, which has no variables for it.
#[cfg(windows)]
fn of_system() -> Option<String> {
    sys_locale::get_locale()
}

#[cfg(not(windows))]
fn of_system() -> Option<String> {
    None
}
