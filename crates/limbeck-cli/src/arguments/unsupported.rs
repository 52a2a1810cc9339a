//! Commands of Alembic that limbeck does not have: each is refused by its name.

use std::ffi::OsString;

use clap::Subcommand;
use limbeck::Message;
use limbeck_messages::usage as messages;

use super::UsageError;

/// The commands that create or compare files, with their arguments as they came.
#[derive(Subcommand, Clone, Debug, PartialEq)]
pub enum Unsupported {
    /// Create a revision file
    #[command(hide = true, disable_help_flag = true)]
    Revision(Rest),
    /// Create a revision file that joins branches
    #[command(hide = true, disable_help_flag = true)]
    Merge(Rest),
    /// Open a revision file in an editor
    #[command(hide = true, disable_help_flag = true)]
    Edit(Rest),
    /// Create a project
    #[command(hide = true, disable_help_flag = true)]
    Init(Rest),
    /// Compare the models with the database
    #[command(hide = true, disable_help_flag = true)]
    Check(Rest),
    /// List the templates of `init`
    #[command(name = "list_templates", hide = true, disable_help_flag = true)]
    ListTemplates(Rest),
}

/// Whatever follows the command.
#[derive(clap::Args, Clone, Debug, PartialEq)]
pub struct Rest {
    /// As it came.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<OsString>,
}

impl Unsupported {
    fn parts(&self) -> (&'static str, Message, &Rest) {
        match self {
            Unsupported::Revision(rest) => ("revision", messages::writes_a_file(), rest),
            Unsupported::Merge(rest) => ("merge", messages::writes_a_file(), rest),
            Unsupported::Edit(rest) => ("edit", messages::show_names_the_file(), rest),
            Unsupported::Init(rest) => ("init", messages::writes_a_project(), rest),
            Unsupported::Check(rest) => ("check", messages::compares_models(), rest),
            Unsupported::ListTemplates(rest) => ("list_templates", messages::templates_of_alembic(), rest),
        }
    }

    /// Its name on the command line.
    pub fn name(&self) -> &'static str {
        self.parts().0
    }

    /// Why it is refused, and what to do.
    pub fn refusal(&self) -> UsageError {
        let (name, reason, rest) = self.parts();
        let mut command = format!("python -m alembic {name}");
        for argument in &rest.arguments {
            let argument = argument.to_string_lossy();
            command.push(' ');
            if argument.is_empty() || argument.contains(|c: char| c.is_whitespace() || "'\"\\$`&|;<>()*?#".contains(c))
            {
                command.push_str(&format!("'{}'", argument.replace('\'', r"'\''")));
            } else {
                command.push_str(&argument);
            }
        }
        UsageError::refused(messages::not_yet(name), messages::run_alembic(command, reason))
    }
}
