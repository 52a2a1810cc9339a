//! Differences in words.

use limbeck_messages::{Message, verify as words};
use limbeck_ops::catalog::{
    Catalog, Change, ColumnChange, ComputedEntry, Constraint, ConstraintAspect, Difference, ForeignKeyEntry,
    IdentityEntry, IndexAspect, IndexEntry, KeyEntry, Object, ObjectName, SequenceEntry, Sides, Sql, diff,
};

use super::report::Finding;

/// The part of a table that a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Table,
    Columns,
    Indexes,
    ForeignKeys,
    Constraints,
}

/// A difference in words, with the table that it is about.
pub(super) struct Told {
    pub table: Option<ObjectName>,
    pub is_extra: bool,
    pub finding: Finding,
}

/// How the database differs from what is expected.
pub(super) fn told(expected: &Catalog, actual: &Catalog) -> Vec<Told> {
    diff(expected, actual).iter().flat_map(|difference| tell(difference, &expected.default_schema)).collect()
}

/// What a difference says: its kind for programs, the words, and both sides where a word says them.
struct Said {
    kind: &'static str,
    part: Part,
    object: String,
    message: Message,
    expected: Option<String>,
    actual: Option<String>,
}

impl Said {
    fn new(kind: &'static str, part: Part, object: impl Into<String>, message: Message) -> Said {
        Said { kind, part, object: object.into(), message, expected: None, actual: None }
    }

    fn sides(mut self, expected: impl Into<Option<String>>, actual: impl Into<Option<String>>) -> Said {
        (self.expected, self.actual) = (expected.into(), actual.into());
        self
    }
}

fn tell(difference: &Difference, default_schema: &str) -> Vec<Told> {
    let shown = |name: &ObjectName| name.shown(default_schema);
    let (table, said) = match &difference.object {
        Object::Table(name) => (Some(name.clone()), of_table(&shown(name), &difference.change, default_schema)),
        Object::Schema(name) => (None, of_object("schema", name, words::schema(name), &difference.change)),
        Object::Enum(name) => (None, of_object("enum", &shown(name), words::an_enum(shown(name)), &difference.change)),
        Object::Sequence(name) => {
            (None, of_object("sequence", &shown(name), words::sequence(shown(name)), &difference.change))
        }
        Object::View(name) => (None, of_object("view", &shown(name), words::view(shown(name)), &difference.change)),
    };
    let told = |said: Said| Told {
        table: table.clone(),
        is_extra: difference.is_extra_object(),
        finding: Finding {
            message: said.message,
            part: said.part,
            kind: said.kind,
            object: said.object,
            expected: said.expected,
            actual: said.actual,
            is_uncertain: !difference.is_certain(),
            left_by_downgrade: false,
        },
    };
    said.into_iter().map(told).collect()
}

fn quoted(text: Option<&String>) -> Message {
    text.map_or_else(words::none, |text| Message::verbatim(format!("{text:?}")))
}

fn sql(text: Option<&Sql>) -> Message {
    words::or_none(text.map(|sql| sql.0.as_str()))
}

fn sql_text(text: Option<&Sql>) -> Option<String> {
    text.map(|sql| sql.0.clone())
}

fn yes_or_no(flag: bool) -> Message {
    if flag { words::yes() } else { words::no() }
}

