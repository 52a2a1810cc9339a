use thiserror::Error;

/// Why something can't be put into SQL.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SqlError {
    /// SQLAlchemy or Alembic would refuse it, in these words.
    #[error("{message}")]
    Compile {
        /// Their name of the exception: `CompileError`, `NotImplementedError`, `ArgumentError`, `IdentifierError`…
        class: &'static str,
        /// The message.
        message: String,
    },
    /// limbeck does not do this, though Alembic may.
    #[error("{0} is not supported")]
    Unsupported(String),
}

impl SqlError {
    /// SQLAlchemy's `CompileError`.
    pub(crate) fn compile(message: impl Into<String>) -> Self {
        SqlError::Compile { class: "CompileError", message: message.into() }
    }

    /// An exception by its name.
    pub(crate) fn of(class: &'static str, message: impl Into<String>) -> Self {
        SqlError::Compile { class, message: message.into() }
    }
}
