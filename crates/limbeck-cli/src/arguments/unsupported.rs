//! Commands of Alembic that limbeck does not have: each is refused by its name.

use std::ffi::OsString;

use clap::Subcommand;

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
    fn parts(&self) -> (&'static str, &'static str, &Rest) {
        match self {
            Unsupported::Revision(rest) => ("revision", "limbeck runs the file that it writes", rest),
            Unsupported::Merge(rest) => ("merge", "limbeck runs the file that it writes", rest),
            Unsupported::Edit(rest) => ("edit", "`show` names the file of a revision", rest),
            Unsupported::Init(rest) => ("init", "limbeck runs the project that it writes", rest),
            Unsupported::Check(rest) => ("check", "it compares the models, which are Python", rest),
            Unsupported::ListTemplates(rest) => ("list_templates", "the templates are part of Alembic", rest),
        }
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
        UsageError::refused(
            format!("limbeck does not have the command `{name}` yet"),
            format!("run Alembic for it, `{command}`: {reason}"),
        )
    }
}