/// A view, enum, sequence or schema.
fn of_object(noun: &'static str, name: &str, what: Message, change: &Change) -> Vec<Said> {
    let kind = |of: &'static [&'static str; 4], position: usize| of[position];
    let kinds: &'static [&'static str; 4] = match noun {
        "schema" => &["schema_missing", "schema_extra", "schema_differs", "schema_comment"],
        "enum" => &["enum_missing", "enum_extra", "enum_labels", "enum_comment"],
        "sequence" => &["sequence_missing", "sequence_extra", "sequence_options", "sequence_comment"],
        _ => &["view_missing", "view_extra", "view_differs", "view_comment"],
    };
    let differs = |aspect: Message, actual: Message, expected: Message| {
        Said::new(kind(kinds, 2), Part::Table, name, words::object_differs(&what, aspect, &actual, &expected))
            .sides(expected.to_string(), actual.to_string())
    };
    match change {
        Change::Missing => vec![Said::new(kind(kinds, 0), Part::Table, name, words::object_missing(&what))],
        Change::Extra => vec![Said::new(kind(kinds, 1), Part::Table, name, what.clone())],
        Change::EnumLabels(sides) => {
            let list = |labels: &[String]| Message::verbatim(labels.join(", "));
            vec![differs(words::aspect_labels(), list(&sides.actual), list(&sides.expected))]
        }
        Change::Sequence(sides, _) => {
            let options = |entry: &SequenceEntry| Message::verbatim(sequence(entry));
            vec![differs(words::aspect_options(), options(&sides.actual), options(&sides.expected))]
        }
        Change::ViewQuery(sides) => {
            let query = |sql: &Sql| Message::verbatim(sql.0.split_whitespace().collect::<Vec<_>>().join(" "));
            vec![differs(words::aspect_query(), query(&sides.actual), query(&sides.expected))]
        }
        Change::ViewMaterialized(sides) => {
            vec![differs(words::aspect_materialized(), yes_or_no(sides.actual), yes_or_no(sides.expected))]
        }
        Change::ViewComment(sides) => {
            let message = words::comment(&what, quoted(sides.actual.as_ref()), quoted(sides.expected.as_ref()));
            vec![
                Said::new(kind(kinds, 3), Part::Table, name, message)
                    .sides(sides.expected.clone(), sides.actual.clone()),
            ]
        }
        // Indexes of materialized views.
        Change::IndexMissing(_) | Change::IndexExtra(_) | Change::IndexRenamed(_) | Change::IndexChanged(..) => {
            of_table(name, change, "")
        }
        Change::TableComment(_)
        | Change::PartitionKey(_)
        | Change::Parent(_)
        | Change::ColumnMissing(_)
        | Change::ColumnExtra(_)
        | Change::ColumnRenamed(_)
        | Change::Column(..)
        | Change::ConstraintMissing(_)
        | Change::ConstraintExtra(_)
        | Change::ConstraintRenamed(_)
        | Change::ConstraintChanged(..) => of_table(name, change, ""),
    }
}

