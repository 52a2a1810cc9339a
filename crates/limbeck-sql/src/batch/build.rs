//! The new table and the statements that put it in the old one's place.

use limbeck_ops::op::{CreateTable, DropTable, RenameTable};
use limbeck_ops::{
    Column, Constraint, ConstraintName, Deferral, DialectName, Expr, Index, IndexElement, Insert, InsertSource, Name,
    NamedColumn, NamingConvention, Operation, Options, Params, PrimaryKey, Query, Select, Table, TableName, TypeKind,
    UniqueConstraint, first_column,
};

use super::Recreation;
use super::follow::{self, Renames, mentions};
use super::state::{Kept, State};
use crate::ddl::{self, TypeMemo};
use crate::error::SqlError;
use crate::quoting::Style;
use crate::statement::{Mode, Statement};

/// Longest temporary name, in characters.
const LONGEST_NAME: usize = 50;

struct Columns<'s>(&'s [Kept]);

impl Renames for Columns<'_> {
    fn new_name(&self, key: &str) -> Option<Name> {
        self.0.iter().find(|kept| kept.key == key).map(|kept| kept.column.name.clone())
    }
}

fn temporary(table: &TableName) -> TableName {
    let name: String = format!("_alembic_tmp_{}", table.name).chars().take(LONGEST_NAME).collect();
    TableName { schema: table.schema.clone(), name: Name::new(name) }
}

impl State {
    /// The statements, and what they lose.
    pub(super) fn finish(mut self, style: &Style<'_>, mode: Mode, memo: &mut TypeMemo) -> Result<Recreation, SqlError> {
        self.sort_columns()?;
        let table = self.new_table()?;
        let name = self.name().clone();
        let mut operations = Vec::new();
        let mut statements: Vec<Statement> = self.freed_names(style)?;
        operations.push(Operation::CreateTable(Box::new(CreateTable {
            table: table.clone(),
            if_not_exists: false,
            check_first: false,
        })));
        run(style, &operations, mode, memo, &mut statements)?;
        if self.columns.iter().all(|kept| kept.source.is_none()) {
            // Where no column is left of the old table, SQLAlchemy finds nothing to select.
            return Err(SqlError::of("KeyError", "'insert_from_select'"));
        }
        statements.extend(crate::compile::statements(*style, &self.copy(&table), &Params::None, mode)?);
        let mut operations = vec![
            Operation::DropTable(DropTable {
                table: name.clone(),
                if_exists: false,
                check_first: false,
                types: ddl::types_gone_with(style, &self.table, memo),
            }),
            Operation::RenameTable(RenameTable {
                table: whole_schema(style, &table.name),
                new_name: name.name.clone(),
            }),
        ];
        let create = |index| limbeck_ops::op::CreateIndex { index, if_not_exists: false, check_first: false };
        operations.extend(self.all_indexes()?.into_iter().map(|index| Operation::CreateIndex(create(index))));
        run(style, &operations, mode, memo, &mut statements)?;
        statements.extend(self.made_again().into_iter().map(Statement::text));
        Ok(Recreation { statements, warnings: self.warnings })
    }

    fn sort_columns(&mut self) -> Result<(), SqlError> {
        let keys = self.columns.iter().map(|kept| kept.key.clone()).collect();
        let sorted = self.order.sorted(keys)?;
        let place = |kept: &Kept| sorted.iter().position(|key| *key == kept.key);
        self.columns.sort_by_key(place);
        Ok(())
    }

    /// PostgreSQL wants the names of constraints free before the new table takes them (`prep_table_for_batch`).
    fn freed_names(&self, style: &Style<'_>) -> Result<Vec<Statement>, SqlError> {
        let mut statements = Vec::new();
        if style.dialect.name != DialectName::Postgresql {
            return Ok(statements);
        }
        for one in &self.table.constraints {
            if let Some(name) = one.name().name()
                && self.named.iter().any(|(known, _)| *known == name.text)
            {
                let drop = limbeck_ops::op::DropConstraint {
                    table: self.name().clone(),
                    name: one.name().clone(),
                    kind: None,
                    if_exists: false,
                };
                statements.push(Statement::text(ddl::constraint::drop(style, &drop)?));
            }
        }
        Ok(statements)
    }

