//! A catalog's answers to what scripts ask of `sa.inspect(bind)`.

use limbeck_ops::catalog::{
    Catalog, ColumnEntry, EnumEntry, ForeignKeyEntry, IndexEntry, KeyEntry, ObjectName, TableEntry,
};
use limbeck_ops::{
    Column, Computed, DialectName, ElementOrder, Expr, Identity, Name, ReflectedCheck, ReflectedColumn, ReflectedEnum,
    ReflectedForeignKey, ReflectedIndex, ReflectedKey, ReflectedSequence, ReflectedTable, Reflection,
    ReflectionRequest, Sequence, ServerDefault, TableName, TextClause,
};

use crate::inspect::mysql_ddl;
use crate::inspect::pg_types::{self, OwnTypes};

/// Answers a request.
pub(super) fn answer(catalog: &Catalog, request: &ReflectionRequest) -> Reflection {
    let schema_of = |schema: &Option<Name>| match schema {
        // On MySQL the database's own name is no name of a schema here.
        Some(schema) if !catalog.dialect.is_mysql() || catalog.tables.keys().any(|one| one.schema == schema.text) => {
            schema.text.clone()
        }
        Some(_) | None => catalog.default_schema.clone(),
    };
    let names = |all: &mut dyn Iterator<Item = &ObjectName>, schema: &Option<Name>| {
        let schema = schema_of(schema);
        Reflection::Names(all.filter(|name| name.schema == schema).map(|name| name.name.clone()).collect())
    };
    match request {
        ReflectionRequest::Schemas => {
            let mut schemas = catalog.schemas.clone();
            schemas.extend(["information_schema".to_owned(), catalog.default_schema.clone()]);
            Reflection::Names(schemas.into_iter().collect())
        }
        ReflectionRequest::DefaultSchema => Reflection::Names(vec![catalog.default_schema.clone()]),
        ReflectionRequest::Tables(schema) => names(&mut catalog.tables.keys(), schema),
        ReflectionRequest::Views(schema) => {
            names(&mut catalog.views.iter().filter(|(_, view)| !view.materialized).map(|(name, _)| name), schema)
        }
        ReflectionRequest::MaterializedViews(schema) => {
            names(&mut catalog.views.iter().filter(|(_, view)| view.materialized).map(|(name, _)| name), schema)
        }
        ReflectionRequest::Sequences(schema) => {
            let wanted = schema_of(schema);
            let given = schema.as_ref().map(|schema| schema.text.clone());
            let found = catalog.sequences.keys().filter(|name| name.schema == wanted);
            Reflection::Sequences(
                found.map(|name| ReflectedSequence { name: name.name.clone(), schema: given.clone() }).collect(),
            )
        }
        ReflectionRequest::Enums(schema) => {
            let all = schema.as_ref().is_some_and(|schema| schema.text == "*");
            let wanted = schema_of(schema);
            let found = catalog.enums.iter().filter(|(name, _)| all || name.schema == wanted);
            Reflection::Enums(found.map(|(name, entry)| reflected_enum(catalog, name, entry)).collect())
        }
        ReflectionRequest::Domains(_) => Reflection::Domains(Vec::new()),
        ReflectionRequest::Relations(schema, kinds) => {
            let wanted = schema_of(schema);
            let views = catalog.views.iter().filter(|(_, view)| {
                kinds.lasting && if view.materialized { kinds.materialized_views } else { kinds.views }
            });
            let tables = catalog.tables.keys().filter(|_| kinds.lasting && kinds.tables);
            let found = tables.chain(views.map(|(name, _)| name)).filter(|name| name.schema == wanted);
            Reflection::Names(found.map(|name| name.name.clone()).collect())
        }
        ReflectionRequest::Exists(name) => {
            let key = ObjectName::new(schema_of(&name.schema), name.name.text.clone());
            let is_there = catalog.tables.contains_key(&key) || catalog.views.contains_key(&key);
            Reflection::Names(is_there.then_some(key.name).into_iter().collect())
        }
        ReflectionRequest::Type(name) => {
            let all = name.schema.as_ref().is_some_and(|schema| schema.text == "*");
            let wanted = schema_of(&name.schema);
            // Tables and views are types too.
            let types = catalog.enums.keys().chain(catalog.tables.keys()).chain(catalog.views.keys());
            let found = types.filter(|one| one.name == name.name.text && (all || one.schema == wanted));
            Reflection::Names(found.map(|one| one.name.clone()).collect())
        }
        // What a server numbers is not known before it has made it.
        ReflectionRequest::TableOid(_) => Reflection::NoTable,
        ReflectionRequest::ForeignTables(_)
        | ReflectionRequest::TemporaryTables
        | ReflectionRequest::TemporaryViews => Reflection::Names(Vec::new()),
        ReflectionRequest::ViewDefinition(name) => {
            let key = ObjectName::new(schema_of(&name.schema), name.name.text.clone());
            catalog.views.get(&key).map_or(Reflection::NoTable, |view| Reflection::Text(view.query.0.clone()))
        }
        ReflectionRequest::Table(name) => {
            let key = ObjectName::new(schema_of(&name.schema), name.name.text.clone());
            match catalog.tables.get(&key) {
                Some(entry) => Reflection::Table(Box::new(table(catalog, name, entry))),
                None => Reflection::NoTable,
            }
        }
    }
}

fn reflected_enum(catalog: &Catalog, name: &ObjectName, entry: &EnumEntry) -> ReflectedEnum {
    ReflectedEnum {
        name: name.name.clone(),
        schema: name.schema.clone(),
        visible: name.schema == catalog.default_schema,
        labels: entry.labels.clone(),
    }
}

