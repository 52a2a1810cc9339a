//! Whether a place of a script has a handler for an exception, told from its text.

use ruff_python_ast::visitor::{Visitor, walk_stmt};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use crate::compile;

/// Whether the statement at an offset stands in the body of a `try` with a handler that names the exception.
pub(crate) fn is_handled(text: &str, offset: u32, exception: &str) -> bool {
    let Ok(module) = compile::parse_prefix(text) else { return false };
    let mut search = Search { offset, exception, found: false };
    module.body.iter().for_each(|statement| search.visit_stmt(statement));
    search.found
}

struct Search<'e> {
    offset: u32,
    exception: &'e str,
    found: bool,
}

impl<'a> Visitor<'a> for Search<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if let Stmt::Try(attempt) = statement {
            let is_inside = attempt
                .body
                .iter()
                .any(|one| (one.range().start().to_u32()..=one.range().end().to_u32()).contains(&self.offset));
            self.found |= is_inside
                && attempt.handlers.iter().any(|handler| {
                    let ast::ExceptHandler::ExceptHandler(handler) = handler;
                    handler.type_.as_deref().is_some_and(|ty| names(ty, self.exception))
                });
        }
        walk_stmt(self, statement);
    }
}

fn names(ty: &Expr, exception: &str) -> bool {
    match ty {
        Expr::Name(name) => name.id.as_str() == exception,
        Expr::Tuple(tuple) => tuple.elts.iter().any(|one| names(one, exception)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_handled;

    #[test]
    fn a_handler_has_to_name_the_exception() {
        let text = "try:\n    a.x\nexcept (KeyError, RuntimeError):\n    b.x\ntry:\n    c.x\nexcept Exception:\n    pass\nd.x\n";
        let at = |name: &str| u32::try_from(text.find(name).unwrap_or_default()).unwrap_or_default();
        let told: Vec<bool> =
            ["a.x", "b.x", "c.x", "d.x"].iter().map(|name| is_handled(text, at(name), "RuntimeError")).collect();
        assert_eq!(told, [true, false, false, false]);
    }
}
