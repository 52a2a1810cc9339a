//! Tables, indexes and altered columns of PostgreSQL: SQLAlchemy's `PGDDLCompiler`, Alembic's `ddl/postgresql.py`.

use limbeck_ops::op::{AlterColumn, Change, DefaultChange};
use limbeck_ops::{
    Computed, Expr, Identity, Index, IndexElement, Name, OptionValue, Options, Sequence, ServerDefault, Table, TypeKind,
};

use crate::compile::{ddl_expr, types};
use crate::ddl::{
    ColumnSite, alter_table, default_statement, default_text, element_text, generic_alter_column, identity,
    is_keyword_phrase, is_word, option_text, option_where, refuse_phrase, sequence_options,
};
use crate::error::SqlError;
use crate::quoting::Style;

/// A column: SERIAL and its kin, or the type with its default.
pub(super) fn column(style: &Style<'_>, site: &ColumnSite<'_>) -> Result<String, SqlError> {
    let column = site.column;
    let mut text = style.quote(&column.name);
    let plain_default = column.default.is_none()
        && !column.python_default
        && column.sequence.as_ref().is_none_or(|sequence| sequence.optional);
    if column.primary_key && site.is_autoincrement(style)? && column.identity.is_none() && plain_default {
        text.push_str(match &column.ty.for_dialect(style.dialect.name).kind {
            TypeKind::BigInteger => " BIGSERIAL",
            TypeKind::SmallInteger => " SMALLSERIAL",
            TypeKind::Mysql { name, .. } if name == "BIGINT" => " BIGSERIAL",
            TypeKind::Mysql { name, .. } if name == "SMALLINT" => " SMALLSERIAL",
            _ => " SERIAL",
        });
    } else {
        text.push_str(&format!(" {}", types::render(style, &column.ty)?));
        if let Some(default) = &column.server_default
            && let Some(default) = default_text(style, default)?
        {
            text.push_str(&format!(" DEFAULT {default}"));
        }
    }
    if let Some(computed) = &column.computed {
        text.push_str(&format!(" {}", stored(style, computed)?));
    }
    match &column.identity {
        Some(one) => {
            text.push_str(&format!(" {}", identity(one)));
            if column.nullable {
                text.push_str(" NULL");
            }
        }
        None if !column.nullable => text.push_str(" NOT NULL"),
        None => {}
    }
    Ok(text)
}

fn stored(style: &Style<'_>, computed: &Computed) -> Result<String, SqlError> {
    if computed.persisted == Some(false) {
        return Err(SqlError::compile(
            "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or True for PostgreSQL support.",
        ));
    }
    Ok(format!("GENERATED ALWAYS AS ({}) STORED", ddl_expr(style, &computed.expr)?))
}

/// ` NOT VALID`, if it was asked for.
pub(super) fn not_valid(options: &Options) -> &'static str {
    if options.is_true("postgresql_not_valid") { " NOT VALID" } else { "" }
}

/// ` INCLUDE (…)` of a constraint. Columns that its table does not have are refused; that of a constraint by itself has no
/// more than the columns of the constraint.
pub(super) fn include_existing(
    style: &Style<'_>,
    options: &Options,
    own: &[Name],
    table: Option<&Table>,
) -> Result<String, SqlError> {
    let known: Vec<&Name> = match table {
        Some(table) => table.columns.iter().map(|column| &column.name).collect(),
        None => own.iter().collect(),
    };
    if let Some(OptionValue::List(items)) = options.get("postgresql_include") {
        for item in items {
            if let OptionValue::Str(wanted) = item
                && known.iter().all(|name| name.text != *wanted)
            {
                return Err(SqlError::of("KeyError", format!("'{wanted}'")));
            }
        }
    }
    include(style, options, &known)
}

/// ` INCLUDE (…)`, if it was asked for; columns that are known are quoted as they are declared.
pub(super) fn include(style: &Style<'_>, options: &Options, known: &[&Name]) -> Result<String, SqlError> {
    let Some(value) = options.get("postgresql_include").filter(|_| options.is_true("postgresql_include")) else {
        return Ok(String::new());
    };
    let OptionValue::List(items) = value else {
        return Err(SqlError::of("ArgumentError", "postgresql_include takes a list of columns"));
    };
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        names.push(match item {
            OptionValue::Expr(expr) => ddl_expr(style, expr)?,
            other => {
                let text = option_text(style, other)?;
                match known.iter().find(|name| name.text == text) {
                    Some(name) => style.quote(name),
                    None => style.quote_str(&text),
                }
            }
        });
    }
    Ok(format!(" INCLUDE ({})", names.join(", ")))
}

