//! Statements.

use ruff_python_ast::{self as ast, ExceptHandler, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::code::Instr;
use super::expr::operator;
use super::scope::ScopeKind;
use super::unit::{Compiled, Enclosing, Failure, Unit};
use crate::value::Value;

impl<'a> Unit<'a> {
    pub fn body(&mut self, body: &'a [Stmt]) -> Compiled {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &'a Stmt) -> Compiled {
        self.at(stmt.range());
        match stmt {
            Stmt::FunctionDef(def) => self.function_def(def)?,
            Stmt::ClassDef(def) => self.class_def(def)?,
            Stmt::Return(inner) => {
                if self.scopes.get(self.scope).kind != ScopeKind::Function {
                    return Err(Failure::syntax("'return' outside function", inner.range));
                }
                match &inner.value {
                    Some(value) => self.expr(value)?,
                    None => self.constant(Value::None),
                }
                self.leave(0, true)?;
                self.at(inner.range);
                self.emit(Instr::Return);
            }
            Stmt::Delete(inner) => inner.targets.iter().try_for_each(|target| self.delete(target))?,
            Stmt::TypeAlias(inner) => self.type_alias(inner)?,
            Stmt::Assign(inner) => {
                self.expr(&inner.value)?;
                for (at, target) in inner.targets.iter().enumerate() {
                    if at + 1 < inner.targets.len() {
                        self.emit(Instr::Dup);
                    }
                    self.assign(target)?;
                }
            }
            Stmt::AugAssign(inner) => self.augmented(inner)?,
            Stmt::AnnAssign(inner) => self.annotated(inner)?,
            Stmt::For(inner) => self.for_loop(inner)?,
            Stmt::While(inner) => {
                let start = self.here();
                let exit = self.jump_unless(&inner.test)?;
                self.enclosing.push(Enclosing::Loop { start, ends: Vec::new(), is_for: false });
                self.body(&inner.body)?;
                self.emit(Instr::Jump(start as u32));
                self.land(exit);
                self.end_loop(&inner.orelse)?;
            }
            Stmt::If(inner) => {
                let mut otherwise = Some(self.jump_unless(&inner.test)?);
                self.body(&inner.body)?;
                let mut ends = Vec::new();
                for clause in &inner.elif_else_clauses {
                    ends.push(self.emit(Instr::Jump(0)));
                    if let Some(jump) = otherwise.take() {
                        self.land(jump);
                    }
                    if let Some(test) = &clause.test {
                        otherwise = Some(self.jump_unless(test)?);
                    }
                    self.body(&clause.body)?;
                }
                if let Some(jump) = otherwise {
                    self.land(jump);
                }
                for end in ends {
                    self.land(end);
                }
            }
            Stmt::With(inner) => self.with(&inner.items, &inner.body, inner.is_async)?,
            Stmt::Match(inner) => self.match_stmt(inner)?,
            Stmt::Raise(inner) => {
                let mut count = 0;
                for part in [&inner.exc, &inner.cause].into_iter().flatten() {
                    self.expr(part)?;
                    count += 1;
                }
                self.at(inner.range);
                self.emit(Instr::Raise(count));
            }
            Stmt::Try(inner) => {
                if inner.is_star {
                    return Err(Failure::unsupported("`except*`", inner.range));
                }
                self.try_finally(inner)?;
            }
            Stmt::Assert(inner) => {
                self.expr(&inner.test)?;
                let passed = self.emit(Instr::JumpIfTrue(0));
                self.emit(Instr::LoadAssertionError);
                if let Some(message) = &inner.msg {
                    self.expr(message)?;
                    self.emit(Instr::Call { positional: 1, keywords: 0 });
                }
                self.emit(Instr::Raise(1));
                self.land(passed);
            }
            Stmt::Import(inner) => {
                for alias in &inner.names {
                    self.at(alias.range);
                    let name = self.name_number(alias.name.as_str());
                    self.emit(Instr::ImportName { name, level: 0, top: alias.asname.is_none() });
                    match &alias.asname {
                        Some(asname) => self.store_name(asname.as_str()),
                        None => {
                            let full = alias.name.as_str();
                            self.store_name(full.split('.').next().unwrap_or(full));
                        }
                    }
                }
            }
            Stmt::ImportFrom(inner) => {
                let module = inner.module.as_ref().map_or("", |name| name.as_str());
                let level = u16::try_from(inner.level).unwrap_or(u16::MAX);
                let name = self.name_number(module);
                self.emit(Instr::ImportName { name, level, top: false });
                for alias in &inner.names {
                    self.at(alias.range);
                    if alias.name.as_str() == "*" {
                        if self.scopes.get(self.scope).kind != ScopeKind::Module {
                            return Err(Failure::syntax("import * only allowed at module level", inner.range));
                        }
                        self.emit(Instr::Dup);
                        self.emit(Instr::ImportStar);
                        continue;
                    }
                    let name = self.name_number(alias.name.as_str());
                    self.emit(Instr::ImportFrom(name));
                    self.store_name(alias.asname.as_ref().unwrap_or(&alias.name).as_str());
                }
                self.emit(Instr::Pop);
            }
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) => {}
            Stmt::Expr(inner) => match &*inner.value {
                Expr::StringLiteral(_) | Expr::EllipsisLiteral(_) => {}
                value => {
                    self.expr(value)?;
                    self.at(inner.range);
                    self.emit(match value {
                        Expr::Call(_) | Expr::Await(_) => Instr::PopStatement,
                        _ => Instr::Pop,
                    });
                }
            },
            Stmt::Break(inner) => self.jump_out(inner.range, true)?,
            Stmt::Continue(inner) => self.jump_out(inner.range, false)?,
            Stmt::IpyEscapeCommand(inner) => {
                return Err(Failure::unsupported("an IPython command", inner.range));
            }
        }
        Ok(())
    }

    /// Evaluates a condition and jumps when it is false; an error of its truth stands at the condition.
    pub fn jump_unless(&mut self, test: &'a Expr) -> Result<usize, Failure> {
        self.expr(test)?;
        let outer = self.span;
        self.at(test.range());
        let jump = self.emit(Instr::JumpIfFalse(0));
        self.span = outer;
        Ok(jump)
    }

    pub fn assign(&mut self, target: &'a Expr) -> Compiled {
        let outer = self.span;
        self.at(target.range());
        match target {
            Expr::Name(name) => self.store_name(name.id.as_str()),
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value)?;
                let name = self.mangled(attribute.attr.as_str()).into_owned();
                let name = self.name_number(&name);
                self.emit(Instr::StoreAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.expr(&subscript.slice)?;
                self.emit(Instr::SetItem);
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                let stars = elts.iter().filter(|elt| elt.is_starred_expr()).count();
                if stars > 1 {
                    return Err(Failure::syntax("multiple starred expressions in assignment", target.range()));
                }
                match elts.iter().position(Expr::is_starred_expr) {
                    Some(star) => {
                        self.emit(Instr::UnpackStar(star as u32, (elts.len() - star - 1) as u32));
                    }
                    None => {
                        self.emit(Instr::Unpack(elts.len() as u32));
                    }
                }
                for elt in elts {
                    match elt {
                        Expr::Starred(starred) => self.assign(&starred.value)?,
                        _ => self.assign(elt)?,
                    }
                }
            }
            Expr::Starred(_) => {
                return Err(Failure::syntax("starred assignment target must be in a list or tuple", target.range()));
            }
            _ => return Err(Failure::syntax("cannot assign to this expression", target.range())),
        }
        self.span = outer;
        Ok(())
    }

    fn delete(&mut self, target: &'a Expr) -> Compiled {
        self.at(target.range());
        match target {
            Expr::Name(name) => self.delete_name(name.id.as_str()),
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value)?;
                let name = self.mangled(attribute.attr.as_str()).into_owned();
                let name = self.name_number(&name);
                self.emit(Instr::DeleteAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.expr(&subscript.slice)?;
                self.emit(Instr::DelItem);
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                elts.iter().try_for_each(|elt| self.delete(elt))?;
            }
            _ => return Err(Failure::syntax("cannot delete this expression", target.range())),
        }
        Ok(())
    }

    fn augmented(&mut self, inner: &'a ast::StmtAugAssign) -> Compiled {
        let in_place = Instr::InPlace(operator(inner.op));
        match &*inner.target {
            Expr::Name(name) => {
                self.load_name(name.id.as_str());
                self.expr(&inner.value)?;
                self.emit(in_place);
                self.store_name(name.id.as_str());
            }
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value)?;
                self.emit(Instr::Dup);
                let name = self.mangled(attribute.attr.as_str()).into_owned();
                let name = self.name_number(&name);
                self.emit(Instr::LoadAttr(name));
                self.expr(&inner.value)?;
                self.emit(in_place);
                self.emit(Instr::Swap);
                self.emit(Instr::StoreAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.expr(&subscript.slice)?;
                self.emit(Instr::Dup2);
                self.emit(Instr::GetItem);
                self.expr(&inner.value)?;
                self.emit(in_place);
                self.emit(Instr::Rot3);
                self.emit(Instr::SetItem);
            }
            other => {
                return Err(Failure::syntax(
                    "this expression is an illegal target for augmented assignment",
                    other.range(),
                ));
            }
        }
        Ok(())
    }

    fn annotated(&mut self, inner: &'a ast::StmtAnnAssign) -> Compiled {
        if let Some(value) = &inner.value {
            self.expr(value)?;
            self.assign(&inner.target)?;
        }
        let keeps = matches!(self.scopes.get(self.scope).kind, ScopeKind::Module | ScopeKind::Class);
        if keeps
            && inner.simple
            && let Expr::Name(name) = &*inner.target
        {
            self.annotation(&inner.annotation)?;
            let name = self.mangled(name.id.as_str()).into_owned();
            let name = self.name_number(&name);
            self.emit(Instr::Annotate(name));
        }
        Ok(())
    }

    fn for_loop(&mut self, inner: &'a ast::StmtFor) -> Compiled {
        self.expr(&inner.iter)?;
        self.at(inner.iter.range());
        self.emit(Instr::GetIter);
        let start = self.here();
        let exit = self.emit(Instr::ForIter(0));
        self.enclosing.push(Enclosing::Loop { start, ends: Vec::new(), is_for: true });
        self.assign(&inner.target)?;
        self.body(&inner.body)?;
        self.emit(Instr::Jump(start as u32));
        self.land(exit);
        self.end_loop(&inner.orelse)
    }

    fn end_loop(&mut self, orelse: &'a [Stmt]) -> Compiled {
        let ends = match self.enclosing.pop() {
            Some(Enclosing::Loop { ends, .. }) => ends,
            _ => Vec::new(),
        };
        self.body(orelse)?;
        for end in ends {
            self.land(end);
        }
        Ok(())
    }

    /// `break` and `continue`.
    fn jump_out(&mut self, range: TextRange, is_break: bool) -> Compiled {
        let Some(at) = self.enclosing.iter().rposition(|enclosing| matches!(enclosing, Enclosing::Loop { .. })) else {
            let message = if is_break { "'break' outside loop" } else { "'continue' not properly in loop" };
            return Err(Failure::syntax(message, range));
        };
        self.leave(at + 1, false)?;
        self.at(range);
        let Some(Enclosing::Loop { start, is_for, .. }) = self.enclosing.get(at) else { return Ok(()) };
        let (start, is_for) = (*start, *is_for);
        if is_break {
            if is_for {
                self.emit(Instr::Pop);
            }
            let jump = self.emit(Instr::Jump(0));
            if let Some(Enclosing::Loop { ends, .. }) = self.enclosing.get_mut(at) {
                ends.push(jump);
            }
        } else {
            self.emit(Instr::Jump(start as u32));
        }
        Ok(())
    }

    /// Leaves the enclosing constructs down to a depth. `keeps_value`: the value of `return` lies on the stack.
    fn leave(&mut self, down_to: usize, keeps_value: bool) -> Compiled {
        let mut inside: Vec<Enclosing<'a>> = Vec::new();
        while self.enclosing.len() > down_to {
            let Some(enclosing) = self.enclosing.pop() else { break };
            match &enclosing {
                Enclosing::Loop { is_for, .. } => {
                    // On the way of `return`; the frame drops its stack.
                    if *is_for && !keeps_value {
                        self.emit(Instr::Pop);
                    }
                }
                Enclosing::Try => {
                    self.emit(Instr::PopBlock);
                }
                Enclosing::Finally(body) => {
                    self.emit(Instr::PopBlock);
                    if keeps_value {
                        self.enclosing.push(Enclosing::Value);
                    }
                    self.body(body)?;
                    if keeps_value {
                        self.enclosing.pop();
                    }
                }
                Enclosing::Handler { name } => {
                    if let Some(name) = name {
                        self.emit(Instr::PopBlock);
                        self.constant(Value::None);
                        self.store_name(name);
                        self.delete_name(name);
                    }
                    self.emit(Instr::PopExcept);
                }
                Enclosing::FinallyHandler => {
                    if keeps_value {
                        self.emit(Instr::Swap);
                    }
                    self.emit(Instr::Pop);
                    self.emit(Instr::PopExcept);
                }
                Enclosing::With { is_async } => {
                    self.emit(Instr::PopBlock);
                    if keeps_value {
                        self.emit(Instr::Swap);
                    }
                    self.emit(Instr::WithExit(*is_async));
                }
                Enclosing::Value => {
                    if !keeps_value {
                        self.emit(Instr::Pop);
                    }
                }
            }
            inside.push(enclosing);
        }
        self.enclosing.extend(inside.into_iter().rev());
        Ok(())
    }

    fn try_finally(&mut self, inner: &'a ast::StmtTry) -> Compiled {
        if inner.finalbody.is_empty() {
            return self.try_except(inner);
        }
        let setup = self.emit(Instr::SetupExcept { handler: 0, catches: false });
        self.enclosing.push(Enclosing::Finally(&inner.finalbody));
        if inner.handlers.is_empty() {
            self.body(&inner.body)?;
            self.body(&inner.orelse)?;
        } else {
            self.try_except(inner)?;
        }
        self.enclosing.pop();
        self.emit(Instr::PopBlock);
        self.body(&inner.finalbody)?;
        let end = self.emit(Instr::Jump(0));
        self.land(setup);
        self.enclosing.push(Enclosing::FinallyHandler);
        self.body(&inner.finalbody)?;
        self.enclosing.pop();
        self.emit(Instr::Reraise);
        self.land(end);
        Ok(())
    }

    fn try_except(&mut self, inner: &'a ast::StmtTry) -> Compiled {
        let setup = self.emit(Instr::SetupExcept { handler: 0, catches: true });
        self.enclosing.push(Enclosing::Try);
        self.body(&inner.body)?;
        self.enclosing.pop();
        self.emit(Instr::PopBlock);
        self.body(&inner.orelse)?;
        let mut ends = vec![self.emit(Instr::Jump(0))];
        self.land(setup);
        for handler in &inner.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            self.at(handler.range);
            let next = match &handler.type_ {
                Some(class) => {
                    self.expr(class)?;
                    self.at(class.range());
                    Some(self.emit(Instr::MatchException(0)))
                }
                None => None,
            };
            match &handler.name {
                Some(name) => {
                    self.store_name(name.as_str());
                    let cleanup = self.emit(Instr::SetupExcept { handler: 0, catches: false });
                    self.enclosing.push(Enclosing::Handler { name: Some(name.as_str()) });
                    self.body(&handler.body)?;
                    self.enclosing.pop();
                    self.emit(Instr::PopBlock);
                    self.unbind(name.as_str());
                    self.emit(Instr::PopExcept);
                    ends.push(self.emit(Instr::Jump(0)));
                    self.land(cleanup);
                    self.unbind(name.as_str());
                    self.emit(Instr::Reraise);
                }
                None => {
                    self.emit(Instr::Pop);
                    self.enclosing.push(Enclosing::Handler { name: None });
                    self.body(&handler.body)?;
                    self.enclosing.pop();
                    self.emit(Instr::PopExcept);
                    ends.push(self.emit(Instr::Jump(0)));
                }
            }
            if let Some(next) = next {
                self.land(next);
            }
        }
        self.emit(Instr::Reraise);
        for end in ends {
            self.land(end);
        }
        Ok(())
    }

    fn unbind(&mut self, name: &str) {
        self.constant(Value::None);
        self.store_name(name);
        self.delete_name(name);
    }

    fn with(&mut self, items: &'a [ast::WithItem], body: &'a [Stmt], is_async: bool) -> Compiled {
        let Some((item, rest)) = items.split_first() else { return self.body(body) };
        self.expr(&item.context_expr)?;
        self.at(item.context_expr.range());
        let place = self.span;
        self.emit(Instr::WithEnter(is_async));
        let setup = self.emit(Instr::SetupWith(0));
        self.enclosing.push(Enclosing::With { is_async });
        match &item.optional_vars {
            Some(target) => self.assign(target)?,
            None => {
                self.emit(Instr::Pop);
            }
        }
        self.with(rest, body, is_async)?;
        self.enclosing.pop();
        self.span = place;
        self.emit(Instr::PopBlock);
        self.emit(Instr::WithExit(is_async));
        let end = self.emit(Instr::Jump(0));
        self.land(setup);
        let swallowed = self.emit(Instr::WithExcept(is_async, 0));
        self.land(swallowed);
        self.land(end);
        Ok(())
    }
}
