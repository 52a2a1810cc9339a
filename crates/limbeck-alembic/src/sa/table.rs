//! `sa.Table`, `sa.table(…)`, aliases and joins: what statements read from and write to.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use limbeck_ops::{
    ColumnRef, Constraint, ConstraintName, Deferral, Expr, ForeignKey, From, Index, IndexElement, JoinFault, JoinKey,
    Lost, Name, NamingConvention, OptionValue, Options, PrimaryKey, Table, TableName, Type, TypeKind,
};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::attaching::attach;
use crate::sa::classes::classes;
use crate::sa::column::{ColumnObject, column_constraints};
use crate::sa::constraints::{ConstraintObject, IndexObject, column_of_table, creation_order, string_option};
use crate::sa::dialect_arguments::dialect_options;
use crate::sa::events;
use crate::sa::expr;
use crate::sa::inspect::{self, Wanted};
use crate::sa::metadata::{MetaDataObject, register};
use crate::sa::names::{optional_name, required_name, text_of};
use crate::sa::naming::name_table;

/// `sa.Table(…)`, and `sa.table(…)`, which has nothing but columns.
#[derive(Debug)]
pub struct TableObject {
    class: Rc<Class>,
    /// Its name.
    pub name: TableName,
    /// The MetaData it belongs to.
    pub metadata: Option<Value>,
    /// Columns in order.
    pub columns: RefCell<Vec<Rc<ColumnObject>>>,
    /// Constraints with their order of creation, those of columns included, no convention applied.
    pub constraints: RefCell<Vec<(u64, Constraint)>>,
    /// Indexes, no convention applied.
    pub indexes: RefCell<Vec<Index>>,
    /// Those of them that were made by themselves, by order of creation.
    taken: RefCell<Vec<u64>>,
    /// Comment.
    pub comment: Option<String>,
    /// Prefixes.
    pub prefixes: Vec<String>,
    /// Dialect options, as the table was made with them.
    options: Options,
    /// `kwargs` and `info`, once a script has seen them: it may change them.
    seen: RefCell<Vec<(&'static str, Value)>>,
    /// Columns that exclude constraints name by strings.
    excluded: RefCell<Vec<Name>>,
    from: RefCell<Option<Arc<From>>>,
}

impl TableObject {
    /// An attribute that stays the same object.
    fn seen(&self, name: &'static str, made: Value) -> Value {
        let mut seen = self.seen.borrow_mut();
        if let Some((_, value)) = seen.iter().find(|(known, _)| *known == name) {
            return value.clone();
        }
        seen.push((name, made.clone()));
        made
    }

    /// The dialect options, as the script has left them.
    fn options(&self, vm: &mut Vm) -> Result<Options> {
        let kwargs = self.seen.borrow().iter().find(|(name, _)| *name == "kwargs").map(|(_, value)| value.clone());
        let Some(kwargs) = kwargs.as_ref().and_then(Value::as_dict) else { return Ok(self.options.clone()) };
        let items = kwargs.items().into_iter().map(|(key, value)| Ok((Rc::from(text_of(&key)?), value)));
        let items = items.collect::<Result<Vec<_>>>()?;
        dialect_options(vm, "Table", &items)
    }

    /// The table as something to read from.
    pub fn as_from_clause(&self) -> Arc<From> {
        if let Some(from) = &*self.from.borrow() {
            return Arc::clone(from);
        }
        self.mark_keys();
        let columns = self.columns.borrow().iter().map(|column| column.data.borrow().clone()).collect();
        let from = Arc::new(From::Table(self.name.clone(), columns));
        for column in self.columns.borrow().iter() {
            let _ = column.table.set(Arc::clone(&from));
        }
        *self.from.borrow_mut() = Some(Arc::clone(&from));
        from
    }

    /// The columns of primary keys that are constraints of their own know it, as those with `primary_key=True` do.
    fn mark_keys(&self) {
        for (_, constraint) in self.constraints.borrow().iter() {
            let Constraint::PrimaryKey(key) = constraint else { continue };
            let mut names = key.columns.clone();
            self.resolve_names(&mut names);
            for column in self.columns.borrow().iter() {
                let mut data = column.data.borrow_mut();
                if names.iter().any(|name| name.text == data.name.text) {
                    data.primary_key = true;
                    data.nullable &= data.nullable_given;
                }
            }
        }
    }

    /// Takes an index in, unless it has it already.
    pub fn add_index(&self, index: &IndexObject) {
        index.index.borrow_mut().table = self.name.clone();
        let mut taken = self.taken.borrow_mut();
        if !taken.contains(&index.order) {
            taken.push(index.order);
            self.indexes.borrow_mut().push(index.named());
        }
    }

    /// Takes a constraint in, unless it has it already.
    pub fn add_constraint(&self, constraint: &ConstraintObject) {
        if self.constraints.borrow().iter().any(|(order, _)| *order == constraint.order) {
            return;
        }
        *constraint.table.borrow_mut() = Some(self.name.clone());
        self.excluded.borrow_mut().extend(constraint.named_columns.iter().cloned());
        self.resolve(&mut constraint.constraint.borrow_mut());
        self.constraints.borrow_mut().push((constraint.order, constraint.named()));
        self.mark_keys();
    }

    /// Whether its columns are of a FROM clause.
    pub fn is_known_as(&self, from: &Arc<From>) -> bool {
        let is_it = |known: &Arc<From>| Arc::ptr_eq(known, from);
        self.from.borrow().as_ref().is_some_and(is_it)
            || self.columns.borrow().iter().any(|column| column.table.get().is_some_and(is_it))
    }

    /// Takes over what another object of the same table has: its columns in place of those of the same names, its constraints and
    /// indexes.
    pub fn take_over(&self, other: &TableObject) {
        {
            let mut columns = self.columns.borrow_mut();
            for column in other.columns.borrow().iter() {
                let name = column.data.borrow().name.text.clone();
                match columns.iter().position(|own| own.data.borrow().name.text == name) {
                    Some(at) => columns[at] = Rc::clone(column),
                    None => columns.push(Rc::clone(column)),
                }
            }
        }
        self.constraints.borrow_mut().extend(other.constraints.borrow().iter().cloned());
        self.indexes.borrow_mut().extend(other.indexes.borrow().iter().cloned());
        *self.from.borrow_mut() = None;
        self.as_from_clause();
    }

    fn attach(&self, vm: &Vm, column: Rc<ColumnObject>, replace: bool) {
        // Checks among a column's arguments are rendered with the column.
        {
            let mut data = column.data.borrow_mut();
            data.constraints.clear();
            for constraint in &column.constraints {
                let inner = constraint.constraint.borrow().clone();
                if matches!(inner, Constraint::Check(_)) {
                    data.constraints.push(inner);
                }
            }
        }
        for constraint in &column.constraints {
            let mut inner = constraint.constraint.borrow().clone();
            if matches!(inner, Constraint::Check(_)) {
                continue;
            }
            if let Constraint::ForeignKey(key) = &mut inner
                && key.columns.is_empty()
            {
                key.columns.push(column.data.borrow().name.clone());
            }
            self.constraints.borrow_mut().push((constraint.order, inner));
        }
        for constraint in column_constraints(vm, &column, &self.name) {
            self.constraints.borrow_mut().push((creation_order(), constraint));
        }
        {
            let data = column.data.borrow();
            if data.index {
                self.indexes.borrow_mut().push(Index {
                    name: ConstraintName::Unnamed,
                    table: self.name.clone(),
                    elements: vec![IndexElement::Column(data.name.clone())],
                    unique: data.unique,
                    options: Options::none(),
                });
            }
        }
        let name = column.data.borrow().name.text.clone();
        let mut columns = self.columns.borrow_mut();
        let known = columns.iter().position(|other| other.data.borrow().name.text == name);
        match known {
            Some(at) if replace => columns[at] = column,
            _ => columns.push(column),
        }
        drop(columns);
        *self.from.borrow_mut() = None;
    }