fn of_table(table: &str, change: &Change, default_schema: &str) -> Vec<Said> {
    let column = |name: &str| format!("{table}.{name}");
    match change {
        Change::Missing => vec![Said::new("table_missing", Part::Table, table, words::table_missing(table))],
        Change::Extra => vec![Said::new("table_extra", Part::Table, table, words::table_extra(table))],
        Change::TableComment(sides) => {
            let message =
                words::comment(words::table(table), quoted(sides.actual.as_ref()), quoted(sides.expected.as_ref()));
            vec![
                Said::new("table_comment", Part::Table, table, message)
                    .sides(sides.expected.clone(), sides.actual.clone()),
            ]
        }
        Change::PartitionKey(sides) => {
            let (expected, actual) = (sql(sides.expected.as_ref()), sql(sides.actual.as_ref()));
            let message = words::object_differs(words::table(table), words::aspect_partition_key(), actual, expected);
            vec![
                Said::new("partition_key", Part::Table, table, message)
                    .sides(sql_text(sides.expected.as_ref()), sql_text(sides.actual.as_ref())),
            ]
        }
        Change::Parent(sides) => {
            let name = |name: &Option<ObjectName>| name.as_ref().map(|name| name.shown(default_schema));
            let (expected, actual) = (name(&sides.expected), name(&sides.actual));
            let message = words::object_differs(
                words::table(table),
                words::aspect_parent(),
                words::or_none(actual.as_deref()),
                words::or_none(expected.as_deref()),
            );
            vec![Said::new("parent", Part::Table, table, message).sides(expected, actual)]
        }
        Change::ColumnMissing(entry) => {
            let message = words::column_missing(table, &entry.name);
            vec![
                Said::new("column_missing", Part::Columns, column(&entry.name), message)
                    .sides(entry.type_text.clone(), None),
            ]
        }
        Change::ColumnExtra(entry) => {
            let message = words::column_extra(table, &entry.name, &entry.type_text);
            vec![
                Said::new("column_extra", Part::Columns, column(&entry.name), message)
                    .sides(None, entry.type_text.clone()),
            ]
        }
        Change::ColumnRenamed(sides) => {
            let message = words::column_renamed(table, &sides.expected, &sides.actual);
            vec![
                Said::new("column_renamed", Part::Columns, column(&sides.expected), message)
                    .sides(sides.expected.clone(), sides.actual.clone()),
            ]
        }
        Change::Column(name, change) => vec![of_column(table, name, change)],
        Change::ConstraintMissing(constraint) => {
            let (kinds, part, what) = of_constraint(constraint);
            vec![Said::new(kinds[0], part, constraint_name(constraint), words::part_missing(what, table))]
        }
        Change::ConstraintExtra(constraint) => {
            let (kinds, part, what) = of_constraint(constraint);
            vec![Said::new(kinds[1], part, constraint_name(constraint), words::part_extra(what, table))]
        }
        Change::ConstraintRenamed(sides) => {
            let (kinds, part, what) = of_constraint(&sides.expected);
            let name = |one: &Constraint| one.name().map_or_else(words::unnamed, Message::verbatim);
            let message = words::part_renamed(what, table, name(&sides.actual), name(&sides.expected));
            let text = |one: &Constraint| one.name().map(str::to_owned);
            vec![
                Said::new(kinds[2], part, constraint_name(&sides.expected), message)
                    .sides(text(&sides.expected), text(&sides.actual)),
            ]
        }
        Change::ConstraintChanged(sides, aspects) => {
            let (kinds, part, what) = of_constraint(&sides.expected);
            let one = |aspect: &ConstraintAspect| {
                let (word, expected, actual) = constraint_aspect(*aspect, sides, default_schema);
                let message = words::part_differs(&what, table, word, &actual, &expected);
                Said::new(kinds[3], part, constraint_name(&sides.expected), message)
                    .sides(expected.to_string(), actual.to_string())
            };
            aspects.iter().map(one).collect()
        }
        Change::IndexMissing(entry) => {
            let message = words::part_missing(words::index(&entry.name), table);
            vec![Said::new("index_missing", Part::Indexes, &entry.name, message).sides(elements(entry), None)]
        }
        Change::IndexExtra(entry) => {
            let message = words::part_extra(words::index(&entry.name), table);
            vec![Said::new("index_extra", Part::Indexes, &entry.name, message).sides(None, elements(entry))]
        }
        Change::IndexRenamed(sides) => {
            let (expected, actual) = (&sides.expected.name, &sides.actual.name);
            let message = words::part_renamed(words::index(expected), table, actual, expected);
            vec![Said::new("index_renamed", Part::Indexes, expected, message).sides(expected.clone(), actual.clone())]
        }
        Change::IndexChanged(sides, aspects) => {
            let name = &sides.expected.name;
            let one = |aspect: &IndexAspect| {
                let (word, expected, actual) = index_aspect(*aspect, sides);
                let message = words::part_differs(words::index(name), table, word, &actual, &expected);
                Said::new("index_differs", Part::Indexes, name, message).sides(expected.to_string(), actual.to_string())
            };
            aspects.iter().map(one).collect()
        }
        Change::EnumLabels(_)
        | Change::Sequence(..)
        | Change::ViewQuery(_)
        | Change::ViewMaterialized(_)
        | Change::ViewComment(_) => Vec::new(),
    }
}

