//! Names that a convention gives constraints and indexes.

use limbeck_ops::{
    BinaryOp, CheckConstraint, Constraint, ConstraintName, Deferral, DialectName, Expr, Index, IndexElement, Name,
    NamedColumn, NamingConvention, NamingError, Options, Table, TableName, Type, TypeCheck, TypeKind, all_columns_in,
    first_column,
};
use limbeck_python::{Args, Error, Result, Value, Vm};

use crate::errors;
use crate::runtime::current_context;
use crate::sa::expr::{self, boolean_binary};
use crate::sa::metadata::MetaDataObject;
use crate::sa::names::text_of;
use crate::sa::types::type_constraint_name;

/// Applies a naming convention to everything in a table.
///
/// # Errors
/// When it can't be filled in.
pub fn name_table(vm: &mut Vm, table: &mut Table, convention: &NamingConvention) -> Result<()> {
    let name = table.name.clone();
    let of_columns = table.columns.iter_mut().flat_map(|column| &mut column.constraints);
    for constraint in table.constraints.iter_mut().chain(of_columns) {
        let named = name_constraint(vm, &name, constraint, convention)?;
        *constraint.name_mut() = named;
    }
    for index in &mut table.indexes {
        let named = name_index(vm, &name, index, convention, false)?;
        index.name = named;
    }
    Ok(())
}

/// Why a convention gives no name, as the exception that SQLAlchemy raises.
fn unnamed(vm: &mut Vm, error: NamingError) -> Error {
    match error {
        NamingError::NeedsName => errors::invalid_request(vm, &error.to_string()),
        NamingError::UnknownToken(token) => Error::exception("KeyError", token),
        NamingError::ColumnIndex => Error::exception("IndexError", error.to_string()),
    }
}

/// What a convention names.
struct Subject {
    kind: &'static str,
    class: &'static str,
    columns: Vec<String>,
    referred: Option<(TableName, Vec<String>)>,
}

/// The tokens of a convention's own, as far as its templates use them.
fn tokens_of(vm: &Vm, convention: &NamingConvention) -> Vec<(String, Value)> {
    let Ok(context) = crate::runtime::current_context(vm) else { return Vec::new() };
    if context.convention != *convention {
        return Vec::new();
    }
    let metadata = match context.target_metadata.as_sequence() {
        Some(list) => list.first().cloned(),
        None => Some(context.target_metadata.clone()),
    };
    let Some(metadata) = metadata.as_ref().and_then(Value::downcast::<MetaDataObject>) else { return Vec::new() };
    let used = |token: &str| convention.templates.iter().any(|(_, text)| text.contains(&format!("%({token})s")));
    metadata.tokens.borrow().iter().filter(|(token, _)| used(token)).cloned().collect()
}

/// The convention with its own tokens filled in for one constraint or index.
fn fill_tokens(
    vm: &mut Vm,
    convention: &NamingConvention,
    table: &TableName,
    name: &ConstraintName,
    subject: &Subject,
) -> Result<NamingConvention> {
    let mut filled = convention.clone();
    let is_final = matches!(name, ConstraintName::Final(_));
    for (token, function) in tokens_of(vm, convention) {
        let mark = format!("%({token})s");
        let template = convention.template(subject.kind).unwrap_or_default();
        let named = matches!(name, ConstraintName::Given(_)) && !template.contains("constraint_name");
        if is_final || named || !template.contains(&mark) {
            continue;
        }
        let text = |name: &Name| Value::str(&name.text);
        let list = |names: &[String]| Value::list(names.iter().map(Value::str).collect());
        let mut positional = vec![
            function,
            Value::str(subject.class),
            name.name().map_or(Value::None, text),
            text(&table.name),
            table.schema.as_ref().map_or(Value::None, text),
            list(&subject.columns),
        ];
        if let Some((referred, columns)) = &subject.referred {
            positional.push(text(&referred.name));
            positional.push(referred.schema.as_ref().map_or(Value::None, text));
            positional.push(list(columns));
        }
        let module = vm.import("_limbeck_naming")?;
        let value = vm.call_method(&module, "value", Args { positional, ..Args::none() })?;
        let value = text_of(&value)?.replace('%', "%%");
        for (kind, template) in &mut filled.templates {
            if kind == subject.kind {
                *template = template.replace(&mark, &value);
            }
        }
    }
    Ok(filled)
}

/// The name of a constraint by a convention.
///
/// # Errors
/// When the convention can't be filled in.
pub fn name_constraint(
    vm: &mut Vm,
    table: &TableName,
    constraint: &Constraint,
    convention: &NamingConvention,
) -> Result<ConstraintName> {
    let (kind, class) = NamingConvention::kind_of(constraint);
    let texts = |names: &[Name]| names.iter().map(|name| name.text.clone()).collect::<Vec<_>>();
    let named = if tokens_of(vm, convention).is_empty() {
        convention.constraint_name(table, constraint)
    } else {
        let (columns, referred) = match constraint {
            Constraint::PrimaryKey(key) => (texts(&key.columns), None),
            Constraint::Unique(key) => (texts(&key.columns), None),
            Constraint::ForeignKey(key) => {
                (texts(&key.columns), Some((key.referred_table.clone(), texts(&key.referred_columns))))
            }
            Constraint::Check(check) => {
                let mut columns: Vec<String> = Vec::new();
                for column in all_columns_in(&check.condition) {
                    if !columns.contains(&column.name.text) {
                        columns.push(column.name.text.clone());
                    }
                }
                (columns, None)
            }
            Constraint::Exclude(_) => (Vec::new(), None),
        };
        let subject = Subject { kind, class, columns, referred };
        fill_tokens(vm, convention, table, constraint.name(), &subject)?.constraint_name(table, constraint)
    };
    named.map_err(|error| unnamed(vm, error))
}