    /// The table as data, named by a convention.
    ///
    /// # Errors
    /// When the convention can't be filled in.
    pub fn to_table(&self, vm: &mut Vm, convention: &NamingConvention) -> Result<Table> {
        for column in self.columns.borrow().iter() {
            column.check_type(vm)?;
        }
        let columns: Vec<_> = self.columns.borrow().iter().map(|column| column.data.borrow().clone()).collect();
        let mut constraints = self.constraints.borrow().clone();
        constraints.sort_by_key(|(order, _)| *order);
        let mut constraints: Vec<Constraint> = constraints.into_iter().map(|(_, constraint)| constraint).collect();
        // The last of several keys is the table's.
        let explicit = constraints.iter().rposition(|constraint| matches!(constraint, Constraint::PrimaryKey(_)));
        let key_columns: Vec<Name> =
            columns.iter().filter(|column| column.primary_key).map(|column| column.name.clone()).collect();
        let mut key = match explicit {
            Some(at) => match constraints.remove(at) {
                Constraint::PrimaryKey(key) => Some(key),
                other => {
                    constraints.insert(at, other);
                    None
                }
            },
            None if key_columns.is_empty() => None,
            None => Some(PrimaryKey {
                name: ConstraintName::Unnamed,
                columns: Vec::new(),
                deferral: Deferral::default(),
                options: Options::none(),
                implicit: true,
            }),
        };
        constraints.retain(|constraint| !matches!(constraint, Constraint::PrimaryKey(_)));
        if let Some(key) = &mut key
            && key.columns.is_empty()
        {
            key.columns = key_columns;
        }
        if let Some(key) = &mut key {
            self.resolve_names(&mut key.columns);
        }
        let metadata = self.metadata.as_ref().and_then(Value::downcast::<MetaDataObject>);
        if let Some(schema) = metadata.as_ref().and_then(|metadata| metadata.schema.clone()) {
            // A key that names a table without a schema means that of the MetaData.
            for constraint in &mut constraints {
                if let Constraint::ForeignKey(key) = constraint
                    && key.by_name
                {
                    key.referred_table.schema.get_or_insert_with(|| schema.clone());
                }
            }
        }
        let made_up = match metadata {
            Some(_) => Vec::new(),
            None => referred_by_name(&constraints),
        };
        for constraint in &mut constraints {
            self.resolve(constraint);
            if let Constraint::ForeignKey(key) = constraint {
                self.name_referred(key, &made_up);
            }
        }
        let mut indexes = self.indexes.borrow().clone();
        for index in &mut indexes {
            for element in &mut index.elements {
                if let IndexElement::Column(name) = element {
                    self.resolve_names(std::slice::from_mut(name));
                }
            }
            self.resolve_included(&mut index.options);
        }
        let key_columns = key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
        if let Some(key) = key.filter(|key| !key.columns.is_empty()) {
            constraints.insert(0, Constraint::PrimaryKey(key));
        }
        let given: Vec<Rc<ColumnObject>> = self.columns.borrow().clone();
        let columns = columns
            .into_iter()
            .map(|mut column| {
                // A foreign key without a type has that of the column it refers to.
                if column.ty.kind == TypeKind::Null
                    && let Some(object) = given.iter().find(|one| one.data.borrow().name == column.name)
                    && (!object.foreign_keys.is_empty() || !self.keys_of(&column.name).is_empty())
                {
                    match self.referred_type(object, 0) {
                        Some(ty) => column.ty = ty,
                        // The columns that an operation makes up have no type, and no variants either.
                        None if self.metadata.is_none() => column.ty.variants.clear(),
                        None => {}
                    }
                }
                give_schema(&mut column.ty, &self.name);
                if key_columns.contains(&column.name) {
                    column.primary_key = true;
                    if !column.nullable_given {
                        column.nullable = false;
                    }
                }
                column
            })
            .collect();
        let mut table = Table {
            name: self.name.clone(),
            columns,
            constraints,
            indexes,
            comment: self.comment.clone(),
            prefixes: self.prefixes.clone(),
            options: self.options(vm)?,
        };
        name_table(vm, &mut table, convention)?;
        Ok(table)
    }
}

impl TableObject {
    /// The names of columns where the script gave their keys; a column's own `quote` counts wherever it is named.
    fn resolve_names(&self, names: &mut [Name]) {
        let columns = self.columns.borrow();
        for name in names {
            let keyed = columns.iter().find(|column| *column.key.borrow() == name.text);
            let found = keyed.or_else(|| columns.iter().find(|column| column.data.borrow().name.text == name.text));
            if let Some(column) = found {
                *name = column.data.borrow().name.clone();
            }
        }
    }

    /// The same of the columns that an index includes.
    fn resolve_included(&self, options: &mut Options) {
        let Some(OptionValue::List(items)) = options.get("postgresql_include") else { return };
        let named = items.iter().map(|item| {
            let OptionValue::Str(text) = item else { return item.clone() };
            let mut name = Name::new(text.as_str());
            self.resolve_names(std::slice::from_mut(&mut name));
            match name.quote {
                Some(_) => OptionValue::Expr(Box::new(Expr::Identifier(name))),
                None => item.clone(),
            }
        });
        let named = OptionValue::List(named.collect());
        options.set("postgresql_include", named);
    }

    fn resolve(&self, constraint: &mut Constraint) {
        match constraint {
            Constraint::PrimaryKey(key) => self.resolve_names(&mut key.columns),
            Constraint::Unique(key) => {
                self.resolve_names(&mut key.columns);
                // A column counts once.
                let mut seen: Vec<String> = Vec::new();
                key.columns.retain(|name| {
                    let is_new = !seen.contains(&name.text);
                    seen.push(name.text.clone());
                    is_new
                });
            }
            Constraint::ForeignKey(key) => {
                self.resolve_names(&mut key.columns);
                if is_own(key, &self.name) {
                    key.referred_table = self.name.clone();
                    self.resolve_names(&mut key.referred_columns);
                }
            }
            Constraint::Exclude(exclude) => {
                for (expr, _, _) in &mut exclude.elements {
                    column_of_table(expr, &self.name, |name| self.resolve_names(std::slice::from_mut(name)));
                }
            }
            Constraint::Check(_) => {}
        }
    }

    /// Spells a foreign key as the table of its MetaData that it refers to, and fills in the columns of one that names
    /// nothing but a table: they are called as the table's own. Where no such table is known they stay empty, and the key
    /// is refused when it is written: an operation makes up the table, with no columns but those that other keys name.
    fn name_referred(&self, key: &mut ForeignKey, made_up: &[(String, String)]) {
        let is_own = is_own(key, &self.name);
        let metadata = self.metadata.as_ref().and_then(Value::downcast::<MetaDataObject>);
        let there = metadata.and_then(|metadata| metadata.table(&key.referred_table)?.downcast::<TableObject>());
        for (own, referred) in key.columns.iter().zip(&mut key.referred_columns) {
            let has = |table: &TableObject| {
                table.columns.borrow().iter().any(|column| column.data.borrow().name.text == own.text)
            };
            let is_made_up =
                || made_up.iter().any(|known| *known == (key.referred_table.to_string(), own.text.clone()));
            if referred.text.is_empty() && (is_own || there.as_deref().is_some_and(has) || is_made_up()) {
                *referred = own.clone();
            }
        }
        if let Some(there) = there.filter(|_| !is_own) {
            key.referred_table = there.name.clone();
            there.resolve_names(&mut key.referred_columns);
        }
    }

