//! Parts of a table as the inspectors of SQLAlchemy's dialects tell them: which keys a dictionary has differs.

use limbeck_ops::{
    Autoincrement, Column, DialectName, ElementOrder, Expr, Identity, ReflectedCheck, ReflectedDomain, ReflectedEnum,
    ReflectedForeignKey, ReflectedIndex, ReflectedKey, ServerDefault,
};
use limbeck_python::{Result, Value, Vm};

use super::{Told, not_implemented, strings};
use crate::sa::expr::{element, text_expr};
use crate::sa::types::{reflected_type_value, type_value};

type Items = Vec<(&'static str, Value)>;

fn text(value: Option<&String>) -> Value {
    value.map_or(Value::None, Value::str)
}

fn default_text(vm: &mut Vm, default: Option<&ServerDefault>) -> Result<Value> {
    Ok(match default {
        None | Some(ServerDefault::Fetched) => Value::None,
        Some(ServerDefault::Str(text)) => Value::str(text),
        Some(ServerDefault::Expr(Expr::Text(text))) => Value::str(&text.text),
        Some(ServerDefault::Expr(expr)) => {
            let query = limbeck_ops::Query::Expr(Box::new(expr.clone()));
            Value::from(crate::sa::engine::render_query(vm, &query, &Value::None, true)?)
        }
    })
}

/// `get_columns`
pub(super) fn columns(vm: &mut Vm, told: &Told) -> Result<Value> {
    let mut out = Vec::new();
    for reflected in &told.table.columns {
        let column = &reflected.column;
        let items = match told.dialect {
            DialectName::Postgresql => postgresql_column(vm, column)?,
            DialectName::Sqlite => {
                let key = told.table.primary_key.as_ref();
                let place = key.and_then(|key| key.columns.iter().position(|name| *name == column.name.text));
                sqlite_column(vm, column, place)?
            }
            DialectName::Mysql | DialectName::Mariadb => mysql_column(vm, column)?,
        };
        out.push(Value::dict(items));
    }
    Ok(Value::list(out))
}

fn postgresql_column(vm: &mut Vm, column: &Column) -> Result<Items> {
    let mut items = vec![
        ("name", Value::str(&column.name.text)),
        ("type", type_value(vm, &column.ty)),
        ("nullable", Value::Bool(column.nullable)),
        ("default", default_text(vm, column.server_default.as_ref())?),
        ("autoincrement", Value::Bool(column.autoincrement == Autoincrement::Yes || column.identity.is_some())),
        ("comment", text(column.comment.as_ref())),
    ];
    items.extend(computed(vm, column)?);
    if let Some(options) = &column.identity {
        items.push(("identity", identity(options)));
    }
    Ok(items)
}

fn identity(identity: &Identity) -> Value {
    let sequence = &identity.sequence;
    let number = |value: Option<i64>| value.map_or(Value::None, Value::int);
    Value::dict([
        ("always", Value::Bool(identity.always)),
        ("start", number(sequence.start)),
        ("increment", number(sequence.increment)),
        ("minvalue", number(sequence.min_value)),
        ("maxvalue", number(sequence.max_value)),
        ("cache", number(sequence.cache)),
        ("cycle", Value::Bool(sequence.cycle == Some(true))),
    ])
}

fn computed(vm: &mut Vm, column: &Column) -> Result<Option<(&'static str, Value)>> {
    let Some(computed) = &column.computed else { return Ok(None) };
    let default = ServerDefault::Expr(computed.expr.clone());
    let mut parts = vec![("sqltext", default_text(vm, Some(&default))?)];
    if let Some(persisted) = computed.persisted {
        parts.push(("persisted", Value::Bool(persisted)));
    }
    Ok(Some(("computed", Value::dict(parts))))
}

fn sqlite_column(vm: &mut Vm, column: &Column, place: Option<usize>) -> Result<Items> {
    let place = place.map_or(0, |place| i64::try_from(place).unwrap_or(i64::MAX).saturating_add(1));
    let mut items = vec![
        ("name", Value::str(&column.name.text)),
        ("type", type_value(vm, &column.ty)),
        ("nullable", Value::Bool(column.nullable)),
        ("default", default_text(vm, column.server_default.as_ref())?),
        ("primary_key", Value::int(place)),
    ];
    items.extend(computed(vm, column)?);
    Ok(items)
}

/// SQLAlchemy's pattern for columns of MySQL takes no literal of bits.
pub(super) fn is_untold_default(column: &Column, dialect: DialectName) -> bool {
    match &column.server_default {
        Some(ServerDefault::Expr(Expr::Text(text))) => dialect.is_mysql() && text.text.starts_with("b'"),
        Some(ServerDefault::Expr(_) | ServerDefault::Str(_) | ServerDefault::Fetched) | None => false,
    }
}

/// `autoincrement` of integers only.
fn mysql_column(vm: &mut Vm, column: &Column) -> Result<Items> {
    let untold = is_untold_default(column, DialectName::Mysql);
    let default = column.server_default.as_ref().filter(|_| !untold);
    let default = default_text(vm, default)?;
    let mut items = vec![
        ("name", Value::str(&column.name.text)),
        ("type", reflected_type_value(vm, &column.ty, DialectName::Mysql)),
        ("default", default),
        ("comment", text(column.comment.as_ref())),
        ("nullable", Value::Bool(column.nullable)),
    ];
    match column.autoincrement {
        Autoincrement::Yes => items.push(("autoincrement", Value::Bool(true))),
        Autoincrement::No => items.push(("autoincrement", Value::Bool(false))),
        Autoincrement::Auto | Autoincrement::IgnoreForeignKey => {}
    }
    items.extend(computed(vm, column)?);
    Ok(items)
}

/// `dialect_options` of a key of PostgreSQL.
fn key_options(key: &ReflectedKey, is_unique: bool) -> (&'static str, Value) {
    let mut options = vec![("postgresql_include", strings(key.include.clone()))];
    if is_unique {
        options.push(("postgresql_nulls_not_distinct", Value::Bool(key.nulls_not_distinct)));
    }
    ("dialect_options", Value::dict(options))
}

/// `get_pk_constraint`
pub(super) fn primary_key(_vm: &mut Vm, told: &Told) -> Result<Value> {
    let Some(key) = &told.table.primary_key else {
        return Ok(Value::dict([("name", Value::None), ("constrained_columns", strings([]))]));
    };
    let mut items = vec![("constrained_columns", strings(key.columns.clone())), ("name", text(key.name.as_ref()))];
    if told.dialect == DialectName::Postgresql {
        items.push(("comment", text(key.comment.as_ref())));
        items.push(key_options(key, false));
    }
    Ok(Value::dict(items))
}

/// `get_foreign_keys`
pub(super) fn foreign_keys(_vm: &mut Vm, told: &Told) -> Result<Value> {
    Ok(Value::list(told.table.foreign_keys.iter().map(|key| foreign_key(key, told.dialect)).collect()))
}

fn foreign_key(key: &ReflectedForeignKey, dialect: DialectName) -> Value {
    let said = |text: &Option<String>| text.as_deref().map(Value::str);
    let on_update = ("onupdate", said(&key.on_update));
    let on_delete = ("ondelete", said(&key.on_delete));
    let initially = ("initially", said(&key.initially));
    let deferrable = ("deferrable", key.deferrable.map(Value::Bool));
    let match_kind = ("match", said(&key.match_kind));
    // Each dialect of SQLAlchemy has an order of its own.
    let options = match dialect {
        DialectName::Sqlite => [on_delete, on_update, deferrable, initially, match_kind],
        DialectName::Postgresql | DialectName::Mysql | DialectName::Mariadb => {
            [on_update, on_delete, initially, deferrable, match_kind]
        }
    };
    let options: Vec<(&str, Value)> = options.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    let schema = key.referred_table.schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text));
    let mut items = vec![
        ("name", text(key.name.as_ref())),
        ("constrained_columns", strings(key.columns.clone())),
        ("referred_schema", schema),
        ("referred_table", Value::str(&key.referred_table.name.text)),
        ("referred_columns", strings(key.referred_columns.clone())),
        ("options", Value::dict(options)),
    ];
    if dialect == DialectName::Postgresql {
        items.push(("comment", text(key.comment.as_ref())));
    }
    Value::dict(items)
}

