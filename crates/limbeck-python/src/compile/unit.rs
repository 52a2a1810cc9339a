//! The compiler of one scope: emitting instructions, names, jumps, the stack of enclosing blocks.

use std::collections::HashMap;
use std::rc::Rc;

use ruff_python_ast as ast;
use ruff_python_ast::Stmt;
use ruff_text_size::TextRange;

use super::code::{Code, Instr, Params};
use super::scope::{Place, ScopeKind, Scopes};
use crate::span::Span;
use crate::value::Value;

/// Why compiling stopped.
#[derive(Debug)]
pub(crate) struct Failure {
    pub message: String,
    pub start: u32,
    pub end: u32,
    pub unsupported: bool,
}

impl Failure {
    pub fn new(message: &str, start: usize, end: usize) -> Failure {
        let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Failure { message: message.to_owned(), start: position(start), end: position(end), unsupported: false }
    }

    pub fn syntax(message: impl Into<String>, range: TextRange) -> Failure {
        Failure {
            message: message.into(),
            start: range.start().to_u32(),
            end: range.end().to_u32(),
            unsupported: false,
        }
    }

    pub fn unsupported(what: impl Into<String>, range: TextRange) -> Failure {
        Failure { unsupported: true, ..Failure::syntax(what, range) }
    }
}

pub(super) type Compiled = Result<(), Failure>;

/// A construct that `return`, `break` and `continue` have to leave properly.
pub(super) enum Enclosing<'a> {
    Loop {
        start: usize,
        ends: Vec<usize>,
        is_for: bool,
    },
    /// A `try` body whose `finally` must run.
    Finally(&'a [Stmt]),
    /// Inside the handler of an exception: the exception lies in the list of handled ones.
    Handler {
        name: Option<&'a str>,
    },
    /// A `try` body with handlers.
    Try,
    With {
        is_async: bool,
    },
    /// A `finally` body that runs because of an exception, which lies on the stack.
    FinallyHandler,
    /// A value on the stack that is in the way.
    Value,
}

/// Compiles one scope; inner scopes get their own.
pub(super) struct Unit<'a> {
    pub scopes: &'a Scopes,
    pub scope: usize,
    pub text: &'a str,
    pub file: u32,
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub range: TextRange,
    pub instrs: Vec<Instr>,
    pub spans: Vec<(u32, u32)>,
    pub consts: Vec<Value>,
    pub names: Vec<Rc<str>>,
    name_numbers: HashMap<Rc<str>, u32>,
    pub codes: Vec<Rc<Code>>,
    pub locals: Vec<Rc<str>>,
    pub cells: Vec<Rc<str>>,
    pub frees: Vec<Rc<str>>,
    pub temps: u32,
    pub enclosing: Vec<Enclosing<'a>>,
    pub span: (u32, u32),
    /// Class names around, for `__mangled` names.
    pub class_name: Option<Rc<str>>,
    pub string_annotations: bool,
    /// Whether the expression at hand is an annotation.
    pub annotating: bool,
    pub is_async: bool,
}

/// Compiles a module.
pub(super) fn compile(module: &ast::ModModule, text: &str, file: u32) -> Result<Rc<Code>, Failure> {
    let scopes = Scopes::of(module).map_err(|(message, range)| Failure::syntax(message, range))?;
    let mut unit = Unit::new(&scopes, 0, text, file, "<module>".into(), "<module>".into(), module.range);
    unit.string_annotations = module.body.iter().any(|stmt| match stmt {
        Stmt::ImportFrom(import) => {
            import.module.as_ref().is_some_and(|name| name.as_str() == "__future__")
                && import.names.iter().any(|alias| alias.name.as_str() == "annotations")
        }
        _ => false,
    });
    let doc = docstring(&module.body);
    if let Some(doc) = &doc {
        unit.constant(Value::Str(Rc::clone(doc)));
        unit.store_name("__doc__");
    }
    unit.body(&module.body)?;
    unit.constant(Value::None);
    unit.emit(Instr::Return);
    Ok(unit.finish(Params::default(), Vec::new(), doc, Vec::new()))
}