    /// Marks the foreign keys to tables that its MetaData does not know, which are refused when they are written.
    pub fn lose_unknown(&self, table: &mut Table) {
        let Some(metadata) = self.metadata.as_ref().and_then(Value::downcast::<MetaDataObject>) else { return };
        for constraint in &mut table.constraints {
            let Constraint::ForeignKey(key) = constraint else { continue };
            if !key.by_name {
                continue;
            }
            let there = metadata.table(&key.referred_table).and_then(|there| there.downcast::<TableObject>());
            if there.is_none() && !is_own(key, &self.name) {
                key.lost = Some(Lost::Table);
                continue;
            }
            let there = there.filter(|_| !is_own(key, &self.name));
            let there = there.as_deref().unwrap_or(self);
            let missing = key.referred_columns.iter().find(|name| !name.text.is_empty() && !there.has_column(name));
            key.lost = missing.cloned().map(Lost::Column);
        }
    }

    /// Whether a foreign key can refer to a column.
    fn has_column(&self, name: &Name) -> bool {
        let columns = self.columns.borrow();
        columns.iter().any(|column| column.data.borrow().name.text == name.text || *column.key.borrow() == name.text)
    }

    /// The foreign keys among the table's constraints that begin at a column.
    fn keys_of(&self, own: &Name) -> Vec<ForeignKey> {
        let constraints = self.constraints.borrow();
        let keys = constraints.iter().filter_map(|(_, constraint)| match constraint {
            Constraint::ForeignKey(key) => Some(key),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
        });
        keys.filter(|key| key.columns.iter().any(|name| name.text == own.text)).cloned().collect()
    }

    /// The type of the column that a column's foreign keys refer to, the first of them that knows one.
    fn referred_type(&self, column: &ColumnObject, depth: usize) -> Option<Type> {
        let own = column.data.borrow().name.clone();
        let keys = column.foreign_keys.iter().cloned().chain(self.keys_of(&own));
        keys.into_iter().find_map(|key| self.type_behind(&key, &own, depth))
    }

    /// The type of the column that a foreign key refers to, among the tables of the same MetaData.
    fn type_behind(&self, key: &ForeignKey, own: &Name, depth: usize) -> Option<Type> {
        let table = match is_own(key, &self.name) {
            true => None,
            false => {
                let metadata = self.metadata.as_ref()?.downcast::<MetaDataObject>()?;
                Some(metadata.table(&key.referred_table)?.downcast::<TableObject>()?)
            }
        };
        let table = table.as_deref().unwrap_or(self);
        let at = key.columns.iter().position(|name| name.text == own.text).unwrap_or(0);
        let name = key.referred_columns.get(at)?;
        let columns = table.columns.borrow();
        let referred = columns.iter().find(|one| one.data.borrow().name.text == name.text)?;
        let ty = referred.data.borrow().ty.clone();
        let has_own = !referred.foreign_keys.is_empty() || !table.keys_of(name).is_empty();
        if ty.kind != TypeKind::Null || (!ty.variants.is_empty() && !has_own) {
            return Some(ty);
        }
        if depth < 8 { table.referred_type(referred, depth + 1) } else { None }
    }
}

/// The schema that a named type takes from the table of its column, or from its own MetaData; the variants of what is in
/// an array do not come to know the table.
pub fn give_schema(ty: &mut Type, table: &TableName) {
    give_schema_to(&mut ty.kind, table);
    ty.variants.iter_mut().for_each(|(_, variant)| give_schema_to(&mut variant.kind, table));
}

fn give_schema_to(kind: &mut TypeKind, table: &TableName) {
    match kind {
        TypeKind::Enum(e) if e.inherit_schema => e.schema.clone_from(&table.schema),
        TypeKind::Enum(e) if e.schema.is_none() => e.schema.clone_from(&e.metadata_schema),
        TypeKind::PgDomain { schema, inherit_schema: true, .. } => schema.clone_from(&table.schema),
        TypeKind::Array { item, .. } => give_schema_to(&mut item.kind, table),
        _ => {}
    }
}

/// The columns that foreign keys name, with their tables.
fn referred_by_name(constraints: &[Constraint]) -> Vec<(String, String)> {
    let keys = constraints.iter().filter_map(|constraint| match constraint {
        Constraint::ForeignKey(key) => Some(key),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
    });
    keys.flat_map(|key| {
        let table = key.referred_table.to_string();
        key.referred_columns.iter().map(move |name| (table.clone(), name.text.clone()))
    })
    .collect()
}

/// Whether a foreign key refers to its own table, however that is quoted: SQLAlchemy finds tables by schema and name as one
/// text.
pub fn is_own(key: &ForeignKey, table: &TableName) -> bool {
    key.referred_table.to_string() == table.to_string()
}

const TABLE_KEYWORDS: &[&str] = &[
    "schema",
    "quote",
    "quote_schema",
    "comment",
    "prefixes",
    "info",
    "extend_existing",
    "keep_existing",
    "autoload",
    "autoload_with",
    "autoload_replace",
    "include_columns",
    "implicit_returning",
    "listeners",
    "resolve_fks",
    "must_exist",
    "if_not_exists",
    "useexisting",
];

/// Whether a value can be part of a table.
pub fn is_schema_item(value: &Value) -> bool {
    value.downcast_ref::<ColumnObject>().is_some()
        || value.downcast_ref::<ConstraintObject>().is_some()
        || value.downcast_ref::<IndexObject>().is_some()
}

/// A table from what `Table(…)` or `op.create_table(…)` got after the name.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn build_table(
    vm: &mut Vm,
    name: Name,
    items: &[Value],
    keywords: &[(Rc<str>, Value)],
    metadata: Option<Value>,
    convention: &NamingConvention,
) -> Result<TableObject> {
    let table = build_part(vm, name, items, keywords, metadata)?;
    attach(vm, &table.name, items, convention)?;
    Ok(table)
}

/// Puts columns, constraints and indexes into a table.
fn take_items(vm: &mut Vm, table: &TableObject, items: &[Value]) -> Result<()> {
    for item in items {
        if let Some(column) = item.downcast::<ColumnObject>() {
            let column = if column.table.get().is_some() { Rc::new(column.detached()) } else { column };
            table.attach(vm, column, true);
        } else if let Some(constraint) = item.downcast::<ConstraintObject>() {
            *constraint.table.borrow_mut() = Some(table.name.clone());
            table.excluded.borrow_mut().extend(constraint.named_columns.iter().cloned());
            table.constraints.borrow_mut().push((constraint.order, constraint.named()));
        } else if let Some(index) = item.downcast::<IndexObject>() {
            table.add_index(&index);
        } else if item.is_unresolved() {
            return Err(errors::needed(vm, item, "is part of a table"));
        } else if item.is_none() || item.downcast_ref::<MetaDataObject>().is_some() {
            continue;
        } else {
            let shown = vm.repr(item)?;
            return Err(errors::argument_error(
                vm,
                &format!("'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {shown}"),
            ));
        }
    }
    Ok(())
}