/// `get_indexes`
pub(super) fn indexes(vm: &mut Vm, told: &Told) -> Result<Value> {
    let all = told.table.indexes.iter();
    Ok(Value::list(match told.dialect {
        DialectName::Postgresql => all.map(postgresql_index).collect(),
        // SQLAlchemy skips indexes of expressions there.
        DialectName::Sqlite => {
            all.filter(|index| index.columns.iter().all(Option::is_some)).map(|index| sqlite_index(vm, index)).collect()
        }
        DialectName::Mysql | DialectName::Mariadb => all.map(|index| mysql_index(index, told.dialect)).collect(),
    }))
}

fn column_names(index: &ReflectedIndex) -> Value {
    Value::list(index.columns.iter().map(|name| text(name.as_ref())).collect())
}

/// The words for an order that is not the default one.
pub(super) fn order_words(order: ElementOrder) -> Vec<&'static str> {
    match (order.descending, order.nulls_first) {
        (false, false) => Vec::new(),
        (false, true) => vec!["nulls_first"],
        (true, true) => vec!["desc"],
        (true, false) => vec!["desc", "nulls_last"],
    }
}

fn postgresql_index(index: &ReflectedIndex) -> Value {
    let mut items = vec![
        ("name", Value::str(&index.name)),
        ("unique", Value::Bool(index.unique)),
        ("column_names", column_names(index)),
    ];
    // A column's plain name, an expression's text.
    let elements: Vec<String> = index
        .columns
        .iter()
        .zip(&index.expressions)
        .map(|(column, text)| column.clone().unwrap_or_else(|| text.clone()))
        .collect();
    if index.columns.iter().any(Option::is_none) {
        items.push(("expressions", strings(elements.clone())));
    }
    let mut options = Vec::new();
    let classes: Vec<(&String, Value)> = elements
        .iter()
        .zip(&index.operator_classes)
        .filter_map(|(element, class)| Some((element, Value::str(class.as_ref()?))))
        .collect();
    if !classes.is_empty() {
        options.push(("postgresql_ops", Value::dict(classes)));
    }
    let sorting: Vec<(&String, Value)> = elements
        .iter()
        .zip(&index.orders)
        .map(|(element, order)| (element, order_words(*order)))
        .filter(|(_, words)| !words.is_empty())
        .map(|(element, words)| (element, Value::tuple(words.into_iter().map(Value::str).collect())))
        .collect();
    if !sorting.is_empty() {
        items.push(("column_sorting", Value::dict(sorting)));
    }
    if let Some(constraint) = &index.duplicates_constraint {
        items.push(("duplicates_constraint", Value::str(constraint)));
    }
    if !index.with.is_empty() {
        let pairs = index.with.iter().filter_map(|option| option.split_once('='));
        options.push(("postgresql_with", Value::dict(pairs.map(|(name, value)| (name, Value::str(value))))));
    }
    if let Some(method) = index.method.as_ref().filter(|method| *method != "btree") {
        options.push(("postgresql_using", Value::str(method)));
    }
    if let Some(predicate) = &index.predicate {
        options.push(("postgresql_where", Value::str(predicate)));
    }
    items.push(("include_columns", strings(index.include.clone())));
    options.push(("postgresql_include", strings(index.include.clone())));
    if index.nulls_not_distinct {
        options.push(("postgresql_nulls_not_distinct", Value::Bool(true)));
    }
    items.push(("dialect_options", Value::dict(options)));
    Value::dict(items)
}

