//! Commands that look at a database over connections of their own choice.

use std::rc::Rc;

use limbeck_exec::{ConnectOptions, connect, probe};
use limbeck_ops::{HostError, SharedHost};

use crate::failure::Failure;
use crate::look::Look;

/// What such a command does.
pub(crate) trait Examiner {
    /// Connects where env.py asks for a connection.
    fn connect(&self, url: &str, options: &ConnectOptions) -> Result<SharedHost, HostError>;

    /// Looks at a database once env.py has configured it.
    fn examine(&self, look: &mut Look<'_, '_>) -> Result<(), Failure>;
}

/// Looks through a function, and makes no SQLite file.
pub(crate) struct Glance<F>(pub F);

impl<F: Fn(&mut Look<'_, '_>) -> Result<(), Failure>> Examiner for Glance<F> {
    fn connect(&self, url: &str, options: &ConnectOptions) -> Result<SharedHost, HostError> {
        probe::refuse_missing_file(url, options).map_err(HostError::from)?;
        connect(url, options)
    }

    fn examine(&self, look: &mut Look<'_, '_>) -> Result<(), Failure> {
        (self.0)(look)
    }
}

/// An examiner that a run shares.
pub(crate) type SharedExaminer = Rc<dyn Examiner>;
