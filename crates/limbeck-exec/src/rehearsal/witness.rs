use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::{
    Answer, Dialect, Host, HostError, Operation, Origin, Params, Query, Reflection, ReflectionRequest, SharedHost,
    Timing, Type,
};

use super::{Deed, DeedHandler};

/// A host that tells of the questions another one is asked.
pub(super) struct Witness {
    inner: SharedHost,
    deeds: DeedHandler,
}

impl Witness {
    /// A witness of a host.
    pub fn shared(inner: SharedHost, deeds: DeedHandler) -> SharedHost {
        Rc::new(RefCell::new(Witness { inner, deeds }))
    }
}

/// Whether a query reads rows that are the user's, rather than what SQLite tells about itself.
fn asks_for_data(sql: &str) -> bool {
    let text = sql.to_ascii_lowercase();
    let about_itself = text.contains("sqlite_master") || text.contains("sqlite_schema") || text.contains("pragma");
    !about_itself && (text.contains("from") || text.contains("returning"))
}

impl Host for Witness {
    fn dialect(&self) -> Dialect {
        self.inner.borrow().dialect()
    }

    fn is_offline(&self) -> bool {
        self.inner.borrow().is_offline()
    }

    fn operate(&mut self, operation: &Operation, origin: &Origin, timing: Timing) -> Result<(), HostError> {
        self.inner.borrow_mut().operate(operation, origin, timing)
    }

    fn query(&mut self, query: &Query, params: &Params, origin: &Origin) -> Result<Answer, HostError> {
        let answer = self.inner.borrow_mut().query(query, params, origin)?;
        if answer.returns_rows {
            let sql = self.inner.borrow().render(query, true).or_else(|_| self.inner.borrow().render(query, false));
            let sql = sql.unwrap_or_default();
            if asks_for_data(&sql) {
                (self.deeds)(Deed::Question { sql, origin: origin.clone() });
            }
        }
        Ok(answer)
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