/// As [`build_table`], of a part of a table: its constraints and indexes may be about columns that are elsewhere.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn build_part(
    vm: &mut Vm,
    name: Name,
    items: &[Value],
    keywords: &[(Rc<str>, Value)],
    metadata: Option<Value>,
) -> Result<TableObject> {
    let keyword = |wanted: &str| keywords.iter().find(|(key, _)| &**key == wanted).map(|(_, value)| value.clone());
    let mut schema = keyword("schema").map(|value| optional_name(&value)).transpose()?.flatten();
    if schema.is_none()
        && let Some(metadata) = metadata.as_ref().and_then(Value::downcast::<MetaDataObject>)
    {
        schema.clone_from(&metadata.schema);
    }
    if let (Some(schema), Some(quote)) = (&mut schema, keyword("quote_schema").and_then(|value| value.as_bool())) {
        schema.quote = Some(quote);
    }
    let mut name = name;
    if let Some(quote) = keyword("quote").and_then(|value| value.as_bool()) {
        name.quote = Some(quote);
    }
    let rest: Vec<_> = keywords.iter().filter(|(key, _)| !TABLE_KEYWORDS.contains(&&**key)).cloned().collect();
    let prefixes = match keyword("prefixes") {
        None | Some(Value::None) => Vec::new(),
        Some(value) => {
            let mut out = Vec::new();
            for prefix in vm.iterate(&value)? {
                out.push(text_of(&prefix)?);
            }
            out
        }
    };
    let class = Rc::clone(&classes(vm).table);
    let table = TableObject {
        class,
        name: TableName { schema, name },
        metadata,
        columns: RefCell::new(Vec::new()),
        constraints: RefCell::new(Vec::new()),
        indexes: RefCell::new(Vec::new()),
        taken: RefCell::default(),
        comment: keyword("comment").map(|value| string_option(&value)).transpose()?.flatten(),
        prefixes,
        options: dialect_options(vm, "Table", &rest)?,
        seen: RefCell::default(),
        excluded: RefCell::default(),
        from: RefCell::new(None),
    };
    take_items(vm, &table, items)?;
    table.tell_keys();
    Ok(table)
}

/// A table of which no more is known than its name.
pub fn named_table(vm: &Vm, name: &TableName) -> Value {
    from_value(vm, &std::sync::Arc::new(limbeck_ops::From::Table(name.clone(), Vec::new())))
}

/// `sa.table(…)`.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn light_table(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(name, *columns, schema=None)").bind("table", args)?;
    let name = required_name(&bound.value("name"))?;
    let mut items = Vec::new();
    for value in bound.rest() {
        match value.downcast::<ColumnObject>() {
            Some(_) => items.push(value.clone()),
            None => match expr::as_expr(vm, value)? {
                Some(Expr::Column(column)) => {
                    let data = limbeck_ops::Column::new(column.name.clone(), column.ty.clone());
                    let type_value = vm.get_attr(value, "type")?;
                    items.push(Value::object(ColumnObject::from_data(vm, data, type_value)));
                }
                _ => {
                    return Err(errors::argument_error(vm, "table() takes column() objects"));
                }
            },
        }
    }
    let table = build_table(
        vm,
        name,
        &items,
        &[(Rc::from("schema"), bound.value("schema"))],
        None,
        &NamingConvention::default(),
    )?;
    table.as_from_clause();
    for column in table.columns.borrow().iter() {
        column.is_light.set(true);
    }
    Ok(Value::object(table))
}

impl TableObject {
    /// Tells the columns of the foreign keys that the table's constraints give them.
    fn tell_keys(&self) {
        for (_, constraint) in self.constraints.borrow().iter() {
            let Constraint::ForeignKey(key) = constraint else { continue };
            for (name, referred) in key.columns.iter().zip(&key.referred_columns) {
                let columns = self.columns.borrow();
                let Some(column) = columns.iter().find(|column| *column.key.borrow() == name.text) else { continue };
                let (columns, referred_columns) = (vec![name.clone()], vec![referred.clone()]);
                column.table_keys.borrow_mut().push(limbeck_ops::ForeignKey {
                    columns,
                    referred_columns,
                    ..key.clone()
                });
            }
        }
    }
}

