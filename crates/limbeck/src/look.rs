//! What a command that changes nothing is given once env.py has connected and configured its context.

use limbeck_alembic::{MigrationContext, Project, ScriptRunner};
use limbeck_exec::snapshot::{self, Schemas};
use limbeck_exec::version_table;
use limbeck_graph::RevisionId;
use limbeck_ops::SharedHost;
use limbeck_ops::catalog::{Catalog, ObjectName};
use limbeck_python::Vm;
use limbeck_sql::version::VersionTable;

use crate::convert::host_failure;
use crate::failure::Failure;
use crate::run::{Run, version_table_of};

/// A database and the project that moves it, seen from inside `context.run_migrations()`.
///
/// env.py that runs several databases, or several schemas, gives one after the other.
pub(crate) struct Look<'a, 'c> {
    pub(crate) run: &'a Run,
    pub(crate) project: &'a Project,
    pub(crate) vm: &'a mut Vm,
    pub(crate) context: &'a MigrationContext,
    pub(crate) script: &'a mut ScriptRunner<'c>,
}

impl Look<'_, '_> {
    /// The project.
    pub fn project(&self) -> &Project {
        self.project
    }

    /// The connection that env.py configured.
    pub fn host(&self) -> &SharedHost {
        &self.context.host
    }

    /// The URL of the connection, with its password.
    pub fn url(&self) -> String {
        self.run.url_of(&self.context.host).unwrap_or_default()
    }

    /// The version table.
    pub fn version_table(&self) -> VersionTable {
        version_table_of(self.context)
    }

    /// The rows of the version table; none where it is not there.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn rows(&self) -> Result<Vec<RevisionId>, Failure> {
        version_table::heads(&self.context.host, &self.version_table()).map_err(|error| host_failure(&error))
    }

    /// The name of the version table in a catalog.
    pub fn version_table_in(&self, catalog: &Catalog) -> ObjectName {
        let table = self.version_table();
        ObjectName::new(table.schema.unwrap_or_else(|| catalog.default_schema.clone()), table.name)
    }

    /// What the database has, but for the version table and the journal.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn snapshot(&self) -> Result<Catalog, Failure> {
        let mut catalog = self.snapshot_with_version_table()?;
        catalog.tables.remove(&self.version_table_in(&catalog));
        Ok(catalog)
    }

    /// What the database has, but for the journal.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn snapshot_with_version_table(&self) -> Result<Catalog, Failure> {
        let mut catalog = snapshot::read(self.host(), &Schemas::All).map_err(|error| host_failure(&error))?;
        let schema = self.version_table_in(&catalog).schema;
        let journal = limbeck_sql::journal::table_of(&self.version_table()).name.text;
        catalog.tables.remove(&ObjectName::new(schema, journal));
        Ok(catalog)
    }
}