    fn new_table(&mut self) -> Result<Table, SqlError> {
        let name = temporary(self.name());
        let args = self.table_args.take();
        let mut constraints: Vec<Constraint> = args.as_ref().map(|args| args.constraints.clone()).unwrap_or_default();
        for one in &constraints {
            self.knows_columns(&name, one, args.as_ref().map(|args| args.columns.as_slice()).unwrap_or_default())?;
        }
        // They know the columns by the names that the block knows them by.
        for one in constraints.iter_mut().filter(|one| !matches!(one, Constraint::Check(_))) {
            follow::constraint(one, self.name(), &Columns(&self.columns));
        }
        let mut indexes = Vec::new();
        for kept in &self.columns {
            for (_, check) in self.type_checks.iter().filter(|(column, _)| *column == kept.key) {
                let mut check = check.clone();
                follow::constraint(&mut check, self.name(), &Columns(&self.columns));
                constraints.push(check);
            }
            constraints.extend(flag_constraint(&kept.column));
            indexes.extend(flag_index(&name, &kept.column)?);
        }
        let mut left_out = Vec::new();
        for one in self.named.iter().map(|(_, one)| one).chain(&self.unnamed) {
            let known = |column: &String| self.columns.iter().any(|kept| kept.key == *column);
            let columns = follow::columns(one);
            if let Some(unknown) = columns.iter().find(|column| !known(column)) {
                if !self.dropped.contains(unknown)
                    && let Some(name) = one.name().name()
                {
                    left_out.push(format!(
                        "constraint '{name}' is left out: the table '{}' has no column '{unknown}' (in a batch block a renamed column goes by its old name)",
                        self.name()
                    ));
                }
                continue;
            }
            let mut one = one.clone();
            // The columns of a check that the block adds are none of the table's.
            let is_added = one.name().name().is_some_and(|name| self.added_checks.contains(&name.text));
            if !is_added {
                follow::constraint(&mut one, self.name(), &Columns(&self.columns));
            }
            if let Constraint::ForeignKey(key) = &mut one {
                follow::forget_quotes(key);
            }
            constraints.push(one);
        }
        let mut columns: Vec<Column> = self.columns.iter().map(|kept| kept.column.clone()).collect();
        let (mut comment, mut prefixes) = (None, Vec::new());
        if let Some(args) = args {
            columns.extend(args.columns);
            for mut index in args.indexes {
                index
                    .elements
                    .iter_mut()
                    .for_each(|element| follow::element(element, self.name(), &Columns(&self.columns)));
                indexes.push(Index { table: name.clone(), ..index });
            }
            (comment, prefixes) = (args.comment, args.prefixes);
        }
        forget_types(&mut columns, &constraints);
        self.warnings.extend(key_warnings(&name, &columns, &constraints));
        let key = settle_key(&mut columns, &mut constraints);
        if let Some(key) = key {
            constraints.insert(0, Constraint::PrimaryKey(key));
        }
        let options = self.options.clone();
        self.warnings.extend(left_out);
        Ok(Table { name, columns, constraints, indexes, comment, prefixes, options })
    }

    /// Refuses a constraint of `table_args` over columns that the new table does not have.
    fn knows_columns(&self, name: &TableName, one: &Constraint, more: &[Column]) -> Result<(), SqlError> {
        let kind = match one {
            Constraint::PrimaryKey(_) => "PrimaryKeyConstraint",
            Constraint::ForeignKey(_) => "ForeignKeyConstraint",
            Constraint::Unique(_) => "UniqueConstraint",
            Constraint::Check(_) | Constraint::Exclude(_) => return Ok(()),
        };
        let known = |column: &String| {
            self.columns.iter().any(|kept| kept.key == *column) || more.iter().any(|known| known.name.text == *column)
        };
        match follow::columns(one).into_iter().find(|column| !known(column)) {
            None => Ok(()),
            Some(column) => Err(SqlError::of(
                "ConstraintColumnNotFoundError",
                format!("Can't create {kind} on table '{}': no column named '{column}' is present.", name.name),
            )),
        }
    }

    /// The rows from the old table into the new one.
    fn copy(&self, table: &Table) -> Query {
        let copied = || self.columns.iter().filter_map(|kept| Some((kept, kept.source.as_ref()?)));
        let names = copied().map(|(kept, _)| kept.column.name.clone()).collect();
        let select = Select { columns: copied().map(|(_, source)| source.clone()).collect(), ..Select::default() };
        Query::Insert(Box::new(Insert {
            table: table.name.clone(),
            columns: table.columns.clone(),
            source: InsertSource::Select(names, Box::new(select)),
            on_conflict: None,
            returning: Vec::new(),
            prefixes: Vec::new(),
            ctes: Vec::new(),
        }))
    }