fn table(catalog: &Catalog, name: &TableName, entry: &TableEntry) -> ReflectedTable {
    let own = OwnTypes {
        enums: catalog.enums.iter().map(|(name, entry)| reflected_enum(catalog, name, entry)).collect(),
        domains: Vec::new(),
    };
    let mut indexes: Vec<ReflectedIndex> = entry.indexes.iter().map(index).collect();
    for unique in &entry.uniques {
        let Some(constraint) = &unique.name else { continue };
        indexes.push(ReflectedIndex {
            name: constraint.clone(),
            columns: unique.columns.iter().cloned().map(Some).collect(),
            expressions: unique.columns.clone(),
            unique: true,
            duplicates_constraint: Some(constraint.clone()),
            method: Some("btree".to_owned()),
            include: unique.include.clone(),
            nulls_not_distinct: unique.nulls_not_distinct,
            ..ReflectedIndex::default()
        });
    }
    indexes.sort_by(|one, other| one.name.cmp(&other.name));
    ReflectedTable {
        name: name.clone(),
        columns: entry.columns.iter().map(|column| reflected_column(catalog.dialect, column, entry, &own)).collect(),
        primary_key: entry.primary_key.as_ref().map(key),
        foreign_keys: entry.foreign_keys.iter().map(|one| foreign_key(catalog, one)).collect(),
        unique_constraints: entry.uniques.iter().map(key).collect(),
        checks: entry
            .checks
            .iter()
            .map(|check| ReflectedCheck {
                name: check.name.clone(),
                condition: check.condition.0.clone(),
                comment: None,
                not_valid: !check.validated,
                no_inherit: check.no_inherit,
            })
            .collect(),
        indexes,
        comment: entry.comment.clone(),
        create_sql: None,
        triggers: Vec::new(),
        options: Vec::new(),
    }
}

fn text(sql: &str) -> Expr {
    Expr::Text(TextClause { text: sql.to_owned(), binds: Vec::new(), columns: Vec::new() })
}

fn reflected_column(dialect: DialectName, entry: &ColumnEntry, table: &TableEntry, own: &OwnTypes) -> ReflectedColumn {
    let of_mysql = dialect.is_mysql().then(|| mysql_ddl::column(&format!("`c` {}", entry.type_text))).flatten();
    let ty = match of_mysql {
        Some(read) => read.column.ty,
        None => pg_types::parse(&entry.type_text, entry.collation.as_deref(), own),
    };
    let mut column = Column::new(entry.name.as_str(), ty);
    column.nullable = entry.nullable;
    column.nullable_given = true;
    column.primary_key = table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&entry.name));
    let default = entry.default.as_ref().filter(|_| !(dialect.is_mysql() && entry.is_serial));
    column.server_default = default.map(|sql| ServerDefault::Expr(text(&sql.0)));
    column.comment = entry.comment.clone();
    column.computed = entry
        .computed
        .as_ref()
        .map(|computed| Computed { expr: text(&computed.expression.0), persisted: Some(computed.stored) });
    column.identity = entry.identity.as_ref().map(|identity| Identity {
        always: identity.always,
        on_null: None,
        sequence: Sequence {
            start: identity.sequence.start,
            increment: identity.sequence.increment,
            min_value: identity.sequence.min_value,
            max_value: identity.sequence.max_value,
            cache: identity.sequence.cache,
            cycle: Some(identity.sequence.cycle),
            ..Sequence::default()
        },
    });
    ReflectedColumn { column, type_text: entry.type_text.clone() }
}

fn key(entry: &KeyEntry) -> ReflectedKey {
    ReflectedKey {
        name: entry.name.clone(),
        columns: entry.columns.clone(),
        comment: entry.comment.clone(),
        include: entry.include.clone(),
        nulls_not_distinct: entry.nulls_not_distinct,
    }
}

fn foreign_key(catalog: &Catalog, entry: &ForeignKeyEntry) -> ReflectedForeignKey {
    let target = &entry.referred_table;
    let schema = (target.schema != catalog.default_schema).then(|| Name::new(target.schema.clone()));
    ReflectedForeignKey {
        name: entry.name.clone(),
        columns: entry.columns.clone(),
        referred_table: TableName::with_schema(schema, target.name.as_str()),
        referred_columns: entry.referred_columns.clone(),
        on_update: entry.on_update.clone(),
        on_delete: entry.on_delete.clone(),
        deferrable: entry.deferrable.then_some(true),
        initially: entry.deferred.then(|| "DEFERRED".to_owned()),
        match_kind: entry.match_kind.clone(),
        comment: None,
    }
}

fn index(entry: &IndexEntry) -> ReflectedIndex {
    ReflectedIndex {
        name: entry.name.clone(),
        columns: entry.elements.iter().map(|element| element.is_column.then(|| element.expression.0.clone())).collect(),
        expressions: entry.elements.iter().map(|element| element.expression.0.clone()).collect(),
        unique: entry.unique,
        duplicates_constraint: None,
        method: Some(entry.method.clone()),
        predicate: entry.predicate.as_ref().map(|sql| sql.0.clone()),
        include: entry.include.clone(),
        definition: None,
        orders: entry
            .elements
            .iter()
            .map(|element| ElementOrder { descending: element.descending, nulls_first: element.nulls_first })
            .collect(),
        operator_classes: entry.elements.iter().map(|element| element.operator_class.clone()).collect(),
        with: entry.with.clone(),
        nulls_not_distinct: entry.nulls_not_distinct,
    }
}
