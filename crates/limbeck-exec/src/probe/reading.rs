use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::{
    Answer, Dialect, Host, HostError, Operation, Origin, Params, Query, Reflection, ReflectionRequest, SharedHost,
    Timing, Type,
};
use limbeck_sql::Mode;

use crate::postgres::keywords::first_word;

/// Statements that begin so go to the server, whose session is read-only: what writes all the same is refused there.
const READING: &[&str] = &[
    "SELECT",
    "WITH",
    "VALUES",
    "TABLE",
    "SHOW",
    "SET",
    "RESET",
    "EXPLAIN",
    "PRAGMA",
    "BEGIN",
    "START",
    "COMMIT",
    "END",
    "ROLLBACK",
    "ABORT",
    "SAVEPOINT",
    "RELEASE",
    "DISCARD",
];

/// What was not sent, in its order.
pub type LeftOut = Rc<RefCell<Vec<String>>>;

/// A connection that leaves out what would write, as if it had been done: env.py that makes its schemas before it
/// configures itself gets as far as without it.
pub(super) struct ReadingHost {
    inner: SharedHost,
    left_out: LeftOut,
}

impl ReadingHost {
    pub fn new(inner: SharedHost, left_out: LeftOut) -> ReadingHost {
        ReadingHost { inner, left_out }
    }

    fn leave_out(&self, sql: String) {
        self.left_out.borrow_mut().push(sql);
    }

    /// The text of a query that would write; `None` for one that reads.
    fn writing(&self, query: &Query) -> Option<String> {
        let text = match query {
            Query::Driver(sql) => sql.clone(),
            Query::Text(clause) => clause.text.clone(),
            Query::Select(_) | Query::Expr(_) => return None,
            Query::Insert(_) | Query::Update(_) | Query::Delete(_) => {
                return Some(self.inner.borrow().render(query, true).unwrap_or_default());
            }
        };
        (!READING.contains(&first_word(&text).as_str())).then_some(text)
    }
}

impl Host for ReadingHost {
    fn dialect(&self) -> Dialect {
        self.inner.borrow().dialect()
    }

    fn is_offline(&self) -> bool {
        self.inner.borrow().is_offline()
    }

    fn operate(&mut self, operation: &Operation, origin: &Origin, timing: Timing) -> Result<(), HostError> {
        let text = match operation {
            Operation::Execute(execute) => self.writing(&execute.query),
            Operation::CreateTable(_)
            | Operation::DropTable(_)
            | Operation::RenameTable(_)
            | Operation::AddColumn(_)
            | Operation::DropColumn(_)
            | Operation::AlterColumn(_)
            | Operation::CreateIndex(_)
            | Operation::DropIndex(_)
            | Operation::AddConstraint(_)
            | Operation::DropConstraint(_)
            | Operation::TableComment(_)
            | Operation::BulkInsert(_)
            | Operation::SequenceDdl(_)
            | Operation::Construct(_)
            | Operation::NamedType(_)
            | Operation::Batch(_) => {
                let statements = limbeck_sql::operation(&self.dialect(), operation, Mode::Online);
                let first = statements.ok().and_then(|statements| statements.into_iter().next());
                Some(first.map(|statement| statement.sql).unwrap_or_default())
            }
        };
        match text {
            Some(sql) => {
                self.leave_out(sql);
                Ok(())
            }
            None => self.inner.borrow_mut().operate(operation, origin, timing),
        }
    }

    fn query(&mut self, query: &Query, params: &Params, origin: &Origin) -> Result<Answer, HostError> {
        match self.writing(query) {
            Some(sql) => {
                self.leave_out(sql);
                Ok(Answer { row_count: -1, ..Answer::default() })
            }
            None => self.inner.borrow_mut().query(query, params, origin),
        }
    }

    fn render(&self, query: &Query, literal_binds: bool) -> Result<String, HostError> {
        self.inner.borrow().render(query, literal_binds)
    }

    fn render_type(&self, ty: &Type) -> Result<String, HostError> {
        self.inner.borrow().render_type(ty)
    }

    fn reflect(&mut self, request: &ReflectionRequest, origin: &Origin) -> Result<Reflection, HostError> {
        self.inner.borrow_mut().reflect(request, origin)
    }

    fn begin(&mut self, origin: &Origin) -> Result<(), HostError> {
        self.inner.borrow_mut().begin(origin)
    }

    fn commit(&mut self, origin: &Origin) -> Result<(), HostError> {
        self.inner.borrow_mut().commit(origin)
    }

    fn rollback(&mut self, origin: &Origin) -> Result<(), HostError> {
        self.inner.borrow_mut().rollback(origin)
    }

    fn depth(&self) -> usize {
        self.inner.borrow().depth()
    }

    fn flush(&mut self) -> Result<(), HostError> {
        self.inner.borrow_mut().flush()
    }

    fn emit(&mut self, text: &str) {
        self.inner.borrow_mut().emit(text);
    }
}