    /// The indexes that are kept and those that are new; of an expression in a new one Alembic takes the columns.
    fn all_indexes(&self) -> Result<Vec<Index>, SqlError> {
        let mut all: Vec<Index> = self.indexes.iter().map(|(_, index)| index.clone()).collect();
        for (_, index) in &self.new_indexes {
            let mut elements = Vec::with_capacity(index.elements.len());
            for element in &index.elements {
                let column = match element {
                    IndexElement::Column(name) => name.clone(),
                    IndexElement::Expr(Expr::Text(clause)) => Name::new(clause.text.as_str()),
                    IndexElement::Expr(expr) => match first_column(expr) {
                        Some(column) => column.name.clone(),
                        None => continue,
                    },
                };
                if self.columns.iter().all(|kept| kept.key != column.text) {
                    return Err(SqlError::of("KeyError", format!("'{column}'")));
                }
                // A column counts once.
                let element = IndexElement::Column(column);
                if !elements.contains(&element) {
                    elements.push(element);
                }
            }
            if elements.is_empty() {
                let name = index.name.name().map_or("None", |name| name.text.as_str());
                return Err(SqlError::compile(format!("Index '{name}' is not associated with any table.")));
            }
            all.push(Index { elements, ..index.clone() });
        }
        for index in &mut all {
            index.table = self.name().clone();
            for element in &mut index.elements {
                follow::element(element, self.name(), &Columns(&self.columns));
            }
            if index.name == ConstraintName::Unnamed {
                index.name = made_up(index)?;
            }
        }
        Ok(all)
    }

    /// Indexes on expressions and triggers, unless they name a column that is gone.
    fn made_again(&mut self) -> Vec<String> {
        let mut gone: Vec<String> = std::mem::take(&mut self.dropped);
        gone.extend(self.columns.iter().filter(|kept| kept.key != kept.column.name.text).map(|kept| kept.key.clone()));
        let indexes = std::mem::take(&mut self.expression_indexes)
            .into_iter()
            .map(|(name, sql)| (format!("index '{name}'"), sql));
        let triggers = std::mem::take(&mut self.triggers).into_iter().map(|sql| ("a trigger".to_owned(), sql));
        let mut statements = Vec::new();
        for (what, sql) in indexes.chain(triggers) {
            match gone.iter().find(|column| mentions(&sql, column)) {
                Some(column) => self.warnings.push(format!(
                    "{what} on the table '{}' is not made again: it names the column '{column}', which is dropped or renamed: {sql}",
                    self.table.name
                )),
                None => statements.push(sql),
            }
        }
        statements
    }
}

/// A column without a type has that of the column that it refers to, which Alembic makes up without one; no variants are
/// left of it.
fn forget_types(columns: &mut [Column], constraints: &[Constraint]) {
    for one in constraints {
        let Constraint::ForeignKey(key) = one else { continue };
        for column in columns.iter_mut().filter(|column| column.ty.kind == TypeKind::Null) {
            if key.columns.contains(&column.name) {
                column.ty.variants.clear();
            }
        }
    }
}

/// The name of an index that has none: that of no convention.
fn made_up(index: &Index) -> Result<ConstraintName, SqlError> {
    let columns = index.elements.iter().filter_map(|element| match element {
        IndexElement::Column(name) => Some(NamedColumn::of(&index.table, &name.text)),
        IndexElement::Expr(expr) => first_column(expr).map(NamedColumn::in_expression),
    });
    let name = NamingConvention::default().index_name(&index.table, &columns.collect::<Vec<_>>(), &index.name);
    name.map_err(|error| SqlError::of("InvalidRequestError", error.to_string()))
}

fn run(
    style: &Style<'_>,
    operations: &[Operation],
    mode: Mode,
    memo: &mut TypeMemo,
    statements: &mut Vec<Statement>,
) -> Result<(), SqlError> {
    for operation in operations {
        statements.extend(ddl::operation(style, operation, mode, memo)?);
    }
    Ok(())
}

