//! Which parts of a script depend on what certain calls give, told without running it.

use std::collections::HashSet;

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use crate::compile;

/// A part of a script that runs or not, or runs with one value or another, as the calls decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DependentPart {
    /// Its first line, from 1.
    pub first_line: u32,
    /// Its last line.
    pub last_line: u32,
    /// The last names of what it calls: `add_column` of `op.add_column(…)`.
    pub calls: Vec<String>,
    /// Those of its calls of which an argument is what the sources gave, such as `op.drop_column(table, column)`.
    pub open_calls: Vec<String>,
    /// The strings that it has.
    pub texts: Vec<String>,
}

impl DependentPart {
    /// Whether a line belongs to it.
    pub fn has_line(&self, line: u32) -> bool {
        (self.first_line..=self.last_line).contains(&line)
    }
}

/// The parts of a script that depend on what methods named in `sources` give: statements that use such a value, the
/// branches and loops that it decides, what follows a branch that leaves the function, and exception handlers. `None`
/// where the text is not Python.
///
/// ```
/// let text = "def upgrade():\n    rows = bind.execute(q)\n    op.f('a')\n    for row in rows:\n        op.g('b')\n";
/// let parts = limbeck_python::dependent_parts(text, &["execute"]).unwrap();
/// assert_eq!((parts[0].first_line, parts[0].last_line, parts[0].calls[0].as_str()), (4, 5, "g"));
/// ```
pub fn dependent_parts(text: &str, sources: &[&str]) -> Option<Vec<DependentPart>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let module = compile::parse_prefix(text).ok()?;
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut reader = Reader { sources, starts, tainted: HashSet::new(), parts: Vec::new() };
    reader.block(&module.body);
    Some(reader.parts)
}

struct Reader<'s> {
    sources: &'s [&'s str],
    /// The offset of each line.
    starts: Vec<usize>,
    /// Names that hold what depends on the sources. Functions share them: a name is seldom used for two things.
    tainted: HashSet<String>,
    parts: Vec<DependentPart>,
}

