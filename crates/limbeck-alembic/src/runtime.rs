//! What a project's scripts need of the application around them.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use limbeck_graph::Step;
use limbeck_ops::{Dialect, HostError, Name, NamingConvention, Origin, Query, SharedHost, Type};
use limbeck_python::{Result, Span, Value, Vm};

use crate::config::Config;
use crate::sa::engine::ConnectionObject;
use crate::script::Scripts;

/// A named type: whether it is a domain, its schema, its name.
pub type CreatedType = (bool, Option<String>, String);

/// What `context.configure(…)` set.
#[derive(Clone)]
pub struct MigrationContext {
    /// The connection, or the text sink of `--sql`.
    pub host: SharedHost,
    /// The connection as env.py holds it.
    pub connection: Value,
    /// The dialect.
    pub dialect: Dialect,
    /// `version_table`
    pub version_table: String,
    /// `version_table_schema`
    pub version_table_schema: Option<Name>,
    /// `version_table_pk`
    pub version_table_pk: bool,
    /// The implementation of the dialect, where the project can have changed it.
    pub implementation: Option<crate::context::Implementation>,
    /// `transactional_ddl`, where env.py set it.
    pub transactional_ddl: Option<bool>,
    /// `transaction_per_migration`
    pub transaction_per_migration: bool,
    /// Whether the connection was in a transaction already: then Alembic leaves transactions to env.py.
    pub in_external_transaction: bool,
    /// `as_sql`
    pub as_sql: bool,
    /// `starting_rev`
    pub starting_rev: Option<String>,
    /// `on_version_apply`
    pub on_version_apply: Vec<Value>,
    /// The naming convention of `target_metadata`.
    pub convention: NamingConvention,
    /// `target_metadata` itself.
    pub target_metadata: Value,
    /// Named types that tables of this run have created: SQLAlchemy creates each only once a run.
    pub created_types: Rc<RefCell<Vec<CreatedType>>>,
    /// `opts`: the options that env.py gave, as a dictionary.
    pub opts: Value,
    /// `output_buffer`, where it is not standard output.
    pub output: Option<Rc<crate::context::Output>>,
}

impl std::fmt::Debug for MigrationContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MigrationContext").field("version_table", &self.version_table).finish_non_exhaustive()
    }
}

/// Evaluates the script of a step: `upgrade()` or `downgrade()` of its revision, with the keywords that env.py gave.
pub type ScriptRunner<'a> = dyn FnMut(&mut Vm, &Step) -> Result<()> + 'a;

/// The application around env.py: it opens connections, renders SQL, and runs the steps of a command.
pub trait Runtime {
    /// The scripts of the project's revisions.
    ///
    /// # Errors
    /// When the revisions can't be read or do not fit together; the runtime keeps the failure.
    fn scripts(&self) -> Result<Rc<Scripts>>;

    /// Opens a connection.
    ///
    /// # Errors
    /// [`HostError::Connect`].
    fn connect(&self, url: &str) -> std::result::Result<SharedHost, HostError>;

    /// The host of `--sql`; `literal_binds` as env.py configured it. Its text goes into `buffer`, if there is one, or to
    /// whoever reads the run's output.
    fn offline_host(&self, dialect: Dialect, literal_binds: bool, buffer: Option<Rc<RefCell<String>>>) -> SharedHost;

    /// Writes text of `--sql` to a file below the project that env.py wants it in, at the end or `anew`.
    ///
    /// # Errors
    /// The reason why it can't be written.
    fn write_output(&self, path: &Path, text: &str, anew: bool) -> std::result::Result<(), String>;

    /// The SQL text of a statement.
    ///
    /// # Errors
    /// When it can't be put into SQL.
    fn render_query(
        &self,
        dialect: &Dialect,
        query: &Query,
        literal_binds: bool,
    ) -> std::result::Result<String, HostError>;

    /// The placeholders of a statement by name, with the values that they have.
    ///
    /// # Errors
    /// When it can't be put into SQL.
    fn placeholders(&self, query: &Query) -> std::result::Result<Vec<(String, limbeck_ops::Datum)>, HostError>;

    /// The SQL text of an operation: its statements, one a paragraph.
    ///
    /// # Errors
    /// When it can't be put into SQL.
    fn render_operation(
        &self,
        dialect: &Dialect,
        operation: &limbeck_ops::Operation,
    ) -> std::result::Result<String, HostError>;

    /// The SQL text of a type.
    ///
    /// # Errors
    /// When the dialect has no such type.
    fn render_type(&self, dialect: &Dialect, ty: &Type) -> std::result::Result<String, HostError>;

    /// Whether the command runs with `--sql`.
    fn is_offline(&self) -> bool;

    /// The start of an offline range.
    fn starting_revision(&self) -> Option<String>;

    /// The target of the command, as it was given.
    fn destination_revision(&self) -> Option<String>;

    /// `--tag`
    fn tag(&self) -> Option<String>;

    /// The database that the user chose in place of env.py's, given the URL that env.py would use (`None` where it has
    /// none, or an unresolved one) and whether that URL stands in the ini.
    fn choose_url(&self, from_env_py: Option<&str>, is_from_ini: bool) -> Option<String>;