impl Object for TableObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("Table")
    }

    fn get_attr(&self, this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "name" => Some(Value::str(&self.name.name.text)),
            "schema" => Some(self.name.schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text))),
            "fullname" | "key" | "description" => Some(Value::from(self.name.to_string())),
            "c" | "columns" => {
                self.as_from_clause();
                let columns = self
                    .columns
                    .borrow()
                    .iter()
                    .map(|column| (column.key.borrow().clone(), Value::shared(column)))
                    .collect();
                Some(Value::object(ColumnCollection { columns }))
            }
            "metadata" => Some(self.metadata.clone().unwrap_or(Value::None)),
            "comment" => Some(self.comment.as_deref().map_or(Value::None, Value::str)),
            "primary_key" | "constraints" | "foreign_keys" | "foreign_key_constraints" => {
                crate::sa::attached::table_attr(vm, this, name)
            }
            "indexes" => {
                let convention = convention_of(self.metadata.as_ref());
                let indexes = self.to_table(vm, &convention)?.indexes;
                Some(crate::sa::table_sets::TableSet::of(
                    this.downcast::<TableObject>(),
                    indexes
                        .into_iter()
                        .map(|index| Value::object(IndexObject::new(vm, index).of_table(this.clone())))
                        .collect(),
                ))
            }
            "kwargs" | "dialect_kwargs" => {
                let made = super::dialect_arguments::options_value(vm, &self.options)?;
                Some(self.seen("kwargs", made))
            }
            "_prefixes" => Some(Value::list(self.prefixes.iter().map(Value::str).collect())),
            "info" => Some(self.seen("info", Value::dict(Vec::<(String, Value)>::new()))),
            _ => None,
        })
    }

    fn str(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<String>> {
        Ok(Some(self.name.to_string()))
    }

    fn truth(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<bool>> {
        Ok(Some(true))
    }
}

/// `table.c`.
#[derive(Debug)]
pub struct ColumnCollection {
    columns: Vec<(String, Value)>,
}

impl ColumnCollection {
    /// Columns by key.
    pub fn new(columns: Vec<(String, Value)>) -> Self {
        ColumnCollection { columns }
    }

    /// Its columns by key.
    pub fn items(&self) -> &[(String, Value)] {
        &self.columns
    }

    fn find(&self, name: &str) -> Option<Value> {
        self.columns.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }
}

impl Object for ColumnCollection {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).column_collection)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("ColumnCollection")
    }

    fn get_attr(&self, this: &Value, _vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        if let Some(column) = self.find(name) {
            return Ok(Some(column));
        }
        // `table.primary_key` is such a collection too.
        if name == "columns" {
            return Ok(Some(this.clone()));
        }
        let list = match name {
            "keys" => self.columns.iter().map(|(key, _)| Value::str(key)).collect(),
            "values" => self.columns.iter().map(|(_, value)| value.clone()).collect(),
            "items" => {
                self.columns.iter().map(|(key, value)| Value::tuple(vec![Value::str(key), value.clone()])).collect()
            }
            "get" => {
                let columns = self.columns.clone();
                let function = limbeck_python::NativeFn::new("get", move |_vm, args: Args| {
                    let name = args.positional.first().map(text_of).transpose()?.unwrap_or_default();
                    let found = columns.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
                    Ok(found.or_else(|| args.positional.get(1).cloned()).unwrap_or(Value::None))
                });
                return Ok(Some(function.into()));
            }
            "__class__" => return Ok(None),
            _ => {
                return Err(Error::attribute_error(name));
            }
        };
        let list = Value::list(list);
        let function = limbeck_python::NativeFn::new(name, move |_vm, _args| Ok(list.clone()));
        Ok(Some(function.into()))
    }

    fn get_item(&self, _this: &Value, _vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        if let Some(at) = key.as_int() {
            let len = self.columns.len() as i64;
            let at = if at < 0 { at + len } else { at };
            return usize::try_from(at)
                .ok()
                .and_then(|at| self.columns.get(at))
                .map(|(_, value)| Some(value.clone()))
                .ok_or_else(|| Error::index_error("tuple index out of range"));
        }
        if let Some(keys) = key.as_sequence() {
            let mut chosen = Vec::new();
            for key in &keys {
                let name = text_of(key)?;
                let column = self.find(&name).ok_or_else(|| Error::exception("KeyError", name.clone()))?;
                chosen.push((name, column));
            }
            return Ok(Some(Value::object(ColumnCollection::new(chosen))));
        }
        let name = text_of(key)?;
        self.find(&name).map(Some).ok_or_else(|| Error::exception("KeyError", name))
    }

    fn contains(&self, _this: &Value, _vm: &mut Vm, item: &Value) -> Result<Option<bool>> {
        match item.as_str() {
            Some(name) => Ok(Some(self.find(name).is_some())),
            None => Ok(Some(self.columns.iter().any(|(_, column)| column.is_same(item)))),
        }
    }

    fn len(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<usize>> {
        Ok(Some(self.columns.len()))
    }

    fn iter(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<Value>> {
        Ok(Some(Value::list(self.columns.iter().map(|(_, value)| value.clone()).collect())))
    }
}

/// An alias, subquery, CTE or join, with its columns.
#[derive(Debug)]
pub struct FromObject {
    class: Rc<Class>,
    /// What it reads from.
    pub from: Arc<From>,
    /// Its columns by key.
    pub columns: Vec<(String, Expr)>,
    /// A table that it was made of: its MetaData tells the foreign keys of the tables in it.
    pub base: Option<Value>,
}

impl FromObject {
    /// What reads from `from`.
    pub fn new(vm: &Vm, from: Arc<From>, columns: Vec<(String, Expr)>) -> Self {
        FromObject { class: Rc::clone(&classes(vm).from_clause), from, columns, base: None }
    }

    /// The columns of an alias or subquery over these expressions.
    pub fn over(vm: &Vm, from: From, names: impl IntoIterator<Item = (Name, Type)>) -> Value {
        FromObject::over_table(vm, from, names, None)
    }

    /// The same, made of this table.
    pub fn over_table(
        vm: &Vm,
        from: From,
        names: impl IntoIterator<Item = (Name, Type)>,
        base: Option<Value>,
    ) -> Value {
        let from = Arc::new(from);
        let columns = named_columns(&from, names);
        Value::object(FromObject { base, ..FromObject::new(vm, from, columns) })
    }

    /// What a script reads from, with columns of these names.
    pub fn columns_over(vm: &Vm, from: &Arc<From>, names: impl IntoIterator<Item = (Name, Type)>) -> Value {
        Value::object(FromObject::new(vm, Arc::clone(from), named_columns(from, names)))
    }
}

fn named_columns(from: &Arc<From>, names: impl IntoIterator<Item = (Name, Type)>) -> Vec<(String, Expr)> {
    let mut out: Vec<(String, Expr)> = Vec::new();
    for (name, ty) in names {
        let base = expr::label_base(&name.text).unwrap_or(&name.text).to_owned();
        let is_taken = |key: &str| key == "anon" || out.iter().any(|(known, _)| known == key);
        let free = (1..).map(|count| format!("{base}_{count}"));
        let key = std::iter::once(base.clone()).chain(free).find(|key| !is_taken(key)).unwrap_or_default();
        let column = ColumnRef { table: Some(Arc::clone(from)), name, ty, is_literal: false };
        out.push((key, Expr::Column(column)));
    }
    out
}

impl Object for FromObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("FromClause")
    }

    fn str(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        crate::sa::entities::shown_from(vm, &self.from).map(Some)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "c" | "columns" => {
                let columns =
                    self.columns.iter().map(|(key, expr)| (key.clone(), expr::element(vm, expr.clone()))).collect();
                Some(Value::object(ColumnCollection { columns }))
            }
            "name" => match &*self.from {
                From::Alias { name, .. } | From::Subquery { name, .. } => {
                    Some(name.as_ref().map_or(Value::None, |name| Value::str(&name.text)))
                }
                From::Cte(cte) => Some(cte.name.as_ref().map_or(Value::None, |name| Value::str(&name.text))),
                From::Table(name, _) => Some(Value::str(&name.name.text)),
                From::Values { name, .. } | From::Sample { name, .. } => {
                    Some(name.as_ref().map_or(Value::None, |name| Value::str(&name.text)))
                }
                From::Join { .. } | From::Function { .. } | From::Text(_) => None,
            },
            "schema" => match &*self.from {
                From::Table(name, _) => Some(name.schema.as_ref().map_or(Value::None, |name| Value::str(&name.text))),
                From::Alias { .. }
                | From::Subquery { .. }
                | From::Cte(_)
                | From::Join { .. }
                | From::Function { .. }
                | From::Text(_)
                | From::Values { .. }
                | From::Sample { .. } => None,
            },
            // `func.x(…).alias("name").column`: the function's value by the name of its alias.
            "column" => match &*self.from {
                From::Function { call, name, columns, shape } => {
                    let ty = expr::type_of(call);
                    let name = name.clone().unwrap_or_else(|| Name::new("anon_1"));
                    let from = From::Function {
                        call: call.clone(),
                        name: Some(name.clone()),
                        columns: columns.clone(),
                        shape: shape.clone(),
                    };
                    let column = ColumnRef { table: Some(Arc::new(from)), name, ty, is_literal: true };
                    Some(expr::element(vm, Expr::Column(column)))
                }
                _ => None,
            },
            _ => None,
        })
    }
}

/// What a value reads from, if it is a table, alias, subquery, CTE or join.
pub fn as_from(value: &Value) -> Option<Arc<From>> {
    if let Some(table) = value.downcast_ref::<TableObject>() {
        return Some(table.as_from_clause());
    }
    value.downcast_ref::<FromObject>().map(|object| Arc::clone(&object.from))
}

/// The columns of what a value reads from.
pub fn from_columns(value: &Value) -> Vec<(String, Expr)> {
    if let Some(table) = value.downcast_ref::<TableObject>() {
        table.as_from_clause();
        return table.columns.borrow().iter().map(|column| (column.key.borrow().clone(), column.to_expr())).collect();
    }
    value.downcast_ref::<FromObject>().map(|object| object.columns.clone()).unwrap_or_default()
}

/// Refuses a table with a column whose type is unresolved: what it holds could not be read or written rightly.
///
/// # Errors
/// It names the column's type.
pub fn check_columns(vm: &mut Vm, value: &Value) -> Result<()> {
    let Some(table) = value.downcast::<TableObject>() else { return Ok(()) };
    for column in table.columns.borrow().iter() {
        column.check_type(vm)?;
    }
    Ok(())
}