/// The method of an index: a word, in small letters.
pub(super) fn method(text: &str) -> Result<String, SqlError> {
    if !text.is_empty() && text.chars().all(is_word) {
        return Ok(text.to_lowercase());
    }
    Err(refuse_phrase(text, r"^(?:btree|hash|gist|gin|[\w_]+)$"))
}

/// The action of ON DELETE: words, and for SET NULL and SET DEFAULT a list of columns.
pub(super) fn on_delete(action: &str) -> Result<&str, SqlError> {
    let (words, columns) = match action.split_once('(') {
        Some((words, rest)) => (words.trim_end(), Some(rest)),
        None => (action, None),
    };
    let columns_fit = columns.is_none_or(|rest| {
        rest.trim_end().strip_suffix(')').is_some_and(|list| {
            list.split(',').all(|column| {
                let column = column.trim();
                let quoted = column.len() > 2 && column.starts_with('"') && column.ends_with('"');
                quoted || (!column.is_empty() && column.chars().all(|c| is_word(c) || c == '$'))
            })
        })
    });
    if is_keyword_phrase(words) && columns_fit {
        return Ok(action);
    }
    Err(refuse_phrase(
        action,
        r#"^\w+(?:\s+\w+)*(?:\s*\(\s*(?:[\w$]+|"(?:[^"]|"")+")(?:\s*,\s*(?:[\w$]+|"(?:[^"]|"")+"))*\s*\))?$"#,
    ))
}

/// `NULLS NOT DISTINCT`, or its opposite.
pub(super) fn nulls_distinct(options: &Options) -> &'static str {
    match options.get("postgresql_nulls_not_distinct") {
        Some(OptionValue::Bool(true)) => "NULLS NOT DISTINCT",
        Some(OptionValue::Bool(false)) => "NULLS DISTINCT",
        _ => "",
    }
}

/// What follows the closing bracket of CREATE TABLE.
pub(super) fn after_create_table(style: &Style<'_>, table: &Table) -> Result<String, SqlError> {
    let options = &table.options;
    let set = |name: &str| options.get(name).filter(|_| options.is_true(name));
    let mut text = String::new();
    match options.get("postgresql_inherits") {
        None | Some(OptionValue::None) => {}
        Some(OptionValue::List(items)) => {
            let names: Result<Vec<_>, _> =
                items.iter().map(|item| option_text(style, item).map(|name| style.quote_str(&name))).collect();
            text.push_str(&format!("\n INHERITS ( {} )", names?.join(", ")));
        }
        Some(one) => text.push_str(&format!("\n INHERITS ( {} )", style.quote_str(&option_text(style, one)?))),
    }
    if let Some(value) = set("postgresql_partition_by") {
        text.push_str(&format!("\n PARTITION BY {}", option_text(style, value)?));
    }
    if let Some(value) = set("postgresql_using") {
        text.push_str(&format!("\n USING {}", option_text(style, value)?));
    }
    match options.get("postgresql_with_oids") {
        Some(OptionValue::Bool(true)) => text.push_str("\n WITH OIDS"),
        Some(OptionValue::Bool(false)) => text.push_str("\n WITHOUT OIDS"),
        _ => {}
    }
    if let Some(value) = set("postgresql_on_commit") {
        text.push_str(&format!("\n ON COMMIT {}", option_text(style, value)?.replace('_', " ").to_uppercase()));
    }
    if let Some(value) = set("postgresql_tablespace") {
        text.push_str(&format!("\n TABLESPACE {}", style.quote_str(&option_text(style, value)?)));
    }
    Ok(text)
}

