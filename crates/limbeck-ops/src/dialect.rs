use std::fmt;

/// Which family of SQL a database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DialectName {
    /// PostgreSQL.
    Postgresql,
    /// SQLite.
    Sqlite,
    /// MySQL, or MariaDB by a `mysql` URL.
    Mysql,
    /// MariaDB by a `mariadb` URL: the same family under a name and options of its own.
    Mariadb,
}

impl DialectName {
    /// SQLAlchemy's name of the dialect, which is also the prefix of its keyword options (`postgresql_using`).
    pub fn as_str(self) -> &'static str {
        match self {
            DialectName::Postgresql => "postgresql",
            DialectName::Sqlite => "sqlite",
            DialectName::Mysql => "mysql",
            DialectName::Mariadb => "mariadb",
        }
    }

    /// The dialect of this name, as [`DialectName::as_str`] gives it.
    pub fn parse(name: &str) -> Option<DialectName> {
        [DialectName::Postgresql, DialectName::Sqlite, DialectName::Mysql, DialectName::Mariadb]
            .into_iter()
            .find(|dialect| dialect.as_str() == name)
    }

    /// Alembic's name of the implementation, as in the log line `Context impl PostgresqlImpl.`
    pub fn impl_name(self) -> &'static str {
        match self {
            DialectName::Postgresql => "PostgresqlImpl",
            DialectName::Sqlite => "SQLiteImpl",
            DialectName::Mysql => "MySQLImpl",
            DialectName::Mariadb => "MariaDBImpl",
        }
    }

    /// Whether DDL takes part in transactions by Alembic's default (`transactional_ddl`).
    pub fn transactional_ddl(self) -> bool {
        match self {
            DialectName::Postgresql => true,
            DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => false,
        }
    }

    /// Whether it is MySQL or MariaDB.
    pub fn is_mysql(self) -> bool {
        match self {
            DialectName::Mysql | DialectName::Mariadb => true,
            DialectName::Postgresql | DialectName::Sqlite => false,
        }
    }
}

impl fmt::Display for DialectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A dialect, with what is known of the server behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The family.
    pub name: DialectName,
    /// Server version as (major, minor, patch); `None` offline, where SQLAlchemy's defaults are assumed.
    pub version: Option<(u32, u32, u32)>,
    /// Whether the server is MariaDB rather than MySQL.
    pub mariadb: bool,
    /// The parameter style that `dialect_opts` asks for offline; `named` gives `:x`, the default `%(x)s` / `?`.
    pub paramstyle: Option<String>,
    /// No database in particular, whatever `name` says: what SQLAlchemy prints a statement in that nobody sends.
    pub generic: bool,
}

impl Dialect {
    /// No database in particular.
    pub fn generic() -> Self {
        Dialect { generic: true, ..Dialect::offline(DialectName::Sqlite) }
    }

    /// A dialect of which only the family is known.
    pub fn offline(name: DialectName) -> Self {
        Dialect { name, version: None, mariadb: name == DialectName::Mariadb, paramstyle: None, generic: false }
    }
}