/// A script's value for something to read from.
pub fn from_value(vm: &Vm, from: &Arc<From>) -> Value {
    let columns = match &**from {
        From::Table(_, columns) => columns
            .iter()
            .map(|column| {
                let expr = Expr::Column(ColumnRef {
                    table: Some(Arc::clone(from)),
                    name: column.name.clone(),
                    ty: column.ty.clone(),
                    is_literal: false,
                });
                (column.name.text.clone(), expr)
            })
            .collect(),
        From::Join { left, right, .. } => {
            let both = [left, right].map(|side| from_columns(&from_value(vm, side)));
            both.into_iter().flatten().map(|(key, expr)| (joined_key(&key, &expr), expr)).collect()
        }
        From::Alias { from: inner, .. } | From::Sample { from: inner, .. } => {
            columns_of(from_columns(&from_value(vm, inner)), from)
        }
        From::Subquery { .. } | From::Cte(_) | From::Function { .. } | From::Text(_) | From::Values { .. } => {
            Vec::new()
        }
    };
    Value::object(FromObject::new(vm, Arc::clone(from), columns))
}

/// Columns as those of an alias.
fn columns_of(columns: Vec<(String, Expr)>, alias: &Arc<From>) -> Vec<(String, Expr)> {
    let own = |(key, expr)| match expr {
        Expr::Column(column) => (key, Expr::Column(ColumnRef { table: Some(Arc::clone(alias)), ..column })),
        other => (key, other),
    };
    columns.into_iter().map(own).collect()
}

/// The operation that creates or drops a table object.
///
/// # Errors
/// When its names can't be made.
pub fn table_ddl(vm: &mut Vm, table: &Value, create: bool, check_first: bool) -> Result<limbeck_ops::Operation> {
    let Some(object) = table.downcast::<TableObject>() else {
        return Err(Error::type_error("expected a Table"));
    };
    let convention = convention_of(object.metadata.as_ref());
    let mut table = object.to_table(vm, &convention)?;
    if create {
        object.lose_unknown(&mut table);
    }
    Ok(if create {
        limbeck_ops::Operation::CreateTable(Box::new(limbeck_ops::op::CreateTable {
            table,
            if_not_exists: false,
            check_first,
        }))
    } else {
        let types = table
            .columns
            .iter()
            .map(|column| column.ty.clone())
            .filter(|ty| matches!(ty.kind, TypeKind::Enum(_) | TypeKind::PgDomain { .. }))
            .collect();
        limbeck_ops::Operation::DropTable(limbeck_ops::op::DropTable {
            table: table.name,
            if_exists: false,
            check_first,
            types,
        })
    })
}

/// The convention of a MetaData.
pub fn convention_of(metadata: Option<&Value>) -> NamingConvention {
    metadata
        .and_then(Value::downcast::<MetaDataObject>)
        .map(|metadata| metadata.convention.borrow().clone())
        .unwrap_or_default()
}

/// Methods that tables and other things to read from have in common.
fn from_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("select", crate::sa::query::select_from)
        .method("alias", |vm, this, args| {
            let bound = Signature::parse("(name=None, flat=False)").bind("alias", args)?;
            alias(vm, this, &bound.value("name"))
        })
        .method("table_valued", |vm, this, _args| {
            let Some(from) = as_from(this) else { return Err(Error::type_error("expected a table")) };
            let name = match &*from {
                From::Table(table, _) => table.name.clone(),
                From::Alias { name: Some(name), .. } | From::Subquery { name: Some(name), .. } => name.clone(),
                _ => return Err(Error::unsupported("`table_valued()` of what has no name")),
            };
            // The rows as values: the name by itself.
            let ty = expr::null_type();
            Ok(expr::element(vm, Expr::Column(ColumnRef { table: Some(from), name, ty, is_literal: true })))
        })
        .method("render_derived", |vm, this, args| {
            let bound = Signature::parse("(name=None, with_types=False)").bind("render_derived", args)?;
            let with_types = vm.truth(&bound.value("with_types"))?;
            let name = optional_name(&bound.value("name"))?;
            reshape(vm, this, |_, shape, columns| {
                shape.derived =
                    columns.iter().map(|(name, ty)| (name.clone(), with_types.then(|| ty.clone()))).collect();
                name
            })
        })
        .method("lateral", |vm, this, args| {
            let bound = Signature::parse("(name=None)").bind("lateral", args)?;
            let name = optional_name(&bound.value("name"))?;
            if let Some(From::Values { rows, columns, name: known, .. }) = as_from(this).as_deref() {
                let name = name.or_else(|| known.clone());
                let from = From::Values { rows: rows.clone(), columns: columns.clone(), name, lateral: true };
                return Ok(FromObject::over(vm, from, column_types(this)));
            }
            reshape(vm, this, |given, shape, _| {
                shape.lateral = true;
                shape.base = given.map(|given| given.text);
                name
            })
        })
        .method("tablesample", |vm, this, args| {
            let mut args = args;
            args.positional.insert(0, this.clone());
            tablesample(vm, args)
        })
        .method("data", |vm, this, args| {
            let bound = Signature::parse("(values)").bind("data", args)?;
            let Some(From::Values { rows, columns, name, lateral }) = as_from(this).as_deref().cloned() else {
                return Err(Error::attribute_error(format!("'{}' object has no attribute 'data'", this.type_name())));
            };
            let types = column_types(this);
            let mut rows = rows;
            for row in vm.iterate(&bound.value("values"))? {
                let mut items = Vec::new();
                for (value, (_, ty)) in vm.iterate(&row)?.into_iter().zip(&types) {
                    let beside = expr::bare_column(Name::new("param"), ty.clone(), false);
                    items.push(expr::beside(vm, &value, Some(&beside))?);
                }
                rows.push(items);
            }
            Ok(FromObject::over(vm, From::Values { rows, columns, name, lateral }, types))
        })
        .method("join", |vm, this, args| join(vm, this, args, limbeck_ops::JoinKind::Inner))
        .method("outerjoin", |vm, this, args| join(vm, this, args, limbeck_ops::JoinKind::Left))
}

/// The columns of what a value reads from, by name and type.
fn column_types(value: &Value) -> Vec<(Name, Type)> {
    let columns = from_columns(value).into_iter().filter_map(|(_, expr)| match expr {
        Expr::Column(column) => Some((column.name, column.ty)),
        _ => None,
    });
    columns.collect()
}

/// `sa.values(*columns, name=None)`, without its rows.
///
/// # Errors
/// When a column is none.
pub fn values(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(*columns, name=None, literal_binds=False)").bind("values", args)?;
    let mut columns = Vec::new();
    for value in bound.rest() {
        match expr::to_expr(vm, value)? {
            Expr::Column(column) => columns.push((column.name, column.ty)),
            _ => return Err(errors::argument_error(vm, "values() takes columns")),
        }
    }
    let names = columns.iter().map(|(name, _)| name.clone()).collect();
    let name = optional_name(&bound.value("name"))?;
    Ok(FromObject::over(vm, From::Values { rows: Vec::new(), columns: names, name, lateral: false }, columns))
}