/// CREATE INDEX.
pub(super) fn create_index(style: &Style<'_>, index: &Index, if_not_exists: bool) -> Result<String, SqlError> {
    let options = &index.options;
    let Some(name) = style.constraint_name(&index.name)? else {
        return Err(SqlError::compile("CREATE INDEX requires that the index have a name"));
    };
    let unique = if index.unique { "UNIQUE " } else { "" };
    let concurrently = if options.is_true("postgresql_concurrently") { "CONCURRENTLY " } else { "" };
    let if_not_exists = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut text =
        format!("CREATE {unique}INDEX {concurrently}{if_not_exists}{name} ON {} ", style.table(&index.table));
    if let Some(value) = options.get("postgresql_using").filter(|_| options.is_true("postgresql_using")) {
        text.push_str(&format!("USING {} ", method(&option_text(style, value)?)?));
    }
    let mut elements = Vec::with_capacity(index.elements.len());
    for element in &index.elements {
        let class = operator_class(style, options, element)?;
        elements.push(format!("{}{class}", element_text(style, element, true)?));
    }
    text.push_str(&format!("({})", elements.join(", ")));
    let names: Vec<&Name> = index
        .elements
        .iter()
        .filter_map(|element| match element {
            IndexElement::Column(name) => Some(name),
            IndexElement::Expr(_) => None,
        })
        .collect();
    text.push_str(&include(style, options, &names)?);
    let distinct = nulls_distinct(options);
    if !distinct.is_empty() {
        text.push_str(&format!(" {distinct}"));
    }
    match options.get("postgresql_with") {
        Some(OptionValue::Map(items)) if !items.is_empty() => {
            let mut parts = Vec::with_capacity(items.len());
            for (name, value) in items {
                parts.push(format!("{name} = {}", option_text(style, value)?));
            }
            text.push_str(&format!(" WITH ({})", parts.join(", ")));
        }
        _ => {}
    }
    if let Some(value) = options.get("postgresql_tablespace").filter(|_| options.is_true("postgresql_tablespace")) {
        text.push_str(&format!(" TABLESPACE {}", style.quote_str(&option_text(style, value)?)));
    }
    if let Some(condition) = option_where(style, options.get("postgresql_where"))? {
        text.push_str(&format!(" WHERE {condition}"));
    }
    Ok(text)
}

/// The operator class of an element, by its name in `postgresql_ops`.
fn operator_class(style: &Style<'_>, options: &Options, element: &IndexElement) -> Result<String, SqlError> {
    let key: Option<&str> = match element {
        IndexElement::Column(name) => Some(&name.text),
        IndexElement::Expr(limbeck_ops::Expr::Column(column)) => Some(&column.name.text),
        IndexElement::Expr(limbeck_ops::Expr::Label { name, .. }) => Some(&name.text),
        // Alembic takes a text for a column of that name.
        IndexElement::Expr(limbeck_ops::Expr::Text(text)) => Some(&text.text),
        IndexElement::Expr(_) => None,
    };
    let (Some(key), Some(OptionValue::Map(items))) = (key, options.get("postgresql_ops")) else {
        return Ok(String::new());
    };
    match items.iter().find(|(name, _)| name == key) {
        Some((_, class)) => Ok(format!(" {}", option_text(style, class)?)),
        None => Ok(String::new()),
    }
}

/// TYPE with USING, then NULL, DEFAULT, COMMENT, RENAME.
pub(super) fn alter_column(style: &Style<'_>, op: &AlterColumn) -> Result<Vec<String>, SqlError> {
    let using = match op.options.get("postgresql_using") {
        None | Some(OptionValue::None) => None,
        Some(value) => Some(option_text(style, value)?),
    };
    let mut texts = Vec::new();
    match (&op.new_type, using) {
        (None, Some(_)) => {
            return Err(SqlError::of("CommandError", "postgresql_using must be used with the type_ parameter"));
        }
        (Some(ty), using) => {
            let using = using.filter(|using| !using.is_empty()).map(|using| format!("USING {using}"));
            texts.push(format!(
                "{} ALTER COLUMN {} TYPE {} {}",
                alter_table(style, &op.table),
                style.quote(&op.column),
                types::render(style, ty)?,
                using.unwrap_or_default()
            ));
        }
        (None, None) => {}
    }
    texts.extend(generic_alter_column(style, op, false, "RENAME")?);
    Ok(texts)
}