fn of_column(table: &str, name: &str, change: &ColumnChange) -> Said {
    let object = format!("{table}.{name}");
    match change {
        ColumnChange::Type(sides) => {
            let message = words::column_differs(table, name, &sides.actual, &sides.expected);
            Said::new("column_type", Part::Columns, object, message).sides(sides.expected.clone(), sides.actual.clone())
        }
        ColumnChange::Nullable(sides) => {
            let word = |nullable: bool| if nullable { words::nullable() } else { words::not_null() };
            let text = |nullable: bool| if nullable { "NULL" } else { "NOT NULL" }.to_owned();
            let message = words::column_differs(table, name, word(sides.actual), word(sides.expected));
            Said::new("column_null", Part::Columns, object, message).sides(text(sides.expected), text(sides.actual))
        }
        ColumnChange::Default(sides) => {
            let message = words::column_default(table, name, sql(sides.actual.as_ref()), sql(sides.expected.as_ref()));
            Said::new("column_default", Part::Columns, object, message)
                .sides(sql_text(sides.expected.as_ref()), sql_text(sides.actual.as_ref()))
        }
        ColumnChange::Comment(sides) => {
            let what = words::column(table, name);
            let message = words::comment(what, quoted(sides.actual.as_ref()), quoted(sides.expected.as_ref()));
            Said::new("column_comment", Part::Columns, object, message)
                .sides(sides.expected.clone(), sides.actual.clone())
        }
        ColumnChange::Identity(sides, _) => {
            let text = |entry: &Option<IdentityEntry>| entry.as_ref().map(identity);
            let word = |text: &Option<String>| text.as_ref().map_or_else(words::not_generated, Message::verbatim);
            let (expected, actual) = (text(&sides.expected), text(&sides.actual));
            let message = words::identity(table, name, word(&actual), word(&expected));
            Said::new("column_identity", Part::Columns, object, message).sides(expected, actual)
        }
        ColumnChange::Computed(sides) => {
            let text = |entry: &Option<ComputedEntry>| {
                entry.as_ref().map(|entry| {
                    format!("({}) {}", entry.expression.0, if entry.stored { "STORED" } else { "VIRTUAL" })
                })
            };
            let (expected, actual) = (text(&sides.expected), text(&sides.actual));
            let message = words::column_computed(
                table,
                name,
                words::or_none(actual.as_deref()),
                words::or_none(expected.as_deref()),
            );
            Said::new("column_computed", Part::Columns, object, message).sides(expected, actual)
        }
        ColumnChange::Collation(sides) => {
            let message = words::column_collation(
                table,
                name,
                words::or_none(sides.actual.as_deref()),
                words::or_none(sides.expected.as_deref()),
            );
            Said::new("column_collation", Part::Columns, object, message)
                .sides(sides.expected.clone(), sides.actual.clone())
        }
    }
}

fn identity(entry: &IdentityEntry) -> String {
    let when = if entry.always { "ALWAYS" } else { "BY DEFAULT" };
    let options = sequence(&entry.sequence);
    match options.is_empty() {
        true => format!("GENERATED {when} AS IDENTITY"),
        false => format!("GENERATED {when} AS IDENTITY ({options})"),
    }
}

fn sequence(entry: &SequenceEntry) -> String {
    let mut parts = Vec::new();
    if !entry.type_text.is_empty() {
        parts.push(format!("AS {}", entry.type_text));
    }
    let numbers = [
        ("START WITH", entry.start),
        ("INCREMENT BY", entry.increment),
        ("MINVALUE", entry.min_value),
        ("MAXVALUE", entry.max_value),
        ("CACHE", entry.cache),
    ];
    parts.extend(numbers.iter().filter_map(|(word, value)| value.map(|value| format!("{word} {value}"))));
    if entry.cycle {
        parts.push("CYCLE".to_owned());
    }
    parts.join(" ")
}