impl Reader<'_> {
    fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// Reads statements in order; true when what follows them may not run.
    fn block(&mut self, body: &[Stmt]) -> bool {
        for (position, statement) in body.iter().enumerate() {
            if self.statement(statement) {
                if let (Some(first), Some(last)) = (body.get(position + 1), body.last()) {
                    let rest = &body[position + 1..];
                    self.part(first.start().to_usize(), last.end().to_usize(), rest);
                }
                return true;
            }
        }
        false
    }

    fn part(&mut self, start: usize, end: usize, statements: &[Stmt]) {
        let part = DependentPart {
            first_line: self.line(start),
            last_line: self.line(end.saturating_sub(1)),
            ..DependentPart::default()
        };
        let mut content = Content { reader: self, part };
        for statement in statements {
            content.visit_stmt(statement);
        }
        let part = content.part;
        self.parts.push(part);
    }

    /// A statement that is dependent as a whole, and what it assigns with it.
    fn dependent(&mut self, statement: &Stmt) {
        self.part(statement.start().to_usize(), statement.end().to_usize(), std::slice::from_ref(statement));
        let mut assigned = Assigned::default();
        assigned.visit_stmt(statement);
        self.tainted.extend(assigned.names);
    }

    fn is_tainted(&self, expr: &Expr) -> bool {
        let mut search = Search { reader: self, found: false };
        search.visit_expr(expr);
        search.found
    }

    fn taint(&mut self, target: &Expr) {
        let mut assigned = Assigned::default();
        assigned.visit_expr(target);
        self.tainted.extend(assigned.names);
    }

    fn statement(&mut self, statement: &Stmt) -> bool {
        match statement {
            Stmt::FunctionDef(function) => {
                self.block(&function.body);
                false
            }
            Stmt::ClassDef(class) => {
                self.block(&class.body);
                false
            }
            Stmt::With(with) => self.block(&with.body),
            Stmt::For(looping) if self.is_tainted(&looping.iter) => {
                self.taint(&looping.target);
                self.dependent(statement);
                leaves(&looping.body)
            }
            Stmt::For(looping) => self.block(&looping.body) | self.block(&looping.orelse),
            Stmt::While(looping) if self.is_tainted(&looping.test) => {
                self.dependent(statement);
                leaves(&looping.body)
            }
            Stmt::While(looping) => self.block(&looping.body) | self.block(&looping.orelse),
            Stmt::If(branch) => {
                let clauses = branch.elif_else_clauses.iter();
                if self.is_tainted(&branch.test)
                    || clauses.clone().any(|one| one.test.as_ref().is_some_and(|test| self.is_tainted(test)))
                {
                    self.dependent(statement);
                    return leaves(&branch.body) || clauses.clone().any(|clause| leaves(&clause.body));
                }
                let mut may_leave = self.block(&branch.body);
                for clause in clauses {
                    may_leave |= self.block(&clause.body);
                }
                may_leave
            }
            Stmt::Try(attempt) => {
                let may_leave =
                    self.block(&attempt.body) | self.block(&attempt.orelse) | self.block(&attempt.finalbody);
                for handler in &attempt.handlers {
                    let ast::ExceptHandler::ExceptHandler(handler) = handler;
                    self.part(handler.start().to_usize(), handler.end().to_usize(), &handler.body);
                }
                may_leave
            }
            Stmt::Match(matching) if self.is_tainted(&matching.subject) => {
                self.dependent(statement);
                matching.cases.iter().any(|case| leaves(&case.body))
            }
            Stmt::Match(matching) => {
                matching.cases.iter().fold(false, |may_leave, case| self.block(&case.body) | may_leave)
            }
            Stmt::Assign(assign) => {
                if self.is_tainted(&assign.value) {
                    assign.targets.iter().for_each(|target| self.taint(target));
                } else {
                    for target in &assign.targets {
                        if let Expr::Name(name) = target {
                            self.tainted.remove(name.id.as_str());
                        }
                    }
                }
                false
            }
            Stmt::AnnAssign(assign) => {
                if assign.value.as_ref().is_some_and(|value| self.is_tainted(value)) {
                    self.taint(&assign.target);
                }
                false
            }
            Stmt::AugAssign(assign) => {
                if self.is_tainted(&assign.value) {
                    self.taint(&assign.target);
                }
                false
            }
            Stmt::Expr(expression) => {
                // A call that only asks decides nothing by itself.
                if let Expr::Call(call) = &*expression.value {
                    let arguments = &call.arguments;
                    let given = arguments.args.iter().any(|argument| self.is_tainted(argument))
                        || arguments.keywords.iter().any(|keyword| self.is_tainted(&keyword.value));
                    if given {
                        self.dependent(statement);
                    }
                }
                false
            }
            Stmt::Assert(_)
            | Stmt::Return(_)
            | Stmt::Raise(_)
            | Stmt::Delete(_)
            | Stmt::TypeAlias(_)
            | Stmt::Import(_)
            | Stmt::ImportFrom(_)
            | Stmt::Global(_)
            | Stmt::Nonlocal(_)
            | Stmt::Pass(_)
            | Stmt::Break(_)
            | Stmt::Continue(_)
            | Stmt::IpyEscapeCommand(_) => false,
        }
    }
}

/// Whether statements may leave the function.
fn leaves(body: &[Stmt]) -> bool {
    struct Leaves(bool);
    impl<'a> Visitor<'a> for Leaves {
        fn visit_stmt(&mut self, statement: &'a Stmt) {
            match statement {
                Stmt::Return(_) | Stmt::Raise(_) => self.0 = true,
                Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
                other => walk_stmt(self, other),
            }
        }
    }
    let mut search = Leaves(false);
    body.iter().for_each(|statement| search.visit_stmt(statement));
    search.0
}

struct Search<'r, 's> {
    reader: &'r Reader<'s>,
    found: bool,
}

impl<'a> Visitor<'a> for Search<'_, '_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if self.reader.tainted.contains(name.id.as_str()) => self.found = true,
            Expr::Call(call) => {
                if let Expr::Attribute(method) = &*call.func {
                    self.found |= self.reader.sources.contains(&method.attr.as_str());
                }
                walk_expr(self, expr);
            }
            other => walk_expr(self, other),
        }
    }
}