    /// `context.configure()` has been called.
    fn configured(&self, context: &MigrationContext);

    /// `context.begin_transaction()`: whether it opened one.
    ///
    /// # Errors
    /// When the database refuses.
    fn begin_transaction(&self, context: &MigrationContext) -> std::result::Result<bool, HostError>;

    /// The end of a transaction that [`Runtime::begin_transaction`] opened.
    ///
    /// # Errors
    /// When the database refuses.
    fn end_transaction(&self, context: &MigrationContext, commit: bool) -> std::result::Result<(), HostError>;

    /// `autocommit_block()` begins: what came before is committed.
    ///
    /// # Errors
    /// When the database refuses.
    fn begin_autocommit(&self, context: &MigrationContext) -> std::result::Result<(), HostError>;

    /// `autocommit_block()` ends.
    ///
    /// # Errors
    /// When the database refuses.
    fn end_autocommit(&self, context: &MigrationContext) -> std::result::Result<(), HostError>;

    /// The revisions in the version table.
    ///
    /// # Errors
    /// When the database refuses.
    fn current_heads(&self, context: &MigrationContext) -> std::result::Result<Vec<String>, HostError>;

    /// `context.get_context()._ensure_version_table()`, for env.py that locks the table: creates it where it is missing.
    ///
    /// # Errors
    /// When the database refuses.
    fn ensure_version_table(&self, context: &MigrationContext) -> std::result::Result<(), HostError>;

    /// `context.run_migrations()`: runs the command's steps. A failure of its own is kept by the runtime, and the
    /// error returned here only unwinds env.py.
    ///
    /// # Errors
    /// When a step fails.
    fn run_migrations(&self, vm: &mut Vm, context: &MigrationContext, script: &mut ScriptRunner<'_>) -> Result<()>;

    /// A commit by a script in the middle of a revision.
    fn committed_by_script(&self, origin: &Origin);

    /// A rollback by a script in the middle of a revision.
    ///
    /// # Errors
    /// When no new transaction can be begun.
    fn rolled_back_by_script(&self, origin: &Origin) -> std::result::Result<(), HostError>;
}

/// What the host modules share while a project's scripts run.
pub struct Environment {
    /// The configuration.
    pub config: Rc<Config>,
    /// The application.
    pub runtime: Rc<dyn Runtime>,
    /// The context that env.py configured last.
    pub context: RefCell<Option<Rc<MigrationContext>>>,
    /// `config.attributes`, a dictionary that env.py and the application share.
    pub attributes: Value,
    /// Whether a revision's script is running.
    pub in_revision: std::cell::Cell<bool>,
}

/// The environment of a [`Vm`].
///
/// # Errors
/// When there is none: the evaluator is used without a project.
pub fn environment(vm: &Vm) -> Result<Rc<Environment>> {
    vm.state::<Environment>().ok_or_else(|| limbeck_python::Error::runtime_error("no migration environment is set up"))
}

/// The context that env.py configured.
///
/// # Errors
/// Alembic's words when there is none.
pub fn current_context(vm: &Vm) -> Result<Rc<MigrationContext>> {
    environment(vm)?
        .context
        .borrow()
        .clone()
        .ok_or_else(|| limbeck_python::Error::exception("Exception", "No context has been configured yet."))
}

/// Lets scripts run on another host than the one that env.py configured, for as long as a function runs: what they see
/// of the context is the same but for its connection.
///
/// # Errors
/// When there is no context.
pub fn on_host<T>(
    vm: &mut Vm,
    host: &SharedHost,
    url: &str,
    run: impl FnOnce(&mut Vm, &Rc<MigrationContext>) -> T,
) -> Result<T> {
    let environment = environment(vm)?;
    let context = current_context(vm)?;
    let other = Rc::new(MigrationContext {
        host: Rc::clone(host),
        connection: ConnectionObject::over(vm, Rc::clone(host), url),
        dialect: host.borrow().dialect(),
        created_types: Rc::default(),
        on_version_apply: Vec::new(),
        ..(*context).clone()
    });
    *environment.context.borrow_mut() = Some(Rc::clone(&other));
    let done = run(vm, &other);
    *environment.context.borrow_mut() = Some(context);
    Ok(done)
}

/// Where a call stands in the scripts: the active calls, with the innermost one replaced by `span`.
pub fn origin(vm: &Vm, span: Span) -> Origin {
    let mut frames: Vec<limbeck_ops::Frame> = Vec::new();
    let stack = vm.call_stack();
    let last = stack.len().saturating_sub(1);
    for (at, frame) in stack.iter().enumerate() {
        let place = if at == last && !span.is_none() { span } else { frame.span };
        if let Some(location) = vm.locate(place) {
            frames.push(limbeck_ops::Frame {
                path: location.path.to_string_lossy().into(),
                line: u32::try_from(location.line).unwrap_or(0),
                column: u32::try_from(location.column).unwrap_or(0),
                function: (&*frame.function).into(),
            });
        }
    }
    Origin { frames: frames.into() }
}