/// The constraint of a new column with `unique=True`. It has a name only where `add_column` gave it one, and then it is
/// there twice, as with Alembic.
fn flag_constraint(column: &Column) -> Option<Constraint> {
    (column.unique && !column.index).then(|| {
        Constraint::Unique(UniqueConstraint {
            name: ConstraintName::Unnamed,
            columns: vec![column.name.clone()],
            deferral: Deferral::default(),
            options: Options::none(),
        })
    })
}

/// The index of a new column with `index=True`: Alembic makes one with the temporary table besides the one that
/// `add_column` asks for.
fn flag_index(table: &TableName, column: &Column) -> Result<Option<Index>, SqlError> {
    if !column.index {
        return Ok(None);
    }
    let name = NamingConvention::default()
        .index_name(table, &[NamedColumn::of(table, &column.name.text)], &ConstraintName::Unnamed)
        .map_err(|error| SqlError::of("InvalidRequestError", error.to_string()))?;
    Ok(Some(Index {
        name,
        table: table.clone(),
        elements: vec![IndexElement::Column(column.name.clone())],
        unique: column.unique,
        options: Options::none(),
    }))
}

/// SQLAlchemy's warning for a key that has other columns than those marked so. The key of a block is attached twice, by
/// its columns and by itself.
fn key_warnings(table: &TableName, columns: &[Column], constraints: &[Constraint]) -> Vec<String> {
    let mut marked: Vec<bool> = columns.iter().map(|column| column.primary_key).collect();
    let mut warnings = Vec::new();
    let listed = |names: Vec<&str>| names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    for one in constraints {
        let Constraint::PrimaryKey(key) = one else { continue };
        let of_key = |column: &Column| key.columns.contains(&column.name);
        for _ in 0..2 {
            let differ = columns.iter().zip(&marked).any(|(column, marked)| of_key(column) != *marked);
            if !key.columns.is_empty() && marked.contains(&true) && differ {
                let names = columns.iter().zip(&marked).filter(|(_, marked)| **marked);
                let names = listed(names.map(|(column, _)| column.name.text.as_str()).collect());
                let own = listed(key.columns.iter().map(|name| name.text.as_str()).collect());
                warnings.push(format!(
                    "Table '{}' specifies columns {names} as primary_key=True, not matching locally specified columns {own}; setting the current primary key columns to {own}. This warning may become an exception in a future release",
                    table.name
                ));
            }
            for (column, marked) in columns.iter().zip(&mut marked) {
                *marked |= of_key(column);
            }
        }
    }
    warnings
}

/// The one primary key: the last that was given, else the columns marked so. SQLAlchemy's `PrimaryKeyConstraint`, which
/// leaves the columns of other keys marked: SQLite numbers those as well.
fn settle_key(columns: &mut [Column], constraints: &mut Vec<Constraint>) -> Option<PrimaryKey> {
    let marked: Vec<Name> =
        columns.iter().filter(|column| column.primary_key).map(|column| column.name.clone()).collect();
    let mut last: Option<PrimaryKey> = None;
    constraints.retain(|one| match one {
        Constraint::PrimaryKey(key) => {
            if !key.columns.is_empty() {
                // A key leaves its mark, also where another takes its place.
                for column in columns.iter_mut() {
                    let of_key = key.columns.contains(&column.name);
                    column.primary_key |= of_key;
                    column.nullable &= column.nullable_given || !of_key;
                }
                // It is a copy, so no longer one that came about by itself.
                last = Some(PrimaryKey { implicit: false, ..key.clone() });
            }
            false
        }
        Constraint::ForeignKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => true,
    });
    let key = last.or_else(|| {
        (!marked.is_empty()).then(|| PrimaryKey {
            name: ConstraintName::Unnamed,
            columns: marked,
            deferral: Deferral::default(),
            options: Options::none(),
            implicit: true,
        })
    });
    for column in columns {
        if column.primary_key && !column.nullable_given {
            column.nullable = false;
        }
    }
    key
}

/// A table whose schema is one name, whatever points there are in it: that of a `Table` is.
fn whole_schema(style: &Style<'_>, table: &TableName) -> TableName {
    let whole = |schema: &Name| Name { quote: Some(style.quote(schema) != schema.text), ..schema.clone() };
    TableName { schema: table.schema.as_ref().map(whole), ..table.clone() }
}