/// The methods that put a value into a container.
const PUTS: &[&str] = &["append", "extend", "add", "update", "insert", "setdefault"];

/// The names that are assigned, or that something is put into.
#[derive(Default)]
struct Assigned {
    names: Vec<String>,
}

impl<'a> Visitor<'a> for Assigned {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx.is_store() => self.names.push(name.id.to_string()),
            Expr::Subscript(item) if item.ctx.is_store() => {
                if let Expr::Name(name) = &*item.value {
                    self.names.push(name.id.to_string());
                }
            }
            Expr::Call(call) => {
                if let Expr::Attribute(method) = &*call.func
                    && PUTS.contains(&method.attr.as_str())
                    && let Expr::Name(name) = &*method.value
                {
                    self.names.push(name.id.to_string());
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }
}

/// Reads what a part calls and says.
struct Content<'r, 's> {
    reader: &'r Reader<'s>,
    part: DependentPart,
}

impl<'a> Visitor<'a> for Content<'_, '_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Call(call) => {
                let name = match &*call.func {
                    Expr::Attribute(method) => Some(method.attr.to_string()),
                    Expr::Name(name) => Some(name.id.to_string()),
                    _ => None,
                };
                if let Some(name) = name {
                    let mut given = call.arguments.args.iter();
                    let mut named = call.arguments.keywords.iter();
                    if given.any(|value| self.reader.is_tainted(value))
                        || named.any(|keyword| self.reader.is_tainted(&keyword.value))
                    {
                        self.part.open_calls.push(name.clone());
                    }
                    self.part.calls.push(name);
                }
            }
            Expr::StringLiteral(literal) => self.part.texts.push(literal.value.to_str().to_owned()),
            Expr::FString(text) => {
                for part in text.value.elements() {
                    if let ast::InterpolatedStringElement::Literal(literal) = part {
                        self.part.texts.push(literal.value.to_string());
                    }
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u32, u32)> {
        let parts = dependent_parts(text, &["execute", "scalar"]).unwrap_or_default();
        parts.iter().map(|part| (part.first_line, part.last_line)).collect()
    }

    #[test]
    fn calls_with_what_was_read_are_open() {
        let text = "def upgrade():\n    rows = c.execute(q)\n    for t, name in rows:\n        op.drop_column('t', 'c')\n        op.alter_column(t, column_name=name)\n        c.execute(f'DROP TABLE {t}')\n";
        let parts = dependent_parts(text, &["execute"]).unwrap_or_default();
        let calls: Vec<&[String]> = parts.iter().map(|part| part.open_calls.as_slice()).collect();
        assert_eq!(calls, [["alter_column", "execute"]]);
    }

    #[test]
    fn what_does_not_use_the_rows_is_certain() {
        assert_eq!(lines("def upgrade():\n    rows = c.execute(q)\n    op.add_column('t', x)\n    c.execute(u)\n"), []);
    }

    #[test]
    fn a_branch_that_the_rows_decide_is_dependent_with_its_else() {
        let text = "def f():\n    n = c.scalar(q)\n    if n > 0:\n        op.a('x')\n    else:\n        op.b('y')\n    op.c()\n";
        assert_eq!(lines(text), [(3, 6)]);
    }

    #[test]
    fn what_follows_an_early_return_is_dependent() {
        let text =
            "def f():\n    if c.scalar(q):\n        return\n    op.a('x')\n    op.b('y')\ndef g():\n    op.c()\n";
        assert_eq!(lines(text), [(2, 3), (4, 5)]);
    }

    #[test]
    fn values_are_followed_through_names_and_lists() {
        let text = "def f():\n    names = []\n    for row in c.execute(q):\n        names.append(row)\n    op.a('x')\n    for name in names:\n        op.b(name)\n";
        assert_eq!(lines(text), [(3, 4), (6, 7)]);
    }

    #[test]
    fn loops_over_constants_and_handlers() {
        let text = "def f():\n    for t in ['a', 'b']:\n        op.a(t)\n    try:\n        op.b('x')\n    except E:\n        op.c('y')\n";
        assert_eq!(lines(text), [(6, 7)]);
    }
}