/// A colon before a word begins a bound value, and there is none in what the database tells.
fn escaped(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut chars = sql.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let begins_bind = chars.peek().is_some_and(|next| next.is_alphanumeric() || *next == '_');
        if c == ':' && begins_bind && !(last.is_alphanumeric() || matches!(last, '_' | ':' | '\\')) {
            out.push('\\');
        }
        out.push(c);
        last = c;
    }
    out
}

fn sqlite_index(vm: &Vm, index: &ReflectedIndex) -> Value {
    let mut options = Vec::new();
    if let Some(predicate) = &index.predicate {
        options.push(("sqlite_where", element(vm, text_expr(&escaped(predicate)))));
    }
    Value::dict([
        ("name", Value::str(&index.name)),
        ("column_names", column_names(index)),
        ("unique", Value::int(i64::from(index.unique))),
        ("dialect_options", Value::dict(options)),
    ])
}

/// `FULLTEXT`, `SPATIAL`, `UNIQUE`.
pub(super) fn mysql_flavour(index: &ReflectedIndex) -> Option<&str> {
    index
        .definition
        .as_deref()?
        .split_once(" KEY ")
        .map(|(flavour, _)| flavour)
        .filter(|flavour| !flavour.contains('`'))
}

/// The prefix length of each column that has one: `` `name`(10) ``.
pub(super) fn mysql_lengths(index: &ReflectedIndex) -> Vec<(String, i64)> {
    let length = |text: &String| text.rsplit_once("`(")?.1.trim_end_matches(" DESC").strip_suffix(')')?.parse().ok();
    let pairs = index.columns.iter().zip(&index.expressions);
    pairs.filter_map(|(name, text)| Some((name.clone()?, length(text)?))).collect()
}

/// The parser of a fulltext index.
pub(super) fn mysql_parser(index: &ReflectedIndex) -> Option<&str> {
    let (_, after) = index.definition.as_deref()?.rsplit_once("WITH PARSER `")?;
    after.split_once('`').map(|(name, _)| name)
}