/// `sa.tablesample(selectable, sampling, name=None, seed=None)`.
///
/// # Errors
/// When there is nothing to sample.
pub fn tablesample(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(selectable, sampling, name=None, seed=None)").bind("tablesample", args)?;
    let selectable = bound.value("selectable");
    let Some(from) = as_from(&selectable) else { return Err(Error::type_error("expected a table to sample")) };
    let method = match expr::as_expr(vm, &bound.value("sampling"))? {
        Some(method @ Expr::Function(_)) => method,
        Some(_) | None => {
            let made = crate::sa::functions::named(vm, "system", Args::of([bound.value("sampling")]))?;
            expr::to_expr(vm, &made)?
        }
    };
    let seed = match bound.some("seed") {
        Some(seed) => Some(Box::new(expr::to_expr(vm, &seed)?)),
        None => None,
    };
    let from = From::Sample { from, name: optional_name(&bound.value("name"))?, method: Box::new(method), seed };
    Ok(FromObject::over(vm, from, column_types(&selectable)))
}

/// A function in FROM with something more around it; `change` gets its name and gives the new one.
fn reshape(
    vm: &mut Vm,
    this: &Value,
    change: impl FnOnce(Option<Name>, &mut limbeck_ops::FunctionShape, &[(Name, Type)]) -> Option<Name>,
) -> Result<Value> {
    let names: Vec<(Name, Type)> = from_columns(this)
        .into_iter()
        .filter_map(|(_, expr)| match expr {
            Expr::Column(column) => Some((column.name, column.ty)),
            _ => None,
        })
        .collect();
    match as_from(this).as_deref() {
        Some(From::Function { call, name, columns, shape }) => {
            let mut shape = shape.clone();
            let name = change(name.clone(), &mut shape, &names);
            let from = From::Function { call: call.clone(), name, columns: columns.clone(), shape };
            Ok(FromObject::over(vm, from, names))
        }
        _ => Err(Error::attribute_error("this is possible of a function in FROM only")),
    }
}

/// `x.alias(name)`.
///
/// # Errors
/// When the name is no string.
pub fn alias(vm: &mut Vm, this: &Value, name: &Value) -> Result<Value> {
    let Some(from) = as_from(this) else { return Err(Error::type_error("can't make an alias of this")) };
    let name = optional_name(name)?;
    if let From::Function { .. } = &*from {
        return reshape(vm, this, |_, _, _| name);
    }
    if let From::Values { rows, columns, lateral, .. } = &*from {
        let from = From::Values { rows: rows.clone(), columns: columns.clone(), name, lateral: *lateral };
        return Ok(FromObject::over(vm, from, column_types(this)));
    }
    let columns = from_columns(this);
    let names = columns.into_iter().filter_map(|(_, expr)| match expr {
        Expr::Column(column) => Some((column.name, column.ty)),
        _ => None,
    });
    Ok(FromObject::over_table(vm, From::Alias { from, name }, names.collect::<Vec<_>>(), base_of(this)))
}

fn join(vm: &mut Vm, this: &Value, args: Args, kind: limbeck_ops::JoinKind) -> Result<Value> {
    let bound = Signature::parse("(right, onclause=None, isouter=False, full=False)").bind("join", args)?;
    let right = bound.value("right");
    let kind = if vm.truth(&bound.value("full"))? {
        limbeck_ops::JoinKind::Full
    } else if vm.truth(&bound.value("isouter"))? {
        limbeck_ops::JoinKind::Left
    } else {
        kind
    };
    join_values(vm, this, &right, &bound.value("onclause"), kind)
}

/// A join of two values.
///
/// # Errors
/// When there is no condition and none follows from foreign keys.
pub fn join_values(vm: &mut Vm, left: &Value, right: &Value, on: &Value, kind: limbeck_ops::JoinKind) -> Result<Value> {
    let (Some(left_from), Some(right_from)) = (as_from(left), as_from(right)) else {
        return Err(Error::type_error("expected tables to join"));
    };
    let condition = if on.is_none() { join_condition(vm, left, right)? } else { expr::to_expr(vm, on)? };
    let from = Arc::new(From::Join { left: left_from, right: right_from, kind, on: Box::new(condition) });
    let mut columns: Vec<(String, Expr)> = Vec::new();
    for (key, expr) in from_columns(left).into_iter().chain(from_columns(right)) {
        columns.push((joined_key(&key, &expr), expr));
    }
    let base = base_of(left).or_else(|| base_of(right));
    Ok(Value::object(FromObject { base, ..FromObject::new(vm, from, columns) }))
}

/// The key of a column among those of a join: it begins with the table's name.
fn joined_key(key: &str, expr: &Expr) -> String {
    let Expr::Column(column) = expr else { return key.to_owned() };
    let key = &column.name.text;
    let (label, columns): (String, &[limbeck_ops::Column]) = match column.table.as_deref() {
        Some(From::Table(table, columns)) => {
            let schema = table.schema.as_ref().filter(|schema| !schema.text.is_empty());
            let schema = schema.map(|schema| format!("{}_", schema.text.replace('.', "_"))).unwrap_or_default();
            (format!("{schema}{}_{key}", table.name), columns)
        }
        Some(From::Alias { name: Some(name), .. } | From::Subquery { name: Some(name), .. }) => {
            (format!("{name}_{key}"), &[])
        }
        Some(From::Cte(cte)) if let Some(name) = &cte.name => (format!("{name}_{key}"), &[]),
        Some(_) | None => return key.clone(),
    };
    // A column of the table may be called so.
    let is_taken = |label: &str| columns.iter().any(|column| column.name.text == label);
    let numbered = (1..).map(|count| format!("{label}_{count}"));
    std::iter::once(label.clone()).chain(numbered).find(|label| !is_taken(label)).unwrap_or(label)
}

/// A table behind a value: itself, or what it was made of.
pub fn base_of(value: &Value) -> Option<Value> {
    if value.downcast_ref::<TableObject>().is_some() {
        return Some(value.clone());
    }
    value.downcast_ref::<FromObject>().and_then(|object| object.base.clone())
}

/// Whether `table` is among what `from` reads from.
pub fn reads(from: &Arc<From>, table: &Arc<From>) -> bool {
    match &**from {
        From::Join { left, right, .. } => reads(left, table) || reads(right, table),
        _ => from == table,
    }
}

/// The foreign keys that tables and those beside them in their MetaData have.
pub fn join_keys(tables: &[Value]) -> Vec<JoinKey> {
    let mut known: Vec<Rc<TableObject>> = Vec::new();
    let mut note = |table: Option<Rc<TableObject>>| {
        if let Some(table) = table.filter(|table| known.iter().all(|known| known.name != table.name)) {
            known.push(table);
        }
    };
    for base in tables.iter().filter_map(base_of) {
        let Some(table) = base.downcast::<TableObject>() else { continue };
        note(Some(Rc::clone(&table)));
        let Some(metadata) = table.metadata.as_ref().and_then(Value::downcast::<MetaDataObject>) else { continue };
        metadata.tables.borrow().iter().for_each(|(_, table)| note(table.downcast::<TableObject>()));
    }
    let mut keys = Vec::new();
    for table in known {
        for (_, constraint) in table.constraints.borrow().iter() {
            let Constraint::ForeignKey(key) = constraint else { continue };
            keys.push(JoinKey {
                table: table.name.clone(),
                columns: key.columns.clone(),
                referred_table: key.referred_table.clone(),
                referred_columns: key.referred_columns.clone(),
            });
        }
    }
    keys
}

