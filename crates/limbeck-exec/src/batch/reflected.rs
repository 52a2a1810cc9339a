//! A table of the database as SQLAlchemy's autoload gives it to Alembic's batch mode.

use limbeck_ops::{
    Autoincrement, CheckConstraint, Constraint, ConstraintName, Deferral, DialectName, Expr, ForeignKey, Name,
    OptionValue, Options, PrimaryKey, ReflectedColumn, ReflectedKey, ReflectedTable, ServerDefault, Table, TextClause,
    TypeKind, UniqueConstraint,
};
use limbeck_sql::ExistingTable;

/// The table, and what goes beside it.
pub(super) fn existing(reflected: ReflectedTable, dialect: DialectName) -> ExistingTable {
    let name = |name: &Option<String>| match name {
        Some(name) => ConstraintName::Final(Name::new(name.as_str())),
        None => ConstraintName::Unnamed,
    };
    let mut constraints = Vec::new();
    if let Some(key) = &reflected.primary_key {
        constraints.push(Constraint::PrimaryKey(PrimaryKey {
            name: name(&key.name),
            columns: names(&key.columns),
            deferral: Deferral::default(),
            options: key_options(key),
            implicit: true,
        }));
    }
    constraints.extend(reflected.foreign_keys.iter().map(|key| {
        Constraint::ForeignKey(ForeignKey {
            name: name(&key.name),
            columns: names(&key.columns),
            referred_table: key.referred_table.clone(),
            referred_columns: names(&key.referred_columns),
            on_update: key.on_update.clone(),
            on_delete: key.on_delete.clone(),
            match_kind: key.match_kind.clone(),
            deferral: Deferral { deferrable: key.deferrable, initially: key.initially.clone() },
            use_alter: false,
            lost: None,
            by_name: false,
            options: Options::none(),
        })
    }));
    // On MySQL the index of the same name is all of a unique constraint.
    constraints.extend(reflected.unique_constraints.iter().filter(|_| !dialect.is_mysql()).map(|key| {
        Constraint::Unique(UniqueConstraint {
            name: name(&key.name),
            columns: names(&key.columns),
            deferral: Deferral::default(),
            options: key_options(key),
        })
    }));
    constraints.extend(reflected.checks.iter().map(|check| {
        let mut options = Options::none();
        if check.not_valid {
            options.set("postgresql_not_valid", OptionValue::Bool(true));
        }
        Constraint::Check(CheckConstraint {
            name: name(&check.name),
            condition: text(&check.condition),
            deferral: Deferral::default(),
            options,
            from_type: None,
        })
    }));
    let (mut indexes, mut expression_indexes) = (Vec::new(), Vec::new());
    for index in &reflected.indexes {
        match super::indexes::existing(dialect, &reflected.name, index) {
            Some(Ok(index)) => indexes.push(index),
            Some(Err(of_expressions)) => expression_indexes.push(of_expressions),
            None => {}
        }
    }
    ExistingTable {
        table: Table {
            name: reflected.name,
            columns: reflected.columns.into_iter().map(|one| column(one, dialect)).collect(),
            constraints,
            indexes,
            comment: None,
            prefixes: Vec::new(),
            options: match dialect {
                DialectName::Sqlite => reflected.create_sql.as_deref().map(table_options).unwrap_or_default(),
                DialectName::Mysql | DialectName::Mariadb => of_mysql(dialect, reflected.options),
                DialectName::Postgresql => Options::none(),
            },
        },
        reflected: true,
        expression_indexes,
        triggers: reflected.triggers,
    }
}

/// What PostgreSQL has of a key besides.
fn key_options(key: &ReflectedKey) -> Options {
    let mut options = Options::none();
    if !key.include.is_empty() {
        let names = key.include.iter().map(|name| OptionValue::Str(name.clone())).collect();
        options.set("postgresql_include", OptionValue::List(names));
    }
    if key.nulls_not_distinct {
        options.set("postgresql_nulls_not_distinct", OptionValue::Bool(true));
    }
    options
}

fn names(list: &[String]) -> Vec<Name> {
    list.iter().map(|name| Name::new(name.as_str())).collect()
}

