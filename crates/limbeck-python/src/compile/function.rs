//! Functions, lambdas and classes.

use std::rc::Rc;

use ruff_python_ast::{self as ast, Expr, Parameters};
use ruff_text_size::Ranged;

use super::code::{Instr, Params};
use super::scope::ScopeKind;
use super::unit::{Compiled, Failure, Unit, docstring};
use crate::value::Value;

impl<'a> Unit<'a> {
    pub fn function_def(&mut self, def: &'a ast::StmtFunctionDef) -> Compiled {
        for decorator in &def.decorator_list {
            self.expr(&decorator.expression)?;
        }
        self.at(def.name.range);
        let (defaults, keyword_defaults) = self.defaults(&def.parameters)?;
        // Annotations of a generic function are about its type parameters, which are variables of its body here.
        let annotations = match &def.type_params {
            Some(_) => false,
            None => self.annotations(&def.parameters, def.returns.as_deref())?,
        };
        let mut unit = self.inner(def.range, ScopeKind::Function, def.name.as_str())?;
        unit.is_async = def.is_async;
        let params = unit.declare(&def.parameters);
        if let Some(type_params) = &def.type_params {
            unit.type_params(type_params);
        }
        let doc = docstring(&def.body);
        unit.body(&def.body)?;
        unit.constant(Value::None);
        unit.emit(Instr::Return);
        self.make_function(unit, params, keyword_defaults, doc, defaults, annotations, false);
        for decorator in def.decorator_list.iter().rev() {
            self.at(decorator.expression.range());
            self.emit(Instr::Call { positional: 1, keywords: 0 });
        }
        self.store_name(def.name.as_str());
        Ok(())
    }

    pub fn lambda(&mut self, lambda: &'a ast::ExprLambda) -> Compiled {
        let (defaults, keyword_defaults) = match &lambda.parameters {
            Some(parameters) => self.defaults(parameters)?,
            None => (0, Vec::new()),
        };
        let mut unit = self.inner(lambda.range, ScopeKind::Function, "<lambda>")?;
        let params = match &lambda.parameters {
            Some(parameters) => unit.declare(parameters),
            None => Params::default(),
        };
        unit.expr(&lambda.body)?;
        unit.emit(Instr::Return);
        self.make_function(unit, params, keyword_defaults, None, defaults, false, false);
        Ok(())
    }

    /// Pushes the defaults: positional ones, then keyword-only ones. Gives their number and the latter's names.
    fn defaults(&mut self, parameters: &'a Parameters) -> Result<(u16, Vec<Rc<str>>), Failure> {
        let mut count = 0u16;
        for parameter in parameters.posonlyargs.iter().chain(&parameters.args) {
            if let Some(default) = &parameter.default {
                self.expr(default)?;
                count = count.saturating_add(1);
            }
        }
        let mut names = Vec::new();
        for parameter in &parameters.kwonlyargs {
            if let Some(default) = &parameter.default {
                self.expr(default)?;
                names.push(Rc::from(parameter.parameter.name.as_str()));
            }
        }
        Ok((count, names))
    }

    fn annotations(&mut self, parameters: &'a Parameters, returns: Option<&'a Expr>) -> Result<bool, Failure> {
        let mut count = 0;
        for parameter in parameters {
            if let Some(annotation) = parameter.annotation() {
                let name = parameter.name().as_str();
                self.constant(Value::str(name));
                self.annotation(annotation)?;
                count += 1;
            }
        }
        if let Some(returns) = returns {
            self.constant(Value::str("return"));
            self.annotation(returns)?;
            count += 1;
        }
        if count > 0 {
            self.emit(Instr::BuildDict(count));
        }
        Ok(count > 0)
    }

    /// An annotation's value, or its text under `from __future__ import annotations`.
    pub fn annotation(&mut self, annotation: &'a Expr) -> Compiled {
        if self.string_annotations {
            let text = self.source(annotation.range());
            self.constant(Value::str(text));
            return Ok(());
        }
        self.annotating = true;
        let compiled = match annotation {
            Expr::Starred(starred) => self.expr(&starred.value),
            _ => self.expr(annotation),
        };
        self.annotating = false;
        compiled
    }

    /// Declares the parameters as the first locals.
    fn declare(&mut self, parameters: &Parameters) -> Params {
        let mut params = Params::default();
        for parameter in &parameters.posonlyargs {
            params.names.push(Rc::from(parameter.parameter.name.as_str()));
        }
        params.positional_only = params.names.len();
        for parameter in &parameters.args {
            params.names.push(Rc::from(parameter.parameter.name.as_str()));
        }
        params.positional = params.names.len();
        for parameter in &parameters.kwonlyargs {
            params.names.push(Rc::from(parameter.parameter.name.as_str()));
        }
        params.rest = parameters.vararg.as_ref().map(|parameter| Rc::from(parameter.name.as_str()));
        params.kwargs = parameters.kwarg.as_ref().map(|parameter| Rc::from(parameter.name.as_str()));
        for name in params.names.iter().chain(&params.rest).chain(&params.kwargs) {
            self.local_number(name);
        }
        params
    }