/// The name of an index by a convention. Where an operation makes the index, its texts count as columns of the table.
///
/// # Errors
/// When it can't be filled in.
pub fn name_index(
    vm: &mut Vm,
    table: &TableName,
    index: &Index,
    convention: &NamingConvention,
    texts_are_columns: bool,
) -> Result<ConstraintName> {
    let mut columns: Vec<NamedColumn> = Vec::new();
    for element in &index.elements {
        let column = match element {
            IndexElement::Column(name) => Some(NamedColumn::of(table, &name.text)),
            IndexElement::Expr(Expr::Text(text)) if texts_are_columns => Some(NamedColumn::of(table, &text.text)),
            IndexElement::Expr(expr) => first_column(expr).map(NamedColumn::in_expression),
        };
        let Some(column) = column else { continue };
        // Of two columns of one name the later one counts, in the place of the first.
        match columns.iter_mut().find(|known| known.name == column.name) {
            Some(known) => *known = column,
            None => columns.push(column),
        }
    }
    let with_tokens;
    let convention = if convention.template("ix").is_some() && !tokens_of(vm, convention).is_empty() {
        let columns = columns.iter().map(|column| column.name.clone()).collect();
        let subject = Subject { kind: "ix", class: "Index", columns, referred: None };
        with_tokens = fill_tokens(vm, convention, table, &index.name, &subject)?;
        &with_tokens
    } else {
        convention
    };
    convention.index_name(table, &columns, &index.name).map_err(|error| unnamed(vm, error))
}

/// The CHECKs that a Boolean or Enum column brings with `create_constraint=True`, of the variant that the run's dialect has.
pub fn type_checks(vm: &Vm, column: &Name, ty: &Type) -> Vec<Constraint> {
    let mut checks = all_type_checks(vm, column, ty);
    checks.retain(|one| !is_elsewhere(one));
    checks
}

/// Whether a check is that of a type that its column has on another database.
pub fn is_elsewhere(one: &Constraint) -> bool {
    matches!(one, Constraint::Check(CheckConstraint { from_type: Some(TypeCheck::Elsewhere), .. }))
}

/// The CHECKs of a column's type and all of its variants, those of other databases marked as such.
pub fn all_type_checks(vm: &Vm, column: &Name, ty: &Type) -> Vec<Constraint> {
    let dialect = current_context(vm).ok().map(|context| context.dialect.name);
    let variant = |dialect| ty.variants.iter().find(|(name, _)| Some(*name) == dialect).map(|(_, variant)| variant);
    let own = variant(dialect);
    // SQLAlchemy asks the type of the column, whatever the variants.
    let refused = dialect == Some(DialectName::Postgresql)
        && matches!(&ty.kind, TypeKind::Array { item, .. } if matches!(&item.kind, TypeKind::Enum(own) if !own.native));
    let mut types = vec![(ty, own.is_none())];
    for (at, (name, variant)) in ty.variants.iter().enumerate() {
        let same = |(known, _): &&(DialectName, Type)| known == name;
        let is_first = !ty.variants.iter().take(at).any(|one| same(&one));
        // Where one variant has several names, its own among them, all of its checks are written.
        let is_own = ty.variants.iter().filter(same).count() > 1 && own == Some(variant);
        let here = Some(*name) == dialect;
        if here || (is_first && !is_own) {
            types.push((variant, here));
        }
    }
    let mut checks = Vec::new();
    for (ty, here) in types {
        let Some(Constraint::Check(mut check)) = type_check(column, ty) else { continue };
        check.from_type = match (here, refused) {
            (false, _) => Some(TypeCheck::Elsewhere),
            (true, true) => Some(TypeCheck::OfArray),
            (true, false) => check.from_type,
        };
        checks.push(Constraint::Check(check));
    }
    checks
}

fn type_check(column: &Name, ty: &Type) -> Option<Constraint> {
    let literal = |value: limbeck_ops::Datum, ty: Type| Expr::Literal { value, ty };
    let (items, from_type) = match &ty.kind {
        TypeKind::Boolean { create_constraint: true, .. } => (
            (0..2).map(|n| literal(limbeck_ops::Datum::Int(n), Type::new(TypeKind::Integer))).collect::<Vec<_>>(),
            TypeCheck::Boolean,
        ),
        TypeKind::Enum(e) if e.create_constraint => (
            e.labels.iter().map(|label| literal(limbeck_ops::Datum::Str(label.clone()), expr::string_type())).collect(),
            TypeCheck::Enum { native: e.native },
        ),
        TypeKind::Array { item, .. } => return type_check(column, item),
        _ => return None,
    };
    let left = expr::bare_column(column.clone(), ty.clone(), false);
    let items = match expr::plain_list(&left, &items) {
        Some(none) if items.is_empty() => none,
        _ => Expr::Tuple(items),
    };
    Some(Constraint::Check(CheckConstraint {
        name: type_constraint_name(ty),
        condition: boolean_binary(BinaryOp::In, left, items),
        deferral: Deferral::default(),
        options: Options::none(),
        from_type: Some(from_type),
    }))
}