/// The documentation string of a body.
pub(super) fn docstring(body: &[Stmt]) -> Option<Rc<str>> {
    match body.first() {
        Some(Stmt::Expr(stmt)) => match &*stmt.value {
            ast::Expr::StringLiteral(literal) => Some(Rc::from(literal.value.to_str())),
            _ => None,
        },
        _ => None,
    }
}

impl<'a> Unit<'a> {
    pub fn new(
        scopes: &'a Scopes,
        scope: usize,
        text: &'a str,
        file: u32,
        name: Rc<str>,
        qualname: Rc<str>,
        range: TextRange,
    ) -> Unit<'a> {
        let symbols = &scopes.get(scope).symbols;
        let names = |wanted: fn(&super::scope::Symbol) -> bool| -> Vec<Rc<str>> {
            symbols.iter().filter(|(_, symbol)| wanted(symbol)).map(|(name, _)| Rc::from(name.as_str())).collect()
        };
        let cells = names(|symbol| symbol.cell);
        let frees = names(|symbol| symbol.free && !symbol.cell);
        Unit {
            scopes,
            scope,
            text,
            file,
            name,
            qualname,
            range,
            instrs: Vec::new(),
            spans: Vec::new(),
            consts: Vec::new(),
            names: Vec::new(),
            name_numbers: HashMap::new(),
            codes: Vec::new(),
            locals: Vec::new(),
            cells,
            frees,
            temps: 0,
            enclosing: Vec::new(),
            span: (range.start().to_u32(), range.end().to_u32()),
            class_name: None,
            string_annotations: false,
            annotating: false,
            is_async: false,
        }
    }

    /// A unit for a scope inside this one.
    pub fn inner(&self, range: TextRange, kind: ScopeKind, name: &str) -> Result<Unit<'a>, Failure> {
        let scope =
            self.scopes.find(range, kind).ok_or_else(|| Failure::unsupported("a scope inside an annotation", range))?;
        let qualname: Rc<str> = match self.scopes.get(self.scope).kind {
            ScopeKind::Module => Rc::from(name),
            ScopeKind::Class => Rc::from(format!("{}.{name}", self.qualname)),
            ScopeKind::Function | ScopeKind::Comprehension => Rc::from(format!("{}.<locals>.{name}", self.qualname)),
        };
        let mut unit = Unit::new(self.scopes, scope, self.text, self.file, Rc::from(name), qualname, range);
        unit.string_annotations = self.string_annotations;
        unit.class_name = self.class_name.clone();
        Ok(unit)
    }

    /// The finished code. `parameters` have been declared as the first locals.
    pub fn finish(
        self,
        params: Params,
        keyword_defaults: Vec<Rc<str>>,
        doc: Option<Rc<str>>,
        captures: Vec<u32>,
    ) -> Rc<Code> {
        let scope = self.scopes.get(self.scope);
        let cell_params = self
            .cells
            .iter()
            .enumerate()
            .filter_map(|(cell, name)| {
                self.locals.iter().position(|local| local == name).map(|local| (cell as u32, local as u32))
            })
            .collect();
        Rc::new(Code {
            name: self.name,
            qualname: self.qualname,
            file: self.file,
            span: Span { file: self.file, start: self.range.start().to_u32(), end: self.range.end().to_u32() },
            instrs: self.instrs,
            spans: self.spans,
            consts: self.consts,
            names: self.names,
            codes: self.codes,
            locals: self.locals,
            cells: self.cells,
            frees: self.frees,
            captures,
            cell_params,
            temps: self.temps,
            params,
            keyword_defaults,
            is_generator: scope.has_yield,
            is_async: self.is_async,
            doc,
        })
    }

    pub fn emit(&mut self, instr: Instr) -> usize {
        self.instrs.push(instr);
        self.spans.push(self.span);
        self.instrs.len() - 1
    }

    pub fn at(&mut self, range: TextRange) {
        self.span = (range.start().to_u32(), range.end().to_u32());
    }

    pub fn here(&self) -> usize {
        self.instrs.len()
    }

    /// Lets the jump at `at` arrive here.
    pub fn land(&mut self, at: usize) {
        let target = self.here() as u32;
        self.land_at(at, target);
    }

    pub fn land_at(&mut self, at: usize, target: u32) {
        match &mut self.instrs[at] {
            Instr::Jump(to)
            | Instr::JumpIfFalse(to)
            | Instr::JumpIfTrue(to)
            | Instr::JumpIfFalseOrPop(to)
            | Instr::JumpIfTrueOrPop(to)
            | Instr::JumpIfNone(to)
            | Instr::ForIter(to)
            | Instr::SetupWith(to)
            | Instr::MatchException(to)
            | Instr::WithExcept(_, to)
            | Instr::SetupExcept { handler: to, .. } => *to = target,
            _ => {}
        }
    }

    pub fn constant(&mut self, value: Value) {
        let number = self.constant_number(value);
        self.emit(Instr::Const(number));
    }

    pub fn constant_number(&mut self, value: Value) -> u32 {
        self.consts.push(value);
        (self.consts.len() - 1) as u32
    }

    pub fn name_number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.name_numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        let name: Rc<str> = Rc::from(name);
        self.names.push(Rc::clone(&name));
        self.name_numbers.insert(name, number);
        number
    }

    pub fn local_number(&mut self, name: &str) -> u32 {
        match self.locals.iter().position(|local| &**local == name) {
            Some(number) => number as u32,
            None => {
                self.locals.push(Rc::from(name));
                (self.locals.len() - 1) as u32
            }
        }
    }

    pub fn temp(&mut self) -> u32 {
        self.temps += 1;
        self.temps - 1
    }

    pub fn cell_number(&self, name: &str) -> u32 {
        let at = self.cells.iter().chain(&self.frees).position(|cell| &**cell == name);
        at.unwrap_or(0) as u32
    }

    /// `__x` inside a class is `_Class__x`.
    pub fn mangled<'n>(&self, name: &'n str) -> std::borrow::Cow<'n, str> {
        match &self.class_name {
            Some(class) if name.starts_with("__") && !name.ends_with("__") && !name.contains('.') => {
                format!("_{}{name}", class.trim_start_matches('_')).into()
            }
            _ => name.into(),
        }
    }

    pub fn load_name(&mut self, name: &str) {
        let place = self.scopes.place(self.scope, name);
        let instr = match place {
            Place::Fast => Instr::LoadFast(self.local_number(name)),
            Place::Cell => Instr::LoadCell(self.cell_number(name)),
            Place::ClassCell => Instr::LoadClassCell(self.name_number(name), self.cell_number(name)),
            Place::Global | Place::Name if self.annotating => {
                let name = self.mangled(name).into_owned();
                Instr::LoadAnnotation(self.name_number(&name))
            }
            Place::Global => {
                let name = self.mangled(name).into_owned();
                Instr::LoadGlobal(self.name_number(&name))
            }
            Place::Name => {
                let name = self.mangled(name).into_owned();
                Instr::LoadName(self.name_number(&name))
            }
        };
        self.emit(instr);
    }

    pub fn store_name(&mut self, name: &str) {
        let instr = match self.scopes.place(self.scope, name) {
            Place::Fast => Instr::StoreFast(self.local_number(name)),
            Place::Cell => Instr::StoreCell(self.cell_number(name)),
            Place::Global => Instr::StoreGlobal(self.name_number(name)),
            Place::Name | Place::ClassCell => {
                let name = self.mangled(name).into_owned();
                Instr::StoreName(self.name_number(&name))
            }
        };
        self.emit(instr);
    }

    pub fn delete_name(&mut self, name: &str) {
        let instr = match self.scopes.place(self.scope, name) {
            Place::Fast => Instr::DeleteFast(self.local_number(name)),
            Place::Cell => Instr::DeleteCell(self.cell_number(name)),
            Place::Global => Instr::DeleteGlobal(self.name_number(name)),
            Place::Name | Place::ClassCell => Instr::DeleteName(self.name_number(name)),
        };
        self.emit(instr);
    }

    /// The text of a range, for annotations kept as strings.
    pub fn source(&self, range: TextRange) -> &'a str {
        self.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or("")
    }
}