/// The kinds of its differences (missing, extra, renamed, changed), its part of the table, and what it is.
fn of_constraint(constraint: &Constraint) -> (&'static [&'static str; 4], Part, Message) {
    let name = constraint_name(constraint);
    match constraint {
        Constraint::PrimaryKey(_) => (
            &["primary_key_missing", "primary_key_extra", "primary_key_renamed", "primary_key_differs"],
            Part::Constraints,
            words::primary_key(name),
        ),
        Constraint::Unique(_) => (
            &["unique_missing", "unique_extra", "unique_renamed", "unique_differs"],
            Part::Constraints,
            words::unique(name),
        ),
        Constraint::Check(_) => {
            (&["check_missing", "check_extra", "check_renamed", "check_differs"], Part::Constraints, words::check(name))
        }
        Constraint::Exclude(_) => (
            &["exclude_missing", "exclude_extra", "exclude_renamed", "exclude_differs"],
            Part::Constraints,
            words::exclude(name),
        ),
        Constraint::ForeignKey(_) => (
            &["foreign_key_missing", "foreign_key_extra", "foreign_key_renamed", "foreign_key_differs"],
            Part::ForeignKeys,
            words::foreign_key(name),
        ),
    }
}

/// Its name, or what it is on where the database keeps none.
fn constraint_name(constraint: &Constraint) -> String {
    if let Some(name) = constraint.name() {
        return name.to_owned();
    }
    match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => format!("({})", key.columns.join(", ")),
        Constraint::Check(check) => format!("({})", check.condition.0),
        Constraint::Exclude(exclude) => {
            format!("({})", exclude.elements.iter().map(|(sql, _)| sql.0.as_str()).collect::<Vec<_>>().join(", "))
        }
        Constraint::ForeignKey(key) => format!("({})", key.columns.join(", ")),
    }
}

/// The word for an aspect, the expected side and the database's.
fn constraint_aspect(
    aspect: ConstraintAspect,
    sides: &Sides<Constraint>,
    default_schema: &str,
) -> (Message, Message, Message) {
    let word = match aspect {
        ConstraintAspect::Columns => words::aspect_columns(),
        ConstraintAspect::Include => words::aspect_include(),
        ConstraintAspect::NullsNotDistinct => words::aspect_nulls(),
        ConstraintAspect::Condition => words::aspect_condition(),
        ConstraintAspect::NoInherit => words::aspect_no_inherit(),
        ConstraintAspect::ReferredTable => words::aspect_referred_table(),
        ConstraintAspect::ReferredColumns => words::aspect_referred_columns(),
        ConstraintAspect::OnDelete => words::aspect_on_delete(),
        ConstraintAspect::OnUpdate => words::aspect_on_update(),
        ConstraintAspect::Match => words::aspect_match(),
        ConstraintAspect::Deferrable => words::aspect_deferrable(),
        ConstraintAspect::Deferred => words::aspect_deferred(),
        ConstraintAspect::Validated => words::aspect_validated(),
        ConstraintAspect::Method => words::aspect_method(),
        ConstraintAspect::Elements => words::aspect_elements(),
        ConstraintAspect::Predicate => words::aspect_predicate(),
        ConstraintAspect::Comment => words::aspect_comment(),
    };
    let side = |constraint: &Constraint| match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => key_aspect(aspect, key),
        Constraint::ForeignKey(key) => foreign_key_aspect(aspect, key, default_schema),
        Constraint::Check(check) => match aspect {
            ConstraintAspect::NoInherit => yes_or_no(check.no_inherit),
            ConstraintAspect::Validated => yes_or_no(check.validated),
            _ => Message::verbatim(&*check.condition.0),
        },
        Constraint::Exclude(exclude) => match aspect {
            ConstraintAspect::Method => Message::verbatim(&*exclude.method),
            ConstraintAspect::Predicate => sql(exclude.predicate.as_ref()),
            ConstraintAspect::Deferrable => yes_or_no(exclude.deferrable),
            ConstraintAspect::Deferred => yes_or_no(exclude.deferred),
            _ => {
                let elements = exclude.elements.iter().map(|(sql, operator)| format!("{} WITH {operator}", sql.0));
                Message::verbatim(elements.collect::<Vec<_>>().join(", "))
            }
        },
    };
    (word, side(&sides.expected), side(&sides.actual))
}

