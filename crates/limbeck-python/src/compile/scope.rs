//! Which scope a name belongs to: local, shared with inner functions, of an outer function, or global.

use std::collections::HashMap;

use indexmap::IndexMap;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Comprehension, Expr, Parameters, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange};

/// What kind of code a scope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function,
    Comprehension,
}

#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Symbol {
    pub bound: bool,
    used: bool,
    pub global: bool,
    nonlocal: bool,
    pub cell: bool,
    pub free: bool,
}

#[derive(Debug)]
pub(super) struct Scope {
    pub kind: ScopeKind,
    parent: Option<usize>,
    pub symbols: IndexMap<String, Symbol>,
    pub has_yield: bool,
}

/// Where a name lives, seen from one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Fast,
    Cell,
    Global,
    /// In class bodies and modules: the namespace, then globals and built-ins.
    Name,
    /// In class bodies: the namespace, then a variable of an outer function.
    ClassCell,
}

/// All scopes of a file.
pub(super) struct Scopes {
    all: Vec<Scope>,
    by_range: HashMap<(TextRange, ScopeKind), usize>,
}

/// A misuse of `nonlocal` and the like.
pub(super) type ScopeError = (String, TextRange);

impl Scopes {
    pub fn of(module: &ast::ModModule) -> Result<Scopes, ScopeError> {
        let mut collector = Collector {
            scopes: Scopes {
                all: vec![Scope { kind: ScopeKind::Module, parent: None, symbols: IndexMap::new(), has_yield: false }],
                by_range: HashMap::new(),
            },
            current: 0,
            error: None,
        };
        for stmt in &module.body {
            collector.visit_stmt(stmt);
        }
        if let Some(error) = collector.error {
            return Err(error);
        }
        let mut scopes = collector.scopes;
        scopes.resolve()?;
        Ok(scopes)
    }

    pub fn find(&self, range: TextRange, kind: ScopeKind) -> Option<usize> {
        self.by_range.get(&(range, kind)).copied()
    }

    pub fn get(&self, scope: usize) -> &Scope {
        &self.all[scope]
    }

    pub fn place(&self, scope: usize, name: &str) -> Place {
        let scope = &self.all[scope];
        let symbol = scope.symbols.get(name).copied().unwrap_or_default();
        match scope.kind {
            _ if symbol.global => Place::Global,
            ScopeKind::Module => Place::Name,
            ScopeKind::Class if symbol.free && !symbol.bound => Place::ClassCell,
            ScopeKind::Class if symbol.nonlocal => Place::Cell,
            ScopeKind::Class => Place::Name,
            ScopeKind::Function | ScopeKind::Comprehension => {
                if symbol.cell || symbol.free {
                    Place::Cell
                } else if symbol.bound {
                    Place::Fast
                } else {
                    Place::Global
                }
            }
        }
    }

    fn resolve(&mut self) -> Result<(), ScopeError> {
        for at in 0..self.all.len() {
            let kind = self.all[at].kind;
            if kind == ScopeKind::Module {
                continue;
            }
            let wanted: Vec<(String, Symbol)> = self.all[at]
                .symbols
                .iter()
                .filter(|(_, symbol)| !symbol.global && (symbol.nonlocal || !symbol.bound))
                .map(|(name, symbol)| (name.clone(), *symbol))
                .collect();
            for (name, symbol) in wanted {
                let found = self.find_owner(at, &name);
                match found {
                    Some(owner) => self.link(at, owner, &name),
                    None if symbol.nonlocal => {
                        return Err((format!("no binding for nonlocal '{name}' found"), TextRange::default()));
                    }
                    None => {}
                }
            }
        }
        Ok(())
    }

    fn find_owner(&self, from: usize, name: &str) -> Option<usize> {
        let mut at = self.all[from].parent;
        while let Some(scope) = at {
            let candidate = &self.all[scope];
            match candidate.kind {
                ScopeKind::Module => return None,
                ScopeKind::Class => {
                    if name == "__class__" {
                        return Some(scope);
                    }
                }
                ScopeKind::Function | ScopeKind::Comprehension => {
                    if let Some(symbol) = candidate.symbols.get(name) {
                        if symbol.global {
                            return None;
                        }
                        if symbol.bound && !symbol.nonlocal {
                            return Some(scope);
                        }
                    }
                }
            }
            at = candidate.parent;
        }
        None
    }

    fn link(&mut self, from: usize, owner: usize, name: &str) {
        let symbol = self.all[owner].symbols.entry(name.to_owned()).or_default();
        symbol.cell = true;
        let mut at = from;
        while at != owner {
            self.all[at].symbols.entry(name.to_owned()).or_default().free = true;
            match self.all[at].parent {
                Some(parent) => at = parent,
                None => return,
            }
        }
    }
}

struct Collector {
    scopes: Scopes,
    current: usize,
    error: Option<ScopeError>,
}

impl Collector {
    fn symbol(&mut self, name: &str) -> &mut Symbol {
        self.scopes.all[self.current].symbols.entry(name.to_owned()).or_default()
    }

    fn bind(&mut self, name: &str) {
        self.symbol(name).bound = true;
    }

    /// The target of `:=` belongs to the scope around comprehensions.
    fn bind_walrus(&mut self, name: &str) {
        let mut at = self.current;
        while self.scopes.all[at].kind == ScopeKind::Comprehension {
            self.scopes.all[at].symbols.entry(name.to_owned()).or_default().used = true;
            match self.scopes.all[at].parent {
                Some(parent) => at = parent,
                None => break,
            }
        }
        self.scopes.all[at].symbols.entry(name.to_owned()).or_default().bound = true;
    }