fn mysql_index(index: &ReflectedIndex, dialect: DialectName) -> Value {
    let mut items = vec![
        ("name".to_owned(), Value::str(&index.name)),
        ("column_names".to_owned(), column_names(index)),
        ("unique".to_owned(), Value::Bool(index.unique)),
    ];
    let mut options = Vec::new();
    if let Some(flavour) = mysql_flavour(index) {
        if !index.unique {
            options.push((format!("{dialect}_prefix"), Value::str(flavour)));
        }
        items.push(("type".to_owned(), Value::str(flavour)));
    }
    if let Some(parser) = mysql_parser(index) {
        options.push((format!("{dialect}_with_parser"), Value::str(parser)));
    }
    let lengths = mysql_lengths(index);
    if !lengths.is_empty() {
        let lengths = lengths.into_iter().map(|(name, length)| (name, Value::int(length)));
        options.push((format!("{dialect}_length"), Value::dict(lengths)));
    }
    if !options.is_empty() {
        items.push(("dialect_options".to_owned(), Value::dict(options)));
    }
    Value::dict(items)
}

/// `get_unique_constraints`
pub(super) fn unique_constraints(_vm: &mut Vm, told: &Told) -> Result<Value> {
    let one = |key: &ReflectedKey| {
        let mut items = vec![("name", text(key.name.as_ref())), ("column_names", strings(key.columns.clone()))];
        match told.dialect {
            DialectName::Postgresql => {
                items.swap(0, 1);
                items.push(("comment", text(key.comment.as_ref())));
                items.push(key_options(key, true));
            }
            DialectName::Sqlite => {}
            DialectName::Mysql | DialectName::Mariadb => items.push(("duplicates_index", text(key.name.as_ref()))),
        }
        Value::dict(items)
    };
    Ok(Value::list(told.table.unique_constraints.iter().map(one).collect()))
}

/// `get_check_constraints`
pub(super) fn checks(_vm: &mut Vm, told: &Told) -> Result<Value> {
    let one = |check: &ReflectedCheck| {
        let mut items = vec![("name", text(check.name.as_ref())), ("sqltext", Value::str(&check.condition))];
        if told.dialect == DialectName::Sqlite {
            items.swap(0, 1);
        }
        if told.dialect == DialectName::Postgresql {
            items.push(("comment", text(check.comment.as_ref())));
            let mut options = Vec::new();
            if check.not_valid {
                options.push(("not_valid", Value::Bool(true)));
            }
            if check.no_inherit {
                options.push(("no_inherit", Value::Bool(true)));
            }
            if !options.is_empty() {
                items.push(("dialect_options", Value::dict(options)));
            }
        }
        Value::dict(items)
    };
    Ok(Value::list(sorted_checks(told).into_iter().map(one).collect()))
}

/// By name, those without one last, on the dialects that sort them.
pub(super) fn sorted_checks(told: &Told) -> Vec<&ReflectedCheck> {
    let mut checks: Vec<&ReflectedCheck> = told.table.checks.iter().collect();
    if told.dialect != DialectName::Postgresql {
        checks
            .sort_by_key(|check| check.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| "~".to_owned()));
    }
    checks
}

/// `get_table_comment`
pub(super) fn comment(vm: &mut Vm, told: &Told) -> Result<Value> {
    match told.dialect {
        DialectName::Sqlite => Err(not_implemented(vm)),
        DialectName::Postgresql | DialectName::Mysql | DialectName::Mariadb => {
            Ok(Value::dict([("text", text(told.table.comment.as_ref()))]))
        }
    }
}

/// `get_table_options`
pub(super) fn options(vm: &mut Vm, told: &Told) -> Result<Value> {
    let value = |text: &String| match (told.dialect, text.as_str()) {
        (DialectName::Sqlite, text) => Value::Bool(text == "True"),
        (_, text) => Value::str(text),
    };
    match told.dialect {
        DialectName::Postgresql => Err(not_implemented(vm)),
        DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => {
            let options = told.table.options.iter();
            Ok(Value::dict(options.map(|(name, text)| (format!("{}_{name}", told.dialect), value(text)))))
        }
    }
}

/// An entry of `get_enums`.
pub(super) fn enumeration(one: ReflectedEnum) -> Value {
    Value::dict([
        ("name", Value::from(one.name)),
        ("schema", Value::from(one.schema)),
        ("visible", Value::Bool(one.visible)),
        ("labels", strings(one.labels)),
    ])
}

/// An entry of `get_domains`.
pub(super) fn domain(one: ReflectedDomain) -> Value {
    let check = |(name, condition)| Value::dict([("name", Value::from(name)), ("check", Value::from(condition))]);
    Value::dict([
        ("name", Value::from(one.name)),
        ("schema", Value::from(one.schema)),
        ("visible", Value::Bool(one.visible)),
        ("type", Value::from(one.type_text)),
        ("nullable", Value::Bool(one.nullable)),
        ("default", text(one.default.as_ref())),
        ("constraints", Value::list(one.checks.into_iter().map(check).collect())),
        ("collation", text(one.collation.as_ref())),
    ])
}
