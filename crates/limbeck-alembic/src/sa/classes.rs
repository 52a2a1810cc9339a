//! The native classes behind SQLAlchemy's objects, built once for each evaluator.

use std::rc::Rc;

use limbeck_python::{Class, ClassBuilder, Vm};

use crate::errors::ExceptionClasses;
use crate::sa::constraints::ConstraintClasses;
use crate::sa::types::TypeClasses;
use crate::sa::{
    column, dialect, engine, expr, functions, inspect, metadata, names, query, result, subquery, table, url,
};

/// Every native class.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Classes {
    pub types: TypeClasses,
    pub exceptions: ExceptionClasses,
    pub constraints: ConstraintClasses,
    pub quoted_name: Rc<Class>,
    pub conv: Rc<Class>,
    pub server_value: Rc<Class>,
    pub opaque: Rc<Class>,
    pub symbol: Rc<Class>,
    pub ddl_element: Rc<Class>,
    pub executable: Rc<Class>,
    pub column_element: Rc<Class>,
    pub text_clause: Rc<Class>,
    pub bind_parameter: Rc<Class>,
    pub function_element: Rc<Class>,
    pub column_clause: Rc<Class>,
    pub generic_function: Rc<Class>,
    pub label: Rc<Class>,
    pub exists: Rc<Class>,
    pub column: Rc<Class>,
    pub default_clause: Rc<Class>,
    pub fetched_value: Rc<Class>,
    /// `ColumnDefault`
    pub column_default: Rc<Class>,
    pub foreign_key: Rc<Class>,
    pub computed: Rc<Class>,
    pub identity: Rc<Class>,
    pub sequence: Rc<Class>,
    pub metadata: Rc<Class>,
    pub from_clause: Rc<Class>,
    pub table: Rc<Class>,
    pub column_collection: Rc<Class>,
    pub select: Rc<Class>,
    pub insert: Rc<Class>,
    pub update: Rc<Class>,
    pub delete: Rc<Class>,
    pub engine: Rc<Class>,
    pub connection: Rc<Class>,
    pub transaction: Rc<Class>,
    pub dialects: dialect::DialectClasses,
    pub preparer: Rc<Class>,
    pub url: Rc<Class>,
    pub result: Rc<Class>,
    pub row: Rc<Class>,
    pub inspector: Rc<Class>,
    pub pg_inspector: Rc<Class>,
    pub object_kind: Rc<Class>,
    pub object_scope: Rc<Class>,
    pub batch: Rc<Class>,
    pub operations: Rc<Class>,
    pub migration_context: Rc<Class>,
    pub config: Rc<Class>,
    /// The tables that scripts have made.
    pub tables: super::known_tables::KnownTables,
}

impl Classes {
    fn new(vm: &mut Vm) -> Self {
        let column_element = expr::column_element_class();
        let derived =
            |name: &str| ClassBuilder::new(name).module("sqlalchemy.sql.elements").base(&column_element).build();
        let function_element = super::constructs::function_class("FunctionElement", &column_element);
        let from_clause = table::from_class();
        let inspector = inspect::inspector_class();
        let opaque = ClassBuilder::new("ClauseElement").module("sqlalchemy.sql.elements").build();
        let quoted_name = names::quoted_name_class(vm);
        Classes {
            tables: super::known_tables::KnownTables::default(),
            conv: names::conv_class(&quoted_name),
            quoted_name,
            types: TypeClasses::new(),
            exceptions: ExceptionClasses::new(vm),
            constraints: ConstraintClasses::new(),
            server_value: ClassBuilder::new("ServerValue").module("limbeck").build(),
            symbol: ClassBuilder::new("symbol").module("sqlalchemy.util.langhelpers").build(),
            ddl_element: ClassBuilder::new("ExecutableDDLElement").module("sqlalchemy.sql.ddl").base(&opaque).build(),
            opaque,
            executable: ClassBuilder::new("Executable").module("sqlalchemy.sql.base").build(),
            text_clause: functions::text_class(),
            bind_parameter: derived("BindParameter"),
            generic_function: super::constructs::function_class("GenericFunction", &function_element),
            function_element,
            column_clause: super::constructs::column_clause_class(&column_element),
            label: derived("Label"),
            exists: subquery::exists_class(&column_element),
            column: column::column_class(&column_element),
            default_clause: column::default_class("DefaultClause", false),
            fetched_value: column::default_class("FetchedValue", true),
            column_default: column::default_class("ColumnDefault", false),
            foreign_key: column::foreign_key_class(),
            computed: column::computed_class(),
            identity: column::identity_class(),
            sequence: column::sequence_class(),
            metadata: metadata::metadata_class(),
            table: table::table_class(&from_clause),
            from_clause,
            column_collection: ClassBuilder::new("ColumnCollection").module("sqlalchemy.sql.base").build(),
            select: query::select_class(),
            insert: crate::sa::dml::insert_class(),
            update: crate::sa::dml::update_class(),
            delete: crate::sa::dml::delete_class(),
            engine: engine::engine_class(),
            connection: engine::connection_class(),
            transaction: engine::transaction_class(),
            dialects: dialect::DialectClasses::new(),
            preparer: dialect::preparer_class(),
            url: url::url_class(),
            result: result::result_class(),
            row: result::row_class(),
            pg_inspector: inspect::pg_inspector_class(&inspector),
            inspector,
            object_kind: inspect::Flags::Kind.make_class(),
            object_scope: inspect::Flags::Scope.make_class(),
            batch: crate::op::batch_class(),
            operations: crate::op::operations_class(),
            migration_context: crate::context::context_class(),
            config: crate::context::config_class(),
            column_element,
        }
    }
}

/// Builds the classes and keeps them in the evaluator.
pub fn install(vm: &mut Vm) {
    let classes = Rc::new(Classes::new(vm));
    vm.insert_state(classes);
}

/// The classes of an evaluator; [`install`] has been called for it.
///
/// # Panics
/// Never in use: every evaluator of this crate is made by [`crate::evaluator`], which installs the classes first.
pub fn classes(vm: &Vm) -> Rc<Classes> {
    match vm.state::<Classes>() {
        Some(classes) => classes,
        None => unreachable!("the classes are installed before any script runs"),
    }
}