/// SQL as it stands in the database: its colons name no parameters.
pub(super) fn text(sql: &str) -> Expr {
    Expr::Text(TextClause { text: sql.replace(':', "\\:"), binds: Vec::new(), columns: Vec::new() })
}

fn column(reflected: ReflectedColumn, dialect: DialectName) -> limbeck_ops::Column {
    let ReflectedColumn { mut column, type_text } = reflected;
    if let Some(ServerDefault::Expr(Expr::Text(default))) = &column.server_default {
        let bare = dialect == DialectName::Sqlite && needs_brackets(&default.text);
        let default = if bare { format!("({})", default.text) } else { default.text.clone() };
        column.server_default = Some(ServerDefault::Expr(text(&default)));
    }
    if dialect != DialectName::Sqlite && column.autoincrement == Autoincrement::Auto {
        // A key that does not count by itself does not begin to.
        column.autoincrement = Autoincrement::No;
    }
    if let Some(computed) = &mut column.computed
        && let Expr::Text(clause) = &computed.expr
    {
        computed.expr = text(&clause.text);
    }
    if column.ty.kind == TypeKind::Null {
        // A column without a type, which SQLAlchemy refuses to make again.
        column.ty.kind = TypeKind::Raw { text: type_text, options: Options::none() };
    }
    column
}

/// Alembic's `SQLiteImpl._guess_if_default_is_unparenthesized_sql_expr`.
fn needs_brackets(default: &str) -> bool {
    let line = default.strip_suffix('\n').unwrap_or(default);
    let between = |open: char, close: char| {
        line.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.is_empty() && !inner.contains('\n'))
    };
    let digit = line.chars().count() == 1 && line.chars().all(|c| c.is_ascii_digit() || c == '.');
    !default.is_empty() && !digit && !between('\'', '\'') && !between('(', ')')
}

/// What MySQL has of a table besides: engine, character set, comment, partitions.
fn of_mysql(dialect: DialectName, known: Vec<(String, String)>) -> Options {
    let mut options = Options::none();
    for (name, value) in known {
        options.set(&format!("{dialect}_{name}"), OptionValue::Str(value));
    }
    options
}

/// What follows the closing bracket of CREATE TABLE.
fn table_options(create_sql: &str) -> Options {
    let tail = create_sql.rsplit_once(')').map_or("", |(_, tail)| tail).to_ascii_uppercase();
    let mut options = Options::none();
    for option in tail.split(',') {
        match option.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["WITHOUT", "ROWID"] => options.set("sqlite_with_rowid", OptionValue::Bool(false)),
            ["STRICT"] => options.set("sqlite_strict", OptionValue::Bool(true)),
            _ => {}
        }
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_as_defaults_get_brackets() {
        for plain in ["1", ".", "'a'", "(1)", ""] {
            assert!(!needs_brackets(plain), "{plain}");
        }
        for expression in ["10", "''", "CURRENT_TIMESTAMP", "'a\nb'", "()"] {
            assert!(needs_brackets(expression), "{expression}");
        }
    }

    #[test]
    fn options_follow_the_bracket() {
        let options = table_options("CREATE TABLE t (a INT CHECK (a > 1)) without  rowid, STRICT");
        assert_eq!(options.get("sqlite_with_rowid"), Some(&OptionValue::Bool(false)));
        assert!(options.is_true("sqlite_strict"));
        assert_eq!(table_options("CREATE TABLE strict (a INT)"), Options::none());
        assert_eq!(table_options(""), Options::none());
    }

    #[test]
    fn a_table_of_mysql_keeps_its_comment_and_engine() {
        let known = vec![("comment".to_owned(), "pets".to_owned()), ("engine".to_owned(), "Aria".to_owned())];
        let options = of_mysql(DialectName::Mariadb, known);
        assert_eq!(options.get("mariadb_comment"), Some(&OptionValue::Str("pets".to_owned())));
        assert_eq!(options.get("mariadb_engine"), Some(&OptionValue::Str("Aria".to_owned())));
    }
}
