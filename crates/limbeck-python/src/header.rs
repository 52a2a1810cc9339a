//! Reading the header of a revision file without evaluating it.

use crate::compile;
use crate::error::Error;
use crate::span::SourceFile;
use ruff_python_ast::{self as ast, Expr, Stmt};

/// A literal assigned at the top level of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderValue {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// An integer that fits 64 bits
    Int(i64),
    /// A string
    Str(String),
    /// A tuple, list or set
    Sequence(Vec<HeaderValue>),
    /// Anything that has to be evaluated
    Computed,
}

/// The documentation string and the names asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The module's documentation string.
    pub doc: Option<String>,
    /// The names that are assigned, with their values; in the order asked for.
    pub values: Vec<(String, HeaderValue)>,
}

impl Header {
    /// The value of a name; `None` when the file does not assign it.
    pub fn get(&self, name: &str) -> Option<&HeaderValue> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

/// Reads the documentation string and the literals assigned to `names` at the top level. Parses only what stands
/// before the first `def`, `class` or decorator, unless one of the names is mentioned at the start of a later line.
///
/// # Errors
/// [`Error::Syntax`] when the file is not Python. What stands behind the header is not looked at.
pub fn read_header(text: &str, names: &[&str]) -> Result<Header, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (prefix, rest) = split(text);
    let later = rest.lines().any(|line| {
        names.iter().any(|name| {
            line.strip_prefix(name).is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    }) || (names.iter().any(|name| mentions_global(rest, name)));
    let parsed = if later { compile::parse_prefix(text) } else { compile::parse_prefix(prefix) };
    let module = match parsed {
        Ok(module) => module,
        Err(_) => compile::parse_prefix(text).map_err(|failure| {
            let source = SourceFile::new("<string>".into(), text.into());
            failure.into_error(&source, 0)
        })?,
    };
    Ok(collect(&module, names))
}

/// Whether a function of the file assigns the name through `global`.
fn mentions_global(text: &str, name: &str) -> bool {
    text.lines()
        .map(str::trim_start)
        .any(|line| line.strip_prefix("global ").is_some_and(|list| list.split(',').any(|part| part.trim() == name)))
}

/// Splits before the first line that begins a function, class or decorator outside of brackets and strings (a wrong
/// guess shows as a syntax error of the prefix, and the whole file is parsed).
fn split(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if ["def ", "class ", "@", "async def "].iter().any(|start| line.starts_with(start)) {
            return text.split_at(at);
        }
        at += line.len();
    }
    (text, "")
}

fn collect(module: &ast::ModModule, names: &[&str]) -> Header {
    let mut values: Vec<(String, Option<HeaderValue>)> = names.iter().map(|name| ((*name).to_owned(), None)).collect();
    let mut set = |target: &Expr, value: HeaderValue| {
        if let Expr::Name(name) = target
            && let Some((_, slot)) = values.iter_mut().find(|(known, _)| known == name.id.as_str())
        {
            *slot = Some(value);
        }
    };
    let mut doc = None;
    for (at, stmt) in module.body.iter().enumerate() {
        match stmt {
            Stmt::Expr(expr) if at == 0 => {
                if let Expr::StringLiteral(text) = &*expr.value {
                    doc = Some(text.value.to_str().to_owned());
                }
            }
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    match target {
                        Expr::Tuple(tuple) => {
                            let parts = match &*assign.value {
                                Expr::Tuple(parts) if parts.elts.len() == tuple.elts.len() => Some(&parts.elts),
                                _ => None,
                            };
                            for (at, part) in tuple.elts.iter().enumerate() {
                                let value =
                                    parts.and_then(|parts| parts.get(at)).map_or(HeaderValue::Computed, literal);
                                set(part, value);
                            }
                        }
                        _ => set(target, literal(&assign.value)),
                    }
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    set(&assign.target, literal(value));
                }
            }
            Stmt::AugAssign(assign) => set(&assign.target, HeaderValue::Computed),
            Stmt::If(_) | Stmt::For(_) | Stmt::While(_) | Stmt::With(_) | Stmt::Try(_) | Stmt::Match(_) => {
                mark_assigned(stmt, names, &mut set);
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    mark(alias.asname.as_ref().unwrap_or(&alias.name).as_str(), names, &mut set);
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    mark(alias.asname.as_ref().unwrap_or(&alias.name).as_str(), names, &mut set);
                }
            }
            _ => {}
        }
    }
    Header { doc, values: values.into_iter().filter_map(|(name, value)| Some((name, value?))).collect() }
}

fn mark(name: &str, names: &[&str], set: &mut impl FnMut(&Expr, HeaderValue)) {
    if names.contains(&name) {
        let target = Expr::Name(ast::ExprName {
            node_index: Default::default(),
            range: Default::default(),
            id: name.into(),
            ctx: ast::ExprContext::Store,
        });
        set(&target, HeaderValue::Computed);
    }
}

/// Names assigned inside compound statements are computed.
fn mark_assigned(stmt: &Stmt, names: &[&str], set: &mut impl FnMut(&Expr, HeaderValue)) {
    use ast::visitor::{Visitor, walk_expr};
    struct Stores<'a, 'n, F: FnMut(&Expr, HeaderValue)> {
        names: &'n [&'n str],
        set: &'a mut F,
    }
    impl<'v, F: FnMut(&Expr, HeaderValue)> Visitor<'v> for Stores<'_, '_, F> {
        fn visit_expr(&mut self, expr: &'v Expr) {
            if let Expr::Name(name) = expr
                && name.ctx.is_store()
                && self.names.contains(&name.id.as_str())
            {
                (self.set)(expr, HeaderValue::Computed);
            }
            walk_expr(self, expr);
        }
    }
    Stores { names, set }.visit_stmt(stmt);
}

fn literal(expr: &Expr) -> HeaderValue {
    match expr {
        Expr::NoneLiteral(_) => HeaderValue::None,
        Expr::BooleanLiteral(inner) => HeaderValue::Bool(inner.value),
        Expr::StringLiteral(inner) => HeaderValue::Str(inner.value.to_str().to_owned()),
        Expr::NumberLiteral(inner) => match &inner.value {
            ast::Number::Int(int) => int.as_i64().map_or(HeaderValue::Computed, HeaderValue::Int),
            ast::Number::Float(_) | ast::Number::Complex { .. } => HeaderValue::Computed,
        },
        Expr::Tuple(ast::ExprTuple { elts, .. })
        | Expr::List(ast::ExprList { elts, .. })
        | Expr::Set(ast::ExprSet { elts, .. }) => {
            let items: Vec<HeaderValue> = elts.iter().map(literal).collect();
            if items.contains(&HeaderValue::Computed) { HeaderValue::Computed } else { HeaderValue::Sequence(items) }
        }
        _ => HeaderValue::Computed,
    }
}
