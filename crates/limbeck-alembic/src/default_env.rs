//! What stands in for env.py where it is not to be run.

use std::path::Path;

use limbeck_python::{Result, Vm};

/// What Alembic's generic env.py does.
const DEFAULT_ENV: &str = include_str!("default_env.py");

/// Runs it in place of the project's own: the URL of the ini, and nothing configured.
///
/// # Errors
/// As [`crate::run_env`].
pub fn run_default_env(vm: &mut Vm) -> Result<()> {
    vm.eval_module("env_py", Path::new("(no env.py)"), DEFAULT_ENV).map(|_| ())
}