/// SET DEFAULT and DROP DEFAULT; identity columns are added, changed and dropped.
pub(super) fn alter_default(style: &Style<'_>, op: &AlterColumn, head: &str) -> Result<Option<String>, SqlError> {
    let existing = match &op.existing_server_default {
        Change::Set(DefaultChange::Computed(_)) => return default_statement(style, op, head),
        Change::Set(DefaultChange::Identity(existing)) => Some(existing),
        Change::Set(DefaultChange::Default(_) | DefaultChange::Refused(_)) | Change::Keep | Change::Drop => None,
    };
    if compares_expression(&op.server_default, &op.existing_server_default) {
        return Err(SqlError::of("TypeError", "Boolean value of this clause is not defined"));
    }
    match (&op.server_default, existing) {
        (Change::Drop, Some(_)) => Ok(Some(format!("{head} DROP IDENTITY"))),
        (Change::Set(DefaultChange::Identity(new)), Some(existing)) => {
            Ok(Some(format!("{head} {}", identity_changes(new, existing))))
        }
        (Change::Set(DefaultChange::Identity(new)), None) => match &op.existing_server_default {
            Change::Set(_) => Ok(Some(format!("{head} {}", identity_changes(new, &Identity::default())))),
            Change::Keep | Change::Drop => Ok(Some(format!("{head} ADD {}", identity(new)))),
        },
        // What Alembic makes of a default in place of an identity.
        (Change::Set(DefaultChange::Default(_) | DefaultChange::Refused(_)), Some(_)) => Ok(Some(format!("{head} "))),
        (Change::Keep | Change::Drop, _) | (Change::Set(_), _) => default_statement(style, op, head),
    }
}

/// Whether an identity takes the place of an expression, or the other way round: SQLAlchemy compares the two, which an
/// expression does not bear. `text()` does, where the options of the identity alone tell them apart.
fn compares_expression(new: &Change<DefaultChange>, old: &Change<DefaultChange>) -> bool {
    match (new, old) {
        (
            Change::Set(DefaultChange::Identity(new)),
            Change::Set(DefaultChange::Default(ServerDefault::Expr(Expr::Text(_)))),
        ) => identity_changes(new, &Identity::default()).is_empty(),
        (Change::Set(DefaultChange::Identity(_)), Change::Set(DefaultChange::Default(ServerDefault::Expr(_))))
        | (Change::Set(DefaultChange::Default(ServerDefault::Expr(_))), Change::Set(DefaultChange::Identity(_))) => {
            true
        }
        (Change::Set(_) | Change::Keep | Change::Drop, _) => false,
    }
}

/// `SET …` for every option that differs, in the order of SQLAlchemy's names for them.
fn identity_changes(new: &Identity, existing: &Identity) -> String {
    let mut text = String::new();
    if new.always != existing.always {
        text.push_str(if new.always { "SET GENERATED ALWAYS " } else { "SET GENERATED BY DEFAULT " });
    }
    let (a, b) = (&new.sequence, &existing.sequence);
    let mut set = |sequence: Sequence| text.push_str(&format!("SET {} ", sequence_options(&sequence)));
    if a.cache.is_some() && a.cache != b.cache {
        set(Sequence { cache: a.cache, ..Sequence::default() });
    }
    if a.cycle.is_some() && a.cycle != b.cycle {
        set(Sequence { cycle: a.cycle, ..Sequence::default() });
    }
    if a.increment.is_some() && a.increment != b.increment {
        set(Sequence { increment: a.increment, ..Sequence::default() });
    }
    if a.max_value.is_some() && a.max_value != b.max_value {
        set(Sequence { max_value: a.max_value, ..Sequence::default() });
    }
    if a.min_value.is_some() && a.min_value != b.min_value {
        set(Sequence { min_value: a.min_value, ..Sequence::default() });
    }
    if a.no_max_value.is_some() && a.no_max_value != b.no_max_value {
        set(Sequence { no_max_value: a.no_max_value, ..Sequence::default() });
    }
    if a.no_min_value.is_some() && a.no_min_value != b.no_min_value {
        set(Sequence { no_min_value: a.no_min_value, ..Sequence::default() });
    }
    if a.start.is_some() && a.start != b.start {
        set(Sequence { start: a.start, ..Sequence::default() });
    }
    text
}