/// The condition that follows from the foreign keys between two tables.
fn join_condition(vm: &mut Vm, left: &Value, right: &Value) -> Result<Expr> {
    let (Some(ours), Some(theirs)) = (as_from(left), as_from(right)) else {
        return Err(Error::type_error("expected tables to join"));
    };
    let keys = join_keys(&[right.clone(), left.clone()]);
    limbeck_ops::join_condition(&ours, &theirs, &keys).map_err(|fault| match fault {
        JoinFault::None(message) => errors::sqlalchemy_error(vm, "NoForeignKeysError", &message),
        JoinFault::Several(message) => errors::sqlalchemy_error(vm, "AmbiguousForeignKeysError", &message),
    })
}

/// The class of aliases, subqueries and joins.
pub fn from_class() -> Rc<Class> {
    from_methods(ClassBuilder::new("FromClause").module("sqlalchemy.sql.selectable"))
        .method("prefix_with", |vm, this, args| crate::sa::query::cte_with(vm, this, args, true))
        .method("suffix_with", |vm, this, args| crate::sa::query::cte_with(vm, this, args, false))
        .method("cte", crate::sa::query::values_cte)
        .method("scalar_values", crate::sa::query::scalar_values)
        .method("union", |vm, this, args| crate::sa::query::restated(vm, this, args, limbeck_ops::SetOp::Union))
        .method("union_all", |vm, this, args| crate::sa::query::restated(vm, this, args, limbeck_ops::SetOp::UnionAll))
        .build()
}

/// The class `Table`.
pub fn table_class(from: &Rc<Class>) -> Rc<Class> {
    let ddl = |create: bool| {
        move |vm: &mut Vm, this: &Value, args: Args| {
            let span = args.span;
            let bound = Signature::parse("(bind=None, checkfirst=None)").bind("create", args)?;
            let check_first = match bound.value("checkfirst") {
                Value::None => false,
                value => vm.truth(&value)?,
            };
            events::table_ddl(vm, create, this, &bound.value("bind"), check_first, span)?;
            Ok(Value::None)
        }
    };
    let builder = ClassBuilder::new("Table")
        .module("sqlalchemy.sql.schema")
        .base(from)
        .call_hook(|vm, _class, args| make_table(vm, args))
        .method("create", ddl(true))
        .method("drop", ddl(false))
        .method("insert", crate::sa::dml::insert)
        .method("update", crate::sa::dml::update)
        .method("delete", crate::sa::dml::delete)
        .method("append_column", |vm, this, args| {
            let column = args.positional.first().and_then(Value::downcast::<ColumnObject>);
            if let (Some(table), Some(column)) = (this.downcast::<TableObject>(), column) {
                table.attach(vm, Rc::clone(&column), true);
                events::attached(vm, this, Some(&[column]))?;
            }
            Ok(Value::None)
        })
        .method("append_constraint", |_vm, this, args| {
            let index = args.positional.first().and_then(Value::downcast::<IndexObject>);
            if let (Some(table), Some(index)) = (this.downcast::<TableObject>(), index) {
                table.add_index(&index);
            }
            let constraint = args.positional.first().and_then(Value::downcast::<ConstraintObject>);
            if let (Some(table), Some(constraint)) = (this.downcast::<TableObject>(), constraint) {
                table.add_constraint(&constraint);
            }
            Ok(Value::None)
        });
    from_methods(builder).build()
}

fn make_table(vm: &mut Vm, args: Args) -> Result<Value> {
    let span = args.span;
    match (args.positional.len(), args.keyword.iter().any(|(key, _)| matches!(&**key, "name" | "metadata"))) {
        (0, false) => {
            return Err(Error::type_error(
                "Table.__init__() missing 2 required positional arguments: 'name' and 'metadata'",
            ));
        }
        (1, false) => {
            return Err(Error::type_error(
                "Table() takes at least two positional-only arguments 'name' and 'metadata'",
            ));
        }
        _ => {}
    }
    let bound = Signature::parse("(name, metadata, *items, **kw)").bind("Table", args)?;
    let name = required_name(&bound.value("name"))?;
    let metadata = bound.value("metadata");
    if metadata.is_unresolved() {
        return Err(errors::needed(vm, &metadata, "is the MetaData of a table"));
    }
    let keyword =
        |wanted: &str| bound.kwargs().iter().find(|(key, _)| &**key == wanted).map(|(_, value)| value.clone());
    let schema = keyword("schema").map(|value| optional_name(&value)).transpose()?.flatten();
    let metadata_object = metadata.downcast::<MetaDataObject>();
    let schema = schema.or_else(|| metadata_object.as_ref().and_then(|metadata| metadata.schema.clone()));
    let full_name = TableName { schema, name: name.clone() };
    let known = metadata_object.and_then(|metadata| metadata.table(&full_name));
    let flag = |vm: &mut Vm, name: &str| keyword(name).is_some_and(|value| vm.truth(&value).unwrap_or(false));
    let autoload = keyword("autoload_with").filter(|value| !value.is_none());
    if flag(vm, "keep_existing") && flag(vm, "extend_existing") {
        return Err(errors::argument_error(vm, "keep_existing and extend_existing are mutually exclusive."));
    }
    if known.is_none() && (flag(vm, "must_exist") || flag(vm, "mustexist")) {
        return Err(errors::invalid_request(vm, &format!("Table '{full_name}' not defined")));
    }
    for column in bound.rest().iter().filter_map(Value::downcast::<ColumnObject>) {
        if let Some(limbeck_ops::From::Table(other, _)) = column.table.get().map(|from| &**from) {
            let message = format!("Column object '{}' already assigned to Table '{}'", column.key.borrow(), other.name);
            return Err(errors::argument_error(vm, &message));
        }
    }
    if let Some(known) = known {
        let extends = flag(vm, "extend_existing");
        if bound.rest().is_empty() && !extends || flag(vm, "keep_existing") {
            return Ok(known);
        }
        if !extends {
            return Err(errors::invalid_request(
                vm,
                &format!(
                    "Table '{full_name}' is already defined for this MetaData instance.  Specify 'extend_existing=True' to redefine options and columns on an existing Table object."
                ),
            ));
        }
    }
    let autoload = match autoload {
        Some(bind) => Some(bind),
        None if flag(vm, "autoload") => Some(Value::None),
        None => None,
    };
    let table = match autoload {
        Some(bind) => {
            let include = match keyword("include_columns").filter(|value| !value.is_none()) {
                Some(names) => Some(vm.iterate(&names)?.iter().map(text_of).collect::<Result<Vec<String>>>()?),
                None => None,
            };
            let own = bound.rest().iter().filter_map(Value::downcast::<ColumnObject>);
            let exclude = own.map(|column| column.data.borrow().name.text.clone()).collect();
            let resolve_keys = keyword("resolve_fks").is_none() || flag(vm, "resolve_fks");
            let wanted = Wanted { include, exclude, resolve_keys };
            let reflected = inspect::reflect_table(vm, &bind, &full_name, &metadata, &wanted, span)?;
            if let Some(table) = reflected.downcast::<TableObject>() {
                take_items(vm, &table, bound.rest())?;
            }
            reflected
        }
        None => {
            let convention = convention_of(Some(&metadata));
            let table = build_table(vm, name, bound.rest(), bound.kwargs(), Some(metadata.clone()), &convention)?;
            table.as_from_clause();
            Value::object(table)
        }
    };
    register(&metadata, &full_name, table.clone());
    super::known_tables::remember(vm, &table);
    events::attached(vm, &table, None)?;
    Ok(table)
}