    fn enter(&mut self, range: TextRange, kind: ScopeKind) -> usize {
        let number = self.scopes.all.len();
        let parent = Some(self.current);
        self.scopes.all.push(Scope { kind, parent, symbols: IndexMap::new(), has_yield: false });
        self.scopes.by_range.insert((range, kind), number);
        std::mem::replace(&mut self.current, number)
    }

    fn type_parameters(&mut self, params: &ast::TypeParams) {
        for param in &params.type_params {
            self.bind(param.name().as_str());
        }
    }

    fn parameters_outside(&mut self, parameters: &Parameters, is_generic: bool) {
        for parameter in parameters {
            if let Some(annotation) = parameter.annotation().filter(|_| !is_generic) {
                self.visit_expr(annotation);
            }
            if let Some(default) = parameter.default() {
                self.visit_expr(default);
            }
        }
    }

    fn parameters_inside(&mut self, parameters: &Parameters) {
        for parameter in parameters {
            self.bind(parameter.name().as_str());
        }
    }

    fn comprehension(&mut self, range: TextRange, generators: &[Comprehension], parts: &[&Expr]) {
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        let outer = self.enter(range, ScopeKind::Comprehension);
        self.bind(".0");
        for (at, generator) in generators.iter().enumerate() {
            self.visit_expr(&generator.target);
            if at > 0 {
                self.visit_expr(&generator.iter);
            }
            for condition in &generator.ifs {
                self.visit_expr(condition);
            }
        }
        for part in parts {
            self.visit_expr(part);
        }
        self.current = outer;
    }
}

impl<'a> Visitor<'a> for Collector {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => {
                for decorator in &def.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.parameters_outside(&def.parameters, def.type_params.is_some());
                if let (Some(returns), None) = (&def.returns, &def.type_params) {
                    self.visit_expr(returns);
                }
                self.bind(def.name.as_str());
                let outer = self.enter(def.range, ScopeKind::Function);
                self.parameters_inside(&def.parameters);
                if let Some(params) = &def.type_params {
                    self.type_parameters(params);
                }
                for stmt in &def.body {
                    self.visit_stmt(stmt);
                }
                self.current = outer;
            }
            Stmt::ClassDef(def) => {
                for decorator in &def.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                self.bind(def.name.as_str());
                let outer = self.current;
                if let Some(params) = &def.type_params {
                    self.enter(params.range, ScopeKind::Function);
                    self.type_parameters(params);
                }
                if let Some(arguments) = &def.arguments {
                    self.visit_arguments(arguments);
                }
                self.enter(def.range, ScopeKind::Class);
                for stmt in &def.body {
                    self.visit_stmt(stmt);
                }
                self.current = outer;
            }
            Stmt::TypeAlias(alias) => {
                self.visit_expr(&alias.name);
                if alias.type_params.is_none() {
                    self.visit_expr(&alias.value);
                }
            }
            Stmt::Global(global) => {
                for name in &global.names {
                    self.symbol(name.as_str()).global = true;
                }
            }
            Stmt::Nonlocal(nonlocal) => {
                if self.scopes.all[self.current].kind == ScopeKind::Module {
                    self.error = Some(("nonlocal declaration not allowed at module level".to_owned(), nonlocal.range));
                }
                for name in &nonlocal.names {
                    let symbol = self.symbol(name.as_str());
                    symbol.nonlocal = true;
                }
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    self.bind(name.split('.').next().unwrap_or(name));
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    if name != "*" {
                        self.bind(name);
                    }
                }
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(inner) = handler;
        if let Some(name) = &inner.name {
            self.bind(name.as_str());
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchAs(ast::PatternMatchAs { name: Some(name), .. })
            | Pattern::MatchStar(ast::PatternMatchStar { name: Some(name), .. })
            | Pattern::MatchMapping(ast::PatternMatchMapping { rest: Some(name), .. }) => self.bind(name.as_str()),
            _ => {}
        }
        visitor::walk_pattern(self, pattern);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => {
                let text = name.id.as_str();
                if name.ctx.is_load() {
                    self.symbol(text).used = true;
                    if text == "super" {
                        self.symbol("__class__").used = true;
                    }
                } else {
                    self.bind(text);
                }
            }
            Expr::Named(named) => {
                if let Expr::Name(name) = &*named.target {
                    self.bind_walrus(name.id.as_str());
                }
                self.visit_expr(&named.value);
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.parameters_outside(parameters, false);
                }
                let outer = self.enter(lambda.range, ScopeKind::Function);
                if let Some(parameters) = &lambda.parameters {
                    self.parameters_inside(parameters);
                }
                self.visit_expr(&lambda.body);
                self.current = outer;
            }
            Expr::ListComp(comp) => self.comprehension(comp.range, &comp.generators, &[&comp.elt]),
            Expr::SetComp(comp) => self.comprehension(comp.range, &comp.generators, &[&comp.elt]),
            Expr::Generator(comp) => self.comprehension(comp.range, &comp.generators, &[&comp.elt]),
            Expr::DictComp(comp) => {
                let mut parts: Vec<&Expr> = comp.key.iter().map(|key| &**key).collect();
                parts.push(&comp.value);
                self.comprehension(comp.range, &comp.generators, &parts);
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.scopes.all[self.current].has_yield = true;
                visitor::walk_expr(self, expr);
            }
            _ => {
                let _ = expr.range();
                visitor::walk_expr(self, expr);
            }
        }
    }
}