    /// Finishes an inner unit and emits the making of its function. Defaults and annotations lie on the stack.
    #[allow(clippy::too_many_arguments)]
    pub fn make_function(
        &mut self,
        unit: Unit<'a>,
        params: Params,
        keyword_defaults: Vec<Rc<str>>,
        doc: Option<Rc<str>>,
        defaults: u16,
        annotations: bool,
        generator: bool,
    ) {
        let captures = unit.frees.iter().map(|name| self.cell_number(name)).collect();
        let mut code = unit.finish(params, keyword_defaults, doc, captures);
        if generator && let Some(code) = Rc::get_mut(&mut code) {
            code.is_generator = true;
        }
        self.codes.push(code);
        let code = (self.codes.len() - 1) as u32;
        self.emit(Instr::MakeFunction { code, defaults, annotations });
    }

    pub fn class_def(&mut self, def: &'a ast::StmtClassDef) -> Compiled {
        for decorator in &def.decorator_list {
            self.expr(&decorator.expression)?;
        }
        match &def.type_params {
            // Its type parameters are variables of a function around it (PEP 695).
            Some(type_params) => {
                let mut around = self.inner(type_params.range, ScopeKind::Function, def.name.as_str())?;
                around.type_params(type_params);
                around.class(def, Some(Rc::clone(&around.qualname)))?;
                around.emit(Instr::Return);
                self.make_function(around, Params::default(), Vec::new(), None, 0, false, false);
                self.emit(Instr::Call { positional: 0, keywords: 0 });
            }
            None => self.class(def, None)?,
        }
        for decorator in def.decorator_list.iter().rev() {
            self.at(decorator.expression.range());
            self.emit(Instr::Call { positional: 1, keywords: 0 });
        }
        self.store_name(def.name.as_str());
        Ok(())
    }

    /// Pushes the class. A generic one has the name that it would have outside of the function around it.
    fn class(&mut self, def: &'a ast::StmtClassDef, qualname: Option<Rc<str>>) -> Compiled {
        let mut unit = self.inner(def.range, ScopeKind::Class, def.name.as_str())?;
        if let Some(qualname) = qualname {
            unit.qualname = qualname;
            // `Name[int]` is an alias of it, as of a subclass of Generic.
            unit.constant(Value::Bool(true));
            let name = unit.name_number("__generic__");
            unit.emit(Instr::StoreName(name));
        }
        unit.class_name = Some(Rc::from(def.name.as_str()));
        let doc = docstring(&def.body);
        if let Some(doc) = &doc {
            unit.constant(Value::Str(Rc::clone(doc)));
            let name = unit.name_number("__doc__");
            unit.emit(Instr::StoreName(name));
        }
        unit.body(&def.body)?;
        unit.constant(Value::None);
        unit.emit(Instr::Return);
        self.at(def.name.range);
        self.make_function(unit, Params::default(), Vec::new(), doc, 0, false, false);
        match &def.arguments {
            Some(arguments) => {
                self.positional_list(&arguments.args)?;
                self.keyword_dict(&arguments.keywords)?;
            }
            None => {
                self.emit(Instr::BuildList(0));
                self.emit(Instr::BuildDict(0));
            }
        }
        self.at(def.name.range);
        self.emit(Instr::MakeClass);
        Ok(())
    }

    /// Binds type parameters in the scope at hand.
    fn type_params(&mut self, params: &'a ast::TypeParams) {
        for param in &params.type_params {
            let kind = match param {
                ast::TypeParam::TypeVar(_) => "TypeVar",
                ast::TypeParam::TypeVarTuple(_) => "TypeVarTuple",
                ast::TypeParam::ParamSpec(_) => "ParamSpec",
            };
            self.at(param.range());
            self.name_of_typing(kind);
            self.constant(Value::str(param.name().as_str()));
            self.emit(Instr::Call { positional: 1, keywords: 0 });
            self.store_name(param.name().as_str());
            self.emit(Instr::Pop);
        }
    }

    /// `type Name = value`: the value itself, which is found at once here; by itself and with parameters it may be
    /// anything.
    pub fn type_alias(&mut self, alias: &'a ast::StmtTypeAlias) -> Compiled {
        let Expr::Name(name) = &*alias.name else { return Err(Failure::syntax("invalid syntax", alias.range)) };
        self.at(alias.range);
        self.name_of_typing("Any");
        self.store_name(name.id.as_str());
        self.emit(Instr::Pop);
        if alias.type_params.is_none() {
            self.annotation(&alias.value)?;
            self.store_name(name.id.as_str());
        }
        Ok(())
    }

    /// Pushes `typing` and a name of it.
    fn name_of_typing(&mut self, name: &str) {
        let typing = self.name_number("typing");
        self.emit(Instr::ImportName { name: typing, level: 0, top: false });
        let name = self.name_number(name);
        self.emit(Instr::ImportFrom(name));
    }
}
