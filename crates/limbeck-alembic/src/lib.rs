//! Alembic projects: from files to revisions, and from scripts to operations.
//!
//! Reads `alembic.ini`, pyproject.toml, `.env` and the headers of `versions/*.py`; registers `alembic` and `sqlalchemy`
//! as native modules of the evaluator, which turn the calls of scripts into the plain data of `limbeck-ops`. It must
//! never render SQL or hold a connection: what it needs of a database goes through [`limbeck_ops::Host`], and what it
//! needs of the application through [`Runtime`].

pub mod config;
mod context;
mod default_env;
mod environment;
pub mod errors;
mod op;
mod project;
mod runtime;
mod sa;
mod script;
mod shims;
mod stubs;
mod values;

pub use config::{Config, ConfigError, ConfigOptions, IniError};
pub use context::{context_value, version_apply_arguments};
pub use default_env::run_default_env;
pub use environment::{EvaluatorOptions, evaluator, run_env};
pub use op::operation_names;
pub use project::{Opening, Project, ProjectError};
pub use runtime::{Environment, MigrationContext, Runtime, ScriptRunner, environment, on_host};
pub use script::{Scripts, read_script};
