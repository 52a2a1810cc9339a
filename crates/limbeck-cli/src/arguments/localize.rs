//! The texts of `--help` in other languages than English, which stands beside the definitions.

use clap::{Arg, ArgAction};
use limbeck::{Language, Message};
use limbeck_messages::options as messages;

use super::UsageError;

/// A command with its subcommands in a language.
pub(super) fn command(command: clap::Command, language: Language) -> clap::Command {
    match language {
        Language::English => command,
        Language::Chinese => translated(command, None, language),
    }
}

fn translated(command: clap::Command, name: Option<&str>, language: Language) -> clap::Command {
    let text = |message: Message| message.text(language).to_owned();
    let mut command = command
        .subcommand_help_heading(heading("commands", language))
        .help_template(format!(
            "{{about-with-newline}}\n{}：{{usage}}\n\n{{all-args}}{{after-help}}",
            text(messages::usage())
        ))
        .mut_args(|argument| {
            let name_of_heading = if argument.is_positional() { "arguments" } else { "options" };
            let help = help_of(name, argument.get_id().as_str());
            let argument = argument.help_heading(heading(name_of_heading, language));
            match help {
                Some(help) => argument.help(text(help)),
                None => argument,
            }
        });
    if let Some(about) = about_of(name) {
        command = command.about(text(about));
    }
    if let Some(after) = after_of(name) {
        command = command.after_help(text(after));
    }
    if !command.is_disable_help_flag_set() {
        let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(text(messages::help()));
        command = command.disable_help_flag(true).arg(help.help_heading(heading("options", language)));
    }
    command.mut_subcommands(|inner| {
        let name = inner.get_name().to_owned();
        translated(inner, Some(&name), language)
    })
}

/// A heading as clap takes it: a text that lives as long as the program, as those of the catalog do.
fn heading(name: &str, language: Language) -> &'static str {
    let entry = messages::ENTRIES.iter().find(|entry| entry.id.rsplit("::").next() == Some(name));
    entry.map_or("", |entry| match language {
        Language::English => entry.english,
        Language::Chinese => entry.chinese,
    })
}

/// The placeholders of the usage line, which clap writes in English.
pub(super) fn help_text(error: UsageError, language: Language) -> UsageError {
    match (error, language) {
        (UsageError::Help(text), Language::Chinese) => {
            let text = text.replacen("[OPTIONS]", "[选项]", 1).replacen("[COMMAND]", "[命令]", 1);
            // Headings end with clap's colon.
            UsageError::Help(
                ["命令", "参数", "选项"].iter().fold(text, |text, heading| {
                    text.replacen(&format!("\n{heading}:\n"), &format!("\n{heading}：\n"), 1)
                }),
            )
        }
        (error, Language::English | Language::Chinese) => error,
    }
}

/// The text of a command.
pub(super) fn about_of(command: Option<&str>) -> Option<Message> {
    let Some(command) = command else { return Some(messages::limbeck()) };
    Some(match command {
        "upgrade" => messages::upgrade(),
        "downgrade" => messages::downgrade(),
        "current" => messages::current(),
        "history" => messages::history(),
        "heads" => messages::heads(),
        "branches" => messages::branches(),
        "show" => messages::show(),
        "stamp" => messages::stamp(),
        "ensure_version" => messages::ensure_version(),
        "migrate" => messages::migrate(),
        "plan" => messages::plan(),
        "inspect" => messages::inspect(),
        "compat" => messages::compat(),
        "verify" => messages::verify(),
        "doctor" => messages::doctor(),
        _ => return None,
    })
}

fn after_of(command: Option<&str>) -> Option<Message> {
    let Some(command) = command else { return Some(messages::after_limbeck()) };
    Some(match command {
        "upgrade" => messages::after_upgrade(),
        "downgrade" => messages::after_downgrade(),
        "current" => messages::after_current(),
        "history" => messages::after_history(),
        "show" => messages::after_show(),
        "stamp" => messages::after_stamp(),
        "migrate" => messages::after_migrate(),
        "plan" => messages::after_plan(),
        "inspect" => messages::after_inspect(),
        "compat" => messages::after_compat(),
        "verify" => messages::after_verify(),
        "doctor" => messages::after_doctor(),
        _ => return None,
    })
}

/// The text of an option or argument.
pub(super) fn help_of(command: Option<&str>, id: &str) -> Option<Message> {
    Some(match (command, id) {
        (_, "config") => messages::config(),
        (_, "name") => messages::name(),
        (_, "x_before" | "x_after") => messages::x(),
        (_, "raiseerr") => messages::raiseerr(),
        (_, "quiet_before" | "quiet_after") => messages::quiet(),
        (_, "url_before") => messages::url(),
        (_, "url_after") => messages::url_short(),
        (_, "lock_wait_before" | "lock_wait_after") => messages::lock_wait(),
        (_, "lang_before" | "lang_after") => messages::lang(),
        (_, "json_before" | "json_after") => messages::json(),
        (_, "no_env_before" | "no_env_after") => messages::no_env(),
        (_, "version") => messages::version(),
        (_, "help") => messages::help(),
        (_, "sql") => messages::sql(),
        (_, "tag") => messages::tag(),
        (_, "check_heads") => messages::check_heads(),
        (Some("current"), "verbose") => messages::verbose_current(),
        (_, "verbose") => messages::verbose(),
        (_, "rev_range") => messages::rev_range(),
        (_, "indicate_current") => messages::indicate_current(),
        (_, "resolve_dependencies") => messages::resolve_dependencies(),
        (Some("show"), "revision") => messages::revision_to_show(),
        (Some("upgrade" | "downgrade"), "revision") => messages::target(),
        (Some("stamp"), "revisions") => messages::revisions_to_stamp(),
        (Some("migrate"), "revision") => messages::target_of_migrate(),
        (Some("plan"), "revision") => messages::target_of_plan(),
        (_, "yes") => messages::yes(),
        (Some("inspect"), "table") => messages::table_to_inspect(),
        (_, "table") => messages::table(),
        (_, "at") => messages::at(),
        (_, "strict") => messages::strict(),
        (_, "scratch") => messages::scratch(),
        (_, "resume") => messages::resume(),
        (_, "purge") => messages::purge(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::arguments::CommandLine;

    /// Every text of a command beside the one that the catalog has for it.
    fn compare(command: &clap::Command, name: Option<&str>, wrong: &mut Vec<String>) {
        let mut pair = |what: &str, said: Option<String>, catalog: Option<Message>| {
            if said != catalog.map(|message| message.to_string()) {
                wrong.push(format!("{} {what}: {said:?}", name.unwrap_or("limbeck")));
            }
        };
        pair("about", command.get_about().map(ToString::to_string), about_of(name));
        pair("after", command.get_after_help().map(ToString::to_string), after_of(name));
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            pair(id, argument.get_help().map(ToString::to_string), help_of(name, id));
        }
        for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
            compare(inner, Some(inner.get_name()), wrong);
        }
    }

    #[test]
    fn the_catalog_has_every_text_in_the_words_of_the_definitions() {
        let mut wrong = Vec::new();
        compare(&CommandLine::command("limbeck", Language::English), None, &mut wrong);
        assert!(wrong.is_empty(), "not in the catalog, or in other words:\n{}", wrong.join("\n"));
    }
}
