//! Expressions.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::Num;
use ruff_python_ast::{self as ast, CmpOp, Expr, Number, Operator};
use ruff_text_size::{Ranged, TextRange};

use super::code::Instr;
use super::scope::ScopeKind;
use super::unit::{Compiled, Failure, Unit};
use crate::value::{BinaryOp, CompareOp, Int, UnaryOp, Value};

/// Our name of the parser's operator.
pub(super) fn operator(op: Operator) -> BinaryOp {
    match op {
        Operator::Add => BinaryOp::Add,
        Operator::Sub => BinaryOp::Sub,
        Operator::Mult => BinaryOp::Mul,
        Operator::MatMult => BinaryOp::MatMul,
        Operator::Div => BinaryOp::Div,
        Operator::Mod => BinaryOp::Mod,
        Operator::Pow => BinaryOp::Pow,
        Operator::LShift => BinaryOp::LShift,
        Operator::RShift => BinaryOp::RShift,
        Operator::BitOr => BinaryOp::Or,
        Operator::BitXor => BinaryOp::Xor,
        Operator::BitAnd => BinaryOp::And,
        Operator::FloorDiv => BinaryOp::FloorDiv,
    }
}

/// The value of a number literal.
pub(crate) fn number(number: &Number) -> Option<Value> {
    match number {
        Number::Int(int) => match int.as_i64() {
            Some(small) => Some(Value::int(small)),
            None => {
                let text = int.to_string().replace('_', "").to_lowercase();
                let (digits, radix) = match text.get(..2) {
                    Some("0x") => (text.get(2..)?, 16),
                    Some("0o") => (text.get(2..)?, 8),
                    Some("0b") => (text.get(2..)?, 2),
                    _ => (text.as_str(), 10),
                };
                BigInt::from_str_radix(digits, radix).ok().map(|big| Value::Int(Int::from_big(big)))
            }
        },
        Number::Float(float) => Some(Value::Float(*float)),
        Number::Complex { .. } => None,
    }
}

impl<'a> Unit<'a> {
    pub fn expr(&mut self, expr: &'a Expr) -> Compiled {
        let outer = self.span;
        self.at(expr.range());
        self.expr_inner(expr)?;
        self.span = outer;
        Ok(())
    }