fn key_aspect(aspect: ConstraintAspect, key: &KeyEntry) -> Message {
    match aspect {
        ConstraintAspect::Include => Message::verbatim(format!("({})", key.include.join(", "))),
        ConstraintAspect::NullsNotDistinct => yes_or_no(key.nulls_not_distinct),
        ConstraintAspect::Deferrable => yes_or_no(key.deferrable),
        ConstraintAspect::Deferred => yes_or_no(key.deferred),
        ConstraintAspect::Comment => quoted(key.comment.as_ref()),
        _ => Message::verbatim(format!("({})", key.columns.join(", "))),
    }
}

fn foreign_key_aspect(aspect: ConstraintAspect, key: &ForeignKeyEntry, default_schema: &str) -> Message {
    let action = |action: &Option<String>| Message::verbatim(action.as_deref().unwrap_or("NO ACTION"));
    match aspect {
        ConstraintAspect::ReferredTable => Message::verbatim(key.referred_table.shown(default_schema)),
        ConstraintAspect::ReferredColumns => Message::verbatim(format!("({})", key.referred_columns.join(", "))),
        ConstraintAspect::OnDelete => action(&key.on_delete),
        ConstraintAspect::OnUpdate => action(&key.on_update),
        ConstraintAspect::Match => Message::verbatim(key.match_kind.as_deref().unwrap_or("SIMPLE")),
        ConstraintAspect::Deferrable => yes_or_no(key.deferrable),
        ConstraintAspect::Deferred => yes_or_no(key.deferred),
        ConstraintAspect::Validated => yes_or_no(key.validated),
        _ => Message::verbatim(format!("({})", key.columns.join(", "))),
    }
}

/// The word for an aspect, the expected side and the database's.
fn index_aspect(aspect: IndexAspect, sides: &Sides<IndexEntry>) -> (Message, Message, Message) {
    let (word, side): (Message, fn(&IndexEntry) -> Message) = match aspect {
        IndexAspect::Unique => (words::aspect_unique(), |index| yes_or_no(index.unique)),
        IndexAspect::Method => (words::aspect_method(), |index| Message::verbatim(&*index.method)),
        IndexAspect::Elements => (words::aspect_elements(), |index| Message::verbatim(elements(index))),
        IndexAspect::Predicate => (words::aspect_predicate(), |index| sql(index.predicate.as_ref())),
        IndexAspect::Include => {
            (words::aspect_include(), |index| Message::verbatim(format!("({})", index.include.join(", "))))
        }
        IndexAspect::NullsNotDistinct => (words::aspect_nulls(), |index| yes_or_no(index.nulls_not_distinct)),
        IndexAspect::With => (words::aspect_with(), |index| Message::verbatim(format!("({})", index.with.join(", ")))),
        IndexAspect::Invalid => (words::aspect_valid(), |index| yes_or_no(index.valid)),
    };
    (word, side(&sides.expected), side(&sides.actual))
}

fn elements(index: &IndexEntry) -> String {
    let one = |element: &limbeck_ops::catalog::IndexElementEntry| {
        let mut text = element.expression.0.clone();
        if let Some(collation) = &element.collation {
            text.push_str(&format!(" COLLATE {collation}"));
        }
        if let Some(class) = &element.operator_class {
            text.push_str(&format!(" {class}"));
        }
        if element.descending {
            text.push_str(" DESC");
        }
        if element.nulls_first != element.descending {
            text.push_str(if element.nulls_first { " NULLS FIRST" } else { " NULLS LAST" });
        }
        text
    };
    format!("({})", index.elements.iter().map(one).collect::<Vec<_>>().join(", "))
}
