//! `--sql`: a host that writes text instead of talking to a database.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::{
    Answer, Dialect, Host, HostError, Operation, Origin, Params, Query, Reflection, ReflectionRequest, SharedHost,
    Timing, Type,
};
use limbeck_sql::{Mode, Statement, offline_text};

use crate::batch::{self, Plan};
use crate::sql::host_error;

/// Receives the text of `--sql` mode as it comes.
pub type TextSink = Rc<RefCell<dyn FnMut(&str)>>;

/// A host over a text sink: what Alembic's `DefaultImpl` does with `as_sql`.
///
/// It has no transactions: `BEGIN;` and `COMMIT;` are written by whoever decides about them, through
/// [`Host::emit`]. Queries are written like operations and answer with nothing, as Alembic's mock connection does.
pub struct OfflineHost {
    dialect: Dialect,
    literal_binds: bool,
    sink: TextSink,
}

impl OfflineHost {
    /// A host that writes to a sink.
    pub fn new(dialect: Dialect, literal_binds: bool, sink: TextSink) -> OfflineHost {
        OfflineHost { dialect, literal_binds, sink }
    }

    /// The same, shared.
    pub fn shared(dialect: Dialect, literal_binds: bool, sink: TextSink) -> SharedHost {
        Rc::new(RefCell::new(OfflineHost::new(dialect, literal_binds, sink)))
    }

    fn write(&mut self, text: &str) {
        (self.sink.borrow_mut())(text);
    }

    fn write_all(&mut self, statements: Vec<Statement>) {
        for statement in statements {
            let text = offline_text(&statement, &self.dialect);
            self.write(&text);
        }
    }
}

impl Host for OfflineHost {
    fn dialect(&self) -> Dialect {
        self.dialect.clone()
    }

    fn is_offline(&self) -> bool {
        true
    }

    fn operate(&mut self, operation: &Operation, origin: &Origin, _timing: Timing) -> Result<(), HostError> {
        if let Operation::Batch(batch) = operation {
            match batch::plan(batch, self.dialect.name) {
                Plan::Each(inner) => {
                    return inner.into_iter().try_for_each(|(one, at)| self.operate(one, at, Timing::Now));
                }
                Plan::Anew(first) => first.into_iter().try_for_each(|(one, at)| self.operate(one, at, Timing::Now))?,
            }
        }
        if let Operation::Execute(execute) = operation {
            return self.query(&execute.query, &Params::None, origin).map(|_| ());
        }
        let statements = limbeck_sql::operation(&self.dialect, operation, Mode::Offline);
        self.write_all(statements.map_err(|error| host_error(error, origin))?);
        Ok(())
    }

    fn query(&mut self, query: &Query, params: &Params, origin: &Origin) -> Result<Answer, HostError> {
        if !matches!(params, Params::None) {
            return Err(HostError::Compile {
                class: "TypeError",
                message: "SQL parameters not allowed with as_sql".to_owned(),
                origin: origin.clone(),
            });
        }
        let statements =
            limbeck_sql::render_query(&self.dialect, query, self.literal_binds).map(|sql| vec![Statement::text(sql)]);
        self.write_all(statements.map_err(|error| host_error(error, origin))?);
        Ok(Answer { row_count: -1, ..Answer::default() })
    }

    fn render(&self, query: &Query, literal_binds: bool) -> Result<String, HostError> {
        limbeck_sql::render_query(&self.dialect, query, literal_binds)
            .map_err(|error| host_error(error, &Origin::internal()))
    }

    fn render_type(&self, ty: &Type) -> Result<String, HostError> {
        limbeck_sql::render_type(&self.dialect, ty).map_err(|error| host_error(error, &Origin::internal()))
    }

    fn reflect(&mut self, _request: &ReflectionRequest, origin: &Origin) -> Result<Reflection, HostError> {
        Err(HostError::Offline { what: "inspecting the database".to_owned(), origin: origin.clone() })
    }

    fn begin(&mut self, _origin: &Origin) -> Result<(), HostError> {
        Ok(())
    }

    fn commit(&mut self, _origin: &Origin) -> Result<(), HostError> {
        Ok(())
    }

    fn rollback(&mut self, _origin: &Origin) -> Result<(), HostError> {
        Ok(())
    }

    fn depth(&self) -> usize {
        0
    }

    fn flush(&mut self) -> Result<(), HostError> {
        Ok(())
    }

    /// Alembic's `static_output`: the text and an empty line.
    fn emit(&mut self, text: &str) {
        self.write(&format!("{text}\n\n"));
    }
}