    fn expr_inner(&mut self, expr: &'a Expr) -> Compiled {
        match expr {
            Expr::BoolOp(bool_op) => {
                let mut jumps = Vec::new();
                for (at, value) in bool_op.values.iter().enumerate() {
                    self.expr(value)?;
                    self.at(value.range());
                    if at + 1 < bool_op.values.len() {
                        jumps.push(self.emit(match bool_op.op {
                            ast::BoolOp::And => Instr::JumpIfFalseOrPop(0),
                            ast::BoolOp::Or => Instr::JumpIfTrueOrPop(0),
                        }));
                    }
                }
                for jump in jumps {
                    self.land(jump);
                }
            }
            Expr::Named(named) => {
                self.expr(&named.value)?;
                self.emit(Instr::Dup);
                let Expr::Name(name) = &*named.target else {
                    return Err(Failure::syntax("cannot use assignment expressions with this target", named.range));
                };
                self.store_walrus(name.id.as_str(), named.range)?;
            }
            Expr::BinOp(bin) => {
                // A long chain `a + b + c …` leans left: walk down without recursing.
                let mut chain = vec![bin];
                let mut left = &*bin.left;
                while let Expr::BinOp(inner) = left {
                    chain.push(inner);
                    left = &inner.left;
                }
                self.expr(left)?;
                for bin in chain.into_iter().rev() {
                    self.expr(&bin.right)?;
                    self.at(bin.range);
                    self.emit(Instr::Binary(operator(bin.op)));
                }
            }
            Expr::UnaryOp(unary) => {
                self.expr(&unary.operand)?;
                self.emit(match unary.op {
                    ast::UnaryOp::Not => Instr::Not,
                    ast::UnaryOp::USub => Instr::Unary(UnaryOp::Neg),
                    ast::UnaryOp::UAdd => Instr::Unary(UnaryOp::Pos),
                    ast::UnaryOp::Invert => Instr::Unary(UnaryOp::Invert),
                });
            }
            Expr::Lambda(lambda) => self.lambda(lambda)?,
            Expr::If(conditional) => {
                let otherwise = self.jump_unless(&conditional.test)?;
                self.expr(&conditional.body)?;
                let end = self.emit(Instr::Jump(0));
                self.land(otherwise);
                self.expr(&conditional.orelse)?;
                self.land(end);
            }
            Expr::Dict(dict) => self.dict(dict)?,
            Expr::Set(set) => {
                if set.elts.iter().any(Expr::is_starred_expr) {
                    self.emit(Instr::BuildSet(0));
                    for elt in &set.elts {
                        self.element(elt, Instr::SetAdd(1), Instr::SetExtend)?;
                    }
                } else {
                    for elt in &set.elts {
                        self.expr(elt)?;
                    }
                    self.emit(Instr::BuildSet(set.elts.len() as u32));
                }
            }
            Expr::ListComp(comp) => {
                self.comprehension("<listcomp>", comp.range, &comp.generators, Some(Instr::BuildList(0)), &[&comp.elt])?
            }
            Expr::SetComp(comp) => {
                self.comprehension("<setcomp>", comp.range, &comp.generators, Some(Instr::BuildSet(0)), &[&comp.elt])?
            }
            Expr::DictComp(comp) => {
                let Some(key) = &comp.key else {
                    return Err(Failure::unsupported("unpacking in a dict comprehension", comp.range));
                };
                self.comprehension(
                    "<dictcomp>",
                    comp.range,
                    &comp.generators,
                    Some(Instr::BuildDict(0)),
                    &[key, &comp.value],
                )?;
            }
            Expr::Generator(comp) => {
                self.comprehension("<genexpr>", comp.range, &comp.generators, None, &[&comp.elt])?;
            }
            Expr::Await(inner) => {
                self.expr(&inner.value)?;
                self.emit(Instr::Await);
            }
            Expr::Yield(inner) => {
                self.in_function("'yield' outside function", inner.range)?;
                match &inner.value {
                    Some(value) => self.expr(value)?,
                    None => self.constant(Value::None),
                }
                self.emit(Instr::Yield);
            }
            Expr::YieldFrom(inner) => {
                self.in_function("'yield' outside function", inner.range)?;
                self.expr(&inner.value)?;
                self.emit(Instr::GetIter);
                self.constant(Value::None);
                self.emit(Instr::YieldFrom);
            }
            Expr::Compare(compare) => self.compare(compare)?,
            Expr::Call(call) => self.call(call)?,
            Expr::FString(fstring) => self.fstring(fstring)?,
            Expr::TString(inner) => return Err(Failure::unsupported("a template string", inner.range)),
            Expr::StringLiteral(literal) => self.constant(Value::str(literal.value.to_str())),
            Expr::BytesLiteral(literal) => {
                let bytes: Vec<u8> = literal.value.bytes().collect();
                self.constant(Value::bytes(bytes));
            }
            Expr::NumberLiteral(literal) => match number(&literal.value) {
                Some(value) => self.constant(value),
                None => return Err(Failure::unsupported("a complex number", literal.range)),
            },
            Expr::BooleanLiteral(literal) => self.constant(Value::Bool(literal.value)),
            Expr::NoneLiteral(_) => self.constant(Value::None),
            Expr::EllipsisLiteral(_) => self.constant(Value::Ellipsis),
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value)?;
                let name = self.mangled(attribute.attr.as_str()).into_owned();
                let name = self.name_number(&name);
                self.emit(Instr::LoadAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expr(&subscript.value)?;
                self.expr(&subscript.slice)?;
                self.emit(Instr::GetItem);
            }
            Expr::Starred(starred) => {
                return Err(Failure::syntax("can't use starred expression here", starred.range));
            }
            Expr::Name(name) => self.load_name(name.id.as_str()),
            Expr::List(list) => self.sequence(&list.elts, Instr::BuildList(list.elts.len() as u32), false)?,
            Expr::Tuple(tuple) => self.sequence(&tuple.elts, Instr::BuildTuple(tuple.elts.len() as u32), true)?,
            Expr::Slice(slice) => {
                for part in [&slice.lower, &slice.upper, &slice.step] {
                    match part {
                        Some(part) => self.expr(part)?,
                        None => self.constant(Value::None),
                    }
                }
                self.emit(Instr::BuildSlice);
            }
            Expr::IpyEscapeCommand(inner) => return Err(Failure::unsupported("an IPython command", inner.range)),
        }
        Ok(())
    }

    /// The name after `:=`, which lies in the scope around comprehensions.
    fn store_walrus(&mut self, name: &str, range: TextRange) -> Compiled {
        let scope = self.scopes.get(self.scope);
        if scope.kind == ScopeKind::Comprehension && !scope.symbols.get(name).is_some_and(|s| s.free || s.bound) {
            // Not found in any function around: the comprehension stands at module level.
            if self.qualname.contains('.') && !self.qualname.contains("<locals>") {
                return Err(Failure::syntax(
                    "assignment expression within a comprehension cannot be used in a class body",
                    range,
                ));
            }
            let number = self.name_number(name);
            self.emit(Instr::StoreGlobal(number));
        } else {
            self.store_name(name);
        }
        Ok(())
    }

    fn in_function(&self, message: &str, range: TextRange) -> Compiled {
        match self.scopes.get(self.scope).kind {
            ScopeKind::Function => Ok(()),
            ScopeKind::Comprehension => {
                Err(Failure::syntax("'yield' inside a comprehension or generator expression", range))
            }
            ScopeKind::Module | ScopeKind::Class => Err(Failure::syntax(message, range)),
        }
    }

    fn element(&mut self, elt: &'a Expr, one: Instr, many: Instr) -> Compiled {
        match elt {
            Expr::Starred(starred) => {
                self.expr(&starred.value)?;
                self.at(starred.range);
                self.emit(many);
            }
            _ => {
                self.expr(elt)?;
                self.emit(one);
            }
        }
        Ok(())
    }

    fn sequence(&mut self, elts: &'a [Expr], build: Instr, tuple: bool) -> Compiled {
        if elts.iter().any(Expr::is_starred_expr) {
            self.emit(Instr::BuildList(0));
            for elt in elts {
                self.element(elt, Instr::ListAppend(1), Instr::ListExtend)?;
            }
            if tuple {
                self.emit(Instr::ListToTuple);
            }
            return Ok(());
        }
        for elt in elts {
            self.expr(elt)?;
        }
        self.emit(build);
        Ok(())
    }

    fn dict(&mut self, dict: &'a ast::ExprDict) -> Compiled {
        if dict.items.iter().all(|item| item.key.is_some()) {
            for item in &dict.items {
                if let Some(key) = &item.key {
                    self.expr(key)?;
                }
                self.expr(&item.value)?;
            }
            self.emit(Instr::BuildDict(dict.items.len() as u32));
            return Ok(());
        }
        self.emit(Instr::BuildDict(0));
        for item in &dict.items {
            match &item.key {
                Some(key) => {
                    self.expr(key)?;
                    self.expr(&item.value)?;
                    self.emit(Instr::DictInsert(1));
                }
                None => {
                    self.expr(&item.value)?;
                    self.emit(Instr::DictUpdate);
                }
            }
        }
        Ok(())
    }

    fn compare_op(&mut self, op: CmpOp) {
        self.emit(match op {
            CmpOp::Eq => Instr::Compare(CompareOp::Eq),
            CmpOp::NotEq => Instr::Compare(CompareOp::Ne),
            CmpOp::Lt => Instr::Compare(CompareOp::Lt),
            CmpOp::LtE => Instr::Compare(CompareOp::Le),
            CmpOp::Gt => Instr::Compare(CompareOp::Gt),
            CmpOp::GtE => Instr::Compare(CompareOp::Ge),
            CmpOp::Is => Instr::Is(false),
            CmpOp::IsNot => Instr::Is(true),
            CmpOp::In => Instr::In(false),
            CmpOp::NotIn => Instr::In(true),
        });
    }

    fn compare(&mut self, compare: &'a ast::ExprCompare) -> Compiled {
        self.expr(&compare.left)?;
        let last = compare.ops.len().saturating_sub(1);
        let mut exits = Vec::new();
        for (at, (op, right)) in compare.ops.iter().zip(compare.comparators.iter()).enumerate() {
            self.expr(right)?;
            if at < last {
                self.emit(Instr::Dup);
                self.emit(Instr::Rot3);
                self.compare_op(*op);
                exits.push(self.emit(Instr::JumpIfFalseOrPop(0)));
            } else {
                self.compare_op(*op);
            }
        }
        if !exits.is_empty() {
            let end = self.emit(Instr::Jump(0));
            for exit in exits {
                self.land(exit);
            }
            self.emit(Instr::Swap);
            self.emit(Instr::Pop);
            self.land(end);
        }
        Ok(())
    }

    fn call(&mut self, call: &'a ast::ExprCall) -> Compiled {
        let arguments = &call.arguments;
        let spread = arguments.args.iter().any(Expr::is_starred_expr)
            || arguments.keywords.iter().any(|keyword| keyword.arg.is_none());
        if !spread
            && arguments.keywords.is_empty()
            && let Expr::Attribute(attribute) = &*call.func
            && let Ok(positional) = u16::try_from(arguments.args.len())
        {
            self.expr(&attribute.value)?;
            for arg in &arguments.args {
                self.expr(arg)?;
            }
            let name = self.mangled(attribute.attr.as_str()).into_owned();
            let name = self.name_number(&name);
            self.emit(Instr::CallMethod { name, positional });
            return Ok(());
        }
        self.expr(&call.func)?;
        if arguments.is_empty()
            && let Expr::Name(name) = &*call.func
            && name.id.as_str() == "super"
            && self.scopes.get(self.scope).kind == ScopeKind::Function
            && self.frees.iter().any(|free| &**free == "__class__")
            && let Some(first) = self.locals.first().cloned()
        {
            // `super()` means the class around and the first parameter.
            self.load_name("__class__");
            self.load_name(&first);
            self.emit(Instr::Call { positional: 2, keywords: 0 });
            return Ok(());
        }
        self.arguments(arguments, spread)
    }

    /// Arguments and the call itself; the function lies on the stack.
    pub fn arguments(&mut self, arguments: &'a ast::Arguments, spread: bool) -> Compiled {
        if spread {
            return self.spread_arguments(arguments);
        }
        for arg in &arguments.args {
            self.expr(arg)?;
        }
        let mut names = Vec::new();
        for keyword in &arguments.keywords {
            self.expr(&keyword.value)?;
            if let Some(name) = &keyword.arg {
                if names.iter().any(|known: &Value| known.as_str() == Some(name.as_str())) {
                    return Err(Failure::syntax(format!("keyword argument repeated: {name}"), keyword.range));
                }
                names.push(Value::str(name.as_str()));
            }
        }
        let keywords = if names.is_empty() { 0 } else { self.constant_number(Value::tuple(names)) + 1 };
        self.emit(Instr::Call { positional: arguments.args.len() as u32, keywords });
        Ok(())
    }

    fn spread_arguments(&mut self, arguments: &'a ast::Arguments) -> Compiled {
        self.positional_list(&arguments.args)?;
        self.keyword_dict(&arguments.keywords)?;
        self.emit(Instr::CallSpread);
        Ok(())
    }

    /// Positional arguments as one list.
    pub fn positional_list(&mut self, args: &'a [Expr]) -> Compiled {
        if let [Expr::Starred(only)] = args {
            self.expr(&only.value)?;
            self.at(only.range);
            self.emit(Instr::StarArgs);
            return Ok(());
        }
        self.emit(Instr::BuildList(0));
        for arg in args {
            self.element(arg, Instr::ListAppend(1), Instr::ListExtend)?;
        }
        Ok(())
    }

    /// Keyword arguments as one dictionary.
    pub fn keyword_dict(&mut self, keywords: &'a [ast::Keyword]) -> Compiled {
        self.emit(Instr::BuildDict(0));
        for keyword in keywords {
            match &keyword.arg {
                Some(name) => {
                    self.emit(Instr::BuildDict(0));
                    self.constant(Value::str(name.as_str()));
                    self.expr(&keyword.value)?;
                    self.emit(Instr::DictInsert(1));
                    self.emit(Instr::DictMerge);
                }
                None => {
                    self.expr(&keyword.value)?;
                    self.emit(Instr::DictMerge);
                }
            }
        }
        Ok(())
    }

    fn fstring(&mut self, fstring: &'a ast::ExprFString) -> Compiled {
        let mut parts = 0;
        for part in &fstring.value {
            match part {
                ast::FStringPart::Literal(literal) => {
                    self.constant(Value::str(&*literal.value));
                    parts += 1;
                }
                ast::FStringPart::FString(inner) => parts += self.fstring_elements(&inner.elements)?,
            }
        }
        self.emit(Instr::BuildString(parts));
        Ok(())
    }

    fn fstring_elements(&mut self, elements: &'a ast::InterpolatedStringElements) -> Result<u32, Failure> {
        let mut parts = 0;
        for element in elements {
            match element {
                ast::InterpolatedStringElement::Literal(literal) => self.constant(Value::str(&*literal.value)),
                ast::InterpolatedStringElement::Interpolation(inner) => {
                    if let Some(debug) = &inner.debug_text {
                        let text =
                            format!("{}{}{}", debug.leading(), self.source(inner.expression.range()), debug.trailing());
                        self.constant(Value::str(text));
                        parts += 1;
                    }
                    self.expr(&inner.expression)?;
                    let conversion = match inner.conversion.to_byte() {
                        Some(byte) => byte,
                        None if inner.debug_text.is_some() && inner.format_spec.is_none() => b'r',
                        None => 0,
                    };
                    let spec = match &inner.format_spec {
                        Some(spec) => {
                            let count = self.fstring_elements(&spec.elements)?;
                            self.emit(Instr::BuildString(count));
                            true
                        }
                        None => false,
                    };
                    let outer = self.span;
                    self.at(inner.range);
                    self.emit(Instr::Format { conversion, spec });
                    self.span = outer;
                }
            }
            parts += 1;
        }
        Ok(parts)
    }

    fn comprehension(
        &mut self,
        name: &str,
        range: TextRange,
        generators: &'a [ast::Comprehension],
        build: Option<Instr>,
        parts: &[&'a Expr],
    ) -> Compiled {
        let mut unit = self.inner(range, ScopeKind::Comprehension, name)?;
        unit.local_number(".0");
        if let Some(build) = build {
            unit.emit(build);
        }
        unit.comprehension_loops(generators, build, parts, 0)?;
        match build {
            Some(_) => {}
            None => unit.constant(Value::None),
        }
        unit.emit(Instr::Return);
        let params = super::code::Params {
            names: vec![Rc::from(".0")],
            positional_only: 0,
            positional: 1,
            rest: None,
            kwargs: None,
        };
        let generator = build.is_none();
        self.make_function(unit, params, Vec::new(), None, 0, false, generator);
        let Some(first) = generators.first() else { return Ok(()) };
        self.expr(&first.iter)?;
        let outer = self.span;
        self.at(first.iter.range());
        self.emit(Instr::GetIter);
        self.span = outer;
        self.emit(Instr::Call { positional: 1, keywords: 0 });
        Ok(())
    }

    fn comprehension_loops(
        &mut self,
        generators: &'a [ast::Comprehension],
        build: Option<Instr>,
        parts: &[&'a Expr],
        level: usize,
    ) -> Compiled {
        let Some(generator) = generators.get(level) else {
            for part in parts {
                self.expr(part)?;
            }
            let depth = level as u32 + 1;
            match build {
                Some(Instr::BuildList(_)) => {
                    self.emit(Instr::ListAppend(depth));
                }
                Some(Instr::BuildSet(_)) => {
                    self.emit(Instr::SetAdd(depth));
                }
                Some(_) => {
                    self.emit(Instr::DictInsert(depth));
                }
                None => {
                    self.emit(Instr::Yield);
                    self.emit(Instr::Pop);
                }
            }
            return Ok(());
        };
        if level == 0 {
            let number = self.local_number(".0");
            self.emit(Instr::LoadFast(number));
        } else {
            self.expr(&generator.iter)?;
            self.emit(Instr::GetIter);
        }
        let start = self.here();
        self.at(generator.iter.range());
        let end = self.emit(Instr::ForIter(0));
        self.assign(&generator.target)?;
        for condition in &generator.ifs {
            self.expr(condition)?;
            self.emit(Instr::JumpIfFalse(start as u32));
        }
        self.comprehension_loops(generators, build, parts, level + 1)?;
        self.emit(Instr::Jump(start as u32));
        self.land(end);
        Ok(())
    }
}
