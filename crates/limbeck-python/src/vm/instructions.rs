//! The instructions, one arm each.

use std::rc::Rc;

use super::Vm;
use super::frame::{Exit, Frame};
use super::stack::{callee_name, name, not_defined, unbound, unbound_cell};
use crate::compile::Instr;
use crate::error::{Error, Result};
use crate::value::{Args, CompareOp, Dict, Set, Slice, Value};

impl Vm {
    #[allow(clippy::too_many_lines)]
    pub(super) fn run_instructions(&mut self, frame: &mut Frame) -> Result<Exit> {
        let code = Rc::clone(&frame.code);
        loop {
            let Some(instr) = code.instrs.get(frame.pc).copied() else {
                return Ok(Exit::Return(Value::None));
            };
            if let Some(active) = self.frames.last() {
                active.pc.set(frame.pc);
            }
            frame.pc += 1;
            self.step()?;
            match instr {
                Instr::Const(n) => frame.push(code.consts.get(n as usize).cloned().unwrap_or_default()),
                Instr::LoadFast(n) => match frame.locals.get(n as usize) {
                    Some(Some(value)) => {
                        let value = value.clone();
                        frame.push(value);
                    }
                    _ => return Err(unbound(frame, n)),
                },
                Instr::StoreFast(n) => {
                    let value = frame.pop();
                    let old = frame.locals.get_mut(n as usize).and_then(|slot| slot.replace(value));
                    drop(old);
                }
                Instr::DeleteFast(n) => match frame.locals.get_mut(n as usize).and_then(Option::take) {
                    Some(_) => {}
                    None => return Err(unbound(frame, n)),
                },
                Instr::LoadCell(n) => {
                    let value = frame.cells.get(n as usize).and_then(|cell| cell.borrow().clone());
                    match value {
                        Some(value) => frame.push(value),
                        None => return Err(unbound_cell(frame, n)),
                    }
                }
                Instr::StoreCell(n) => {
                    let value = frame.pop();
                    let old = frame.cells.get(n as usize).and_then(|cell| cell.replace(Some(value)));
                    drop(old);
                }
                Instr::DeleteCell(n) => {
                    if frame.cells.get(n as usize).and_then(|cell| cell.take()).is_none() {
                        return Err(unbound_cell(frame, n));
                    }
                }
                Instr::LoadClassCell(name, cell) => {
                    let own = code
                        .names
                        .get(name as usize)
                        .and_then(|name| frame.namespace.as_ref()?.borrow().get(name).cloned());
                    let value = own.or_else(|| frame.cells.get(cell as usize).and_then(|cell| cell.borrow().clone()));
                    match value {
                        Some(value) => frame.push(value),
                        None => return Err(unbound_cell(frame, cell)),
                    }
                }
                Instr::LoadGlobal(n) => {
                    let value = self.load_global(frame, name(&code.names, n))?;
                    frame.push(value);
                }
                Instr::StoreGlobal(n) => {
                    let value = frame.pop();
                    let name = Rc::clone(name(&code.names, n));
                    let old = frame.globals.attrs.borrow_mut().insert(name, value);
                    drop(old);
                }
                Instr::DeleteGlobal(n) => {
                    let name = name(&code.names, n);
                    let old = frame.globals.attrs.borrow_mut().shift_remove(name);
                    if old.is_none() {
                        return Err(not_defined(name));
                    }
                }
                Instr::LoadName(n) => {
                    let name = name(&code.names, n);
                    let own = frame.namespace.as_ref().and_then(|names| names.borrow().get(name).cloned());
                    let value = match own {
                        Some(value) => value,
                        None => self.load_global(frame, name)?,
                    };
                    frame.push(value);
                }
                Instr::LoadAnnotation(n) => {
                    let name = name(&code.names, n);
                    let own = frame.namespace.as_ref().and_then(|names| names.borrow().get(name).cloned());
                    let value = match own {
                        Some(value) => value,
                        None => self.load_global(frame, name).unwrap_or_else(|_| {
                            self.unresolved(name, format!("name '{name}' was not defined when it was an annotation"))
                        }),
                    };
                    frame.push(value);
                }
                Instr::StoreName(n) => {
                    let value = frame.pop();
                    let name = Rc::clone(name(&code.names, n));
                    let old = match &frame.namespace {
                        Some(names) => names.borrow_mut().insert(name, value),
                        None => frame.globals.attrs.borrow_mut().insert(name, value),
                    };
                    drop(old);
                }
                Instr::DeleteName(n) => {
                    let name = name(&code.names, n);
                    let old = match &frame.namespace {
                        Some(names) => names.borrow_mut().shift_remove(name),
                        None => frame.globals.attrs.borrow_mut().shift_remove(name),
                    };
                    if old.is_none() {
                        return Err(not_defined(name));
                    }
                }
                Instr::LoadTemp(n) => {
                    let value = frame.temps.get(n as usize).cloned().unwrap_or_default();
                    frame.push(value);
                }
                Instr::StoreTemp(n) => {
                    let value = frame.pop();
                    if let Some(slot) = frame.temps.get_mut(n as usize) {
                        *slot = value;
                    }
                }
                Instr::LoadAttr(n) => {
                    let object = frame.pop();
                    let value = self.get_attr(&object, name(&code.names, n))?;
                    frame.push(value);
                }
                Instr::StoreAttr(n) => {
                    let object = frame.pop();
                    let value = frame.pop();
                    self.set_attr(&object, name(&code.names, n), value)?;
                }
                Instr::DeleteAttr(n) => {
                    let object = frame.pop();
                    self.del_attr(&object, name(&code.names, n))?;
                }
                Instr::GetItem => {
                    let key = frame.pop();
                    let object = frame.pop();
                    let value = self.get_item(&object, &key)?;
                    frame.push(value);
                }
                Instr::SetItem => {
                    let key = frame.pop();
                    let object = frame.pop();
                    let value = frame.pop();
                    self.set_item(&object, &key, value)?;
                }
                Instr::DelItem => {
                    let key = frame.pop();
                    let object = frame.pop();
                    self.del_item(&object, &key)?;
                }
                Instr::Binary(op) => {
                    let right = frame.pop();
                    let left = frame.pop();
                    let value = self.binary(op, &left, &right)?;
                    frame.push(value);
                }
                Instr::InPlace(op) => {
                    let right = frame.pop();
                    let left = frame.pop();
                    let value = self.in_place(op, left, &right)?;
                    frame.push(value);
                }
                Instr::Unary(op) => {
                    let value = frame.pop();
                    let value = self.unary(op, &value)?;
                    frame.push(value);
                }
                Instr::Not => {
                    let value = frame.pop();
                    let truth = self.truth(&value)?;
                    frame.push(Value::Bool(!truth));
                }
                Instr::Compare(op) => {
                    let right = frame.pop();
                    let left = frame.pop();
                    let value = match (op, &left, &right) {
                        (CompareOp::Eq, Value::Str(a), Value::Str(b)) => Value::Bool(a == b),
                        _ => self.compare(op, &left, &right)?,
                    };
                    frame.push(value);
                }
                Instr::Is(invert) => {
                    let right = frame.pop();
                    let left = frame.pop();
                    let value = self.is_operator(&left, &right, invert);
                    frame.push(value);
                }
                Instr::In(invert) => {
                    let container = frame.pop();
                    let item = frame.pop();
                    let value = match &container {
                        Value::Unresolved(unresolved) => Value::Unresolved(unresolved.derive(" (in)")),
                        _ => Value::Bool(self.contains(&container, &item)? != invert),
                    };
                    frame.push(value);
                }
                Instr::Jump(to) => frame.pc = to as usize,
                Instr::JumpIfFalse(to) => {
                    let value = frame.pop();
                    if !self.truth(&value)? {
                        frame.pc = to as usize;
                    }
                }
                Instr::JumpIfTrue(to) => {
                    let value = frame.pop();
                    if self.truth(&value)? {
                        frame.pc = to as usize;
                    }
                }
                Instr::JumpIfFalseOrPop(to) => {
                    let value = frame.top();
                    if self.truth(&value)? {
                        frame.pop();
                    } else {
                        frame.pc = to as usize;
                    }
                }
                Instr::JumpIfTrueOrPop(to) => {
                    let value = frame.top();
                    if self.truth(&value)? {
                        frame.pc = to as usize;
                    } else {
                        frame.pop();
                    }
                }
                Instr::JumpIfNone(to) => {
                    if frame.top().is_none() {
                        frame.pop();
                        frame.pc = to as usize;
                    }
                }
                Instr::Pop => {
                    frame.pop();
                }
                Instr::PopStatement => {
                    if let Value::Unresolved(unresolved) = frame.pop()
                        && self.strict > 0
                        && !unresolved.is_log_message()
                    {
                        return Err(self.unresolved_error(&unresolved, "is called for its effect"));
                    }
                }
                Instr::Dup => {
                    let value = frame.top();
                    frame.push(value);
                }
                Instr::Dup2 => {
                    let top = frame.pop();
                    let under = frame.top();
                    frame.push(top.clone());
                    frame.push(under);
                    frame.push(top);
                }
                Instr::Swap => {
                    let top = frame.pop();
                    let under = frame.pop();
                    frame.push(top);
                    frame.push(under);
                }
                Instr::Rot3 => {
                    let top = frame.pop();
                    let second = frame.pop();
                    let third = frame.pop();
                    frame.push(top);
                    frame.push(third);
                    frame.push(second);
                }
                Instr::BuildList(n) => {
                    let items = frame.take(n);
                    frame.push(Value::list(items));
                }
                Instr::BuildTuple(n) => {
                    let items = frame.take(n);
                    frame.push(Value::tuple(items));
                }
                Instr::BuildSet(n) => {
                    let items = frame.take(n);
                    let set = Set::from_items(self, items)?;
                    frame.push(Value::Set(Rc::new(set)));
                }
                Instr::BuildDict(n) => {
                    let items = frame.take(n * 2);
                    let dict = Dict::new();
                    let mut items = items.into_iter();
                    while let (Some(key), Some(value)) = (items.next(), items.next()) {
                        dict.insert(self, key, value)?;
                    }
                    frame.push(Value::Dict(Rc::new(dict)));
                }
                Instr::BuildSlice => {
                    let step = frame.pop();
                    let stop = frame.pop();
                    let start = frame.pop();
                    frame.push(Value::Slice(Rc::new(Slice { start, stop, step })));
                }
                Instr::BuildString(n) => {
                    let parts = frame.take(n);
                    let value = match parts.as_slice() {
                        [one @ Value::Str(_)] => one.clone(),
                        _ => {
                            let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
                            self.check_text(parts.iter().map(|part| part.len()).sum())?;
                            Value::from(parts.concat())
                        }
                    };
                    frame.push(value);
                }
                Instr::ListAppend(depth) => {
                    let value = frame.pop();
                    if let Some(Value::List(list)) = frame.peek(depth) {
                        self.check_size(list.len() + 1)?;
                        list.push(value);
                    }
                }
                Instr::SetAdd(depth) => {
                    let value = frame.pop();
                    if let Some(Value::Set(set)) = frame.peek(depth) {
                        set.add(self, value)?;
                    }
                }
                Instr::DictInsert(depth) => {
                    let value = frame.pop();
                    let key = frame.pop();
                    if let Some(Value::Dict(dict)) = frame.peek(depth) {
                        dict.insert(self, key, value)?;
                    }
                }
                Instr::ListExtend => {
                    let source = frame.pop();
                    let items = match self.iterate(&source) {
                        Err(error) if self.error_is(&error, "TypeError") && source.builtin_iter().is_none() => {
                            return Err(Error::type_error(format!(
                                "Value after * must be an iterable, not {}",
                                source.type_name()
                            )));
                        }
                        other => other?,
                    };
                    if let Value::List(list) = frame.top() {
                        self.check_size(list.len() + items.len())?;
                        list.with(|all| all.extend(items));
                    }
                }
                Instr::StarArgs => {
                    let source = frame.pop();
                    let items = match self.iterate(&source) {
                        Err(error) if self.error_is(&error, "TypeError") && source.builtin_iter().is_none() => {
                            let function = callee_name(&frame.top());
                            return Err(Error::type_error(format!(
                                "{function}() argument after * must be an iterable, not {}",
                                source.type_name()
                            )));
                        }
                        other => other?,
                    };
                    frame.push(Value::list(items));
                }
                Instr::SetExtend => {
                    let source = frame.pop();
                    let items = self.iterate(&source)?;
                    if let Value::Set(set) = frame.top() {
                        for item in items {
                            set.add(self, item)?;
                        }
                    }
                }
                Instr::DictUpdate => {
                    let source = frame.pop();
                    let Value::Dict(dict) = frame.top() else { continue };
                    let Some(items) = self.mapping_items(&source)? else {
                        return Err(Error::type_error(format!("'{}' object is not a mapping", source.type_name())));
                    };
                    for (key, value) in items {
                        dict.insert(self, key, value)?;
                    }
                }
                Instr::DictMerge => self.dict_merge(frame)?,
                Instr::ListToTuple => {
                    if let Value::List(list) = frame.pop() {
                        frame.push(Value::tuple(list.to_vec()));
                    }
                }
                Instr::Format { conversion, spec } => {
                    let spec = if spec { frame.pop() } else { Value::str("") };
                    let value = frame.pop();
                    let text = self.format_value(&value, conversion, spec.as_str().unwrap_or(""))?;
                    frame.push(Value::Str(text));
                }
                Instr::Unpack(n) => {
                    let value = frame.pop();
                    let items = self.unpack(&value, n as usize)?;
                    frame.stack.extend(items.into_iter().rev());
                }
                Instr::UnpackStar(before, after) => {
                    let value = frame.pop();
                    let items = self.unpack_star(&value, before as usize, after as usize)?;
                    frame.stack.extend(items.into_iter().rev());
                }
                Instr::GetIter => {
                    let value = frame.pop();
                    let iterator = self.iter(&value)?;
                    frame.push(iterator);
                }
                Instr::ForIter(end) => {
                    let iterator = frame.top();
                    match self.next(&iterator)? {
                        Some(item) => frame.push(item),
                        None => {
                            frame.pop();
                            frame.pc = end as usize;
                        }
                    }
                }
                Instr::Call { positional, keywords } => {
                    let value = self.call_instr(frame, positional, keywords)?;
                    frame.push(value);
                }
                Instr::CallMethod { name: n, positional } => {
                    let args = frame.take(u32::from(positional));
                    let object = frame.pop();
                    let span = self.call_span(code.span_at(frame.pc - 1));
                    let args = Args { positional: args, keyword: Vec::new(), span };
                    let value = self.call_method_instr(&object, name(&code.names, n), args)?;
                    frame.push(value);
                }
                Instr::CallSpread => {
                    let keywords = frame.pop();
                    let positional = frame.pop();
                    let callee = frame.pop();
                    let keyword = match &keywords {
                        Value::Dict(dict) => dict
                            .items()
                            .into_iter()
                            .filter_map(|(key, value)| Some((key.as_rc_str()?, value)))
                            .collect(),
                        _ => Vec::new(),
                    };
                    let positional = positional.as_sequence().unwrap_or_default();
                    let span = self.call_span(code.span_at(frame.pc - 1));
                    let args = Args { positional, keyword, span };
                    let value = self.call_value(&callee, args)?;
                    frame.push(value);
                }
                Instr::MakeFunction { code: n, defaults, annotations } => {
                    let value = self.make_function(frame, n, defaults, annotations);
                    frame.push(value);
                }
                Instr::MakeClass => {
                    let keywords = frame.pop();
                    let bases = frame.pop();
                    let function = frame.pop();
                    let value = self.make_class(&function, bases.as_sequence().unwrap_or_default(), &keywords)?;
                    frame.push(value);
                }
                Instr::Return => return Ok(Exit::Return(frame.pop())),
                Instr::Yield => return Ok(Exit::Yield(frame.pop())),
                Instr::YieldFrom => {
                    if let Some(value) = self.yield_from(frame)? {
                        // Comes back here with what is sent.
                        frame.pc -= 1;
                        return Ok(Exit::Yield(value));
                    }
                }
                Instr::Await => {
                    let value = frame.pop();
                    let value = self.await_value(&value)?;
                    frame.push(value);
                }
                Instr::SetupExcept { handler, catches } => {
                    let stack = frame.stack.len();
                    self.push_block(frame, handler, stack, catches);
                }
                Instr::SetupWith(handler) => {
                    let stack = frame.stack.len().saturating_sub(1);
                    let catches = match frame.peek(2) {
                        Some(manager) => self.manager_is_script(&manager),
                        None => false,
                    };
                    self.push_block(frame, handler, stack, catches);
                }
                Instr::PopBlock => {
                    if let Some(block) = frame.blocks.pop()
                        && block.catches
                    {
                        frame.catching -= 1;
                        self.catching -= 1;
                    }
                }
                Instr::PopExcept => {
                    self.handled.pop();
                }
                Instr::Reraise => {
                    let value = frame.pop();
                    return Err(self.reraise(frame, value));
                }
                Instr::Raise(count) => return Err(self.raise_instr(frame, count)?),
                Instr::MatchException(to) => {
                    let classes = frame.pop();
                    let exception = frame.top();
                    if !self.exception_matches(&exception, &classes)? {
                        frame.pc = to as usize;
                    }
                }
                Instr::WithEnter(is_async) => {
                    let manager = frame.top();
                    let value = self.with_enter(&manager, is_async)?;
                    frame.push(value);
                }
                Instr::WithExit(is_async) => {
                    let manager = frame.pop();
                    self.with_exit(&manager, None, is_async)?;
                }
                Instr::WithExcept(is_async, to) => {
                    let exception = frame.pop();
                    let manager = frame.pop();
                    if self.with_exit(&manager, Some(&exception), is_async)? {
                        self.handled.pop();
                        frame.pc = to as usize;
                    } else {
                        return Err(self.reraise(frame, exception));
                    }
                }
                Instr::ImportName { name: n, level, top } => {
                    let value = self.import_name(&frame.globals, name(&code.names, n), level, top)?;
                    frame.push(value);
                }
                Instr::ImportFrom(n) => {
                    let module = frame.top();
                    let value = self.import_from(&module, name(&code.names, n))?;
                    frame.push(value);
                }
                Instr::ImportStar => {
                    let module = frame.pop();
                    self.import_star(&module, &frame.globals)?;
                }
                Instr::Annotate(n) => {
                    let annotation = frame.pop();
                    let attrs = match &frame.namespace {
                        Some(names) => names,
                        None => &frame.globals.attrs,
                    };
                    let existing = attrs.borrow().get("__annotations__").cloned();
                    let dict = match existing {
                        Some(Value::Dict(dict)) => dict,
                        _ => {
                            let dict = Rc::new(Dict::new());
                            attrs.borrow_mut().insert(Rc::from("__annotations__"), Value::Dict(Rc::clone(&dict)));
                            dict
                        }
                    };
                    dict.insert_str(name(&code.names, n), annotation);
                }
                Instr::LoadAssertionError => frame.push(Value::Class(self.types.exception("AssertionError"))),
                Instr::MatchSequence { least, exact } => {
                    let subject = frame.pop();
                    let matches = self.match_sequence(&subject, least as usize, exact)?;
                    frame.push(Value::Bool(matches));
                }
                Instr::MatchMapping => {
                    let subject = frame.pop();
                    let matches = self.match_mapping(&subject)?;
                    frame.push(Value::Bool(matches));
                }
                Instr::MatchKeys => {
                    let keys = frame.pop();
                    let subject = frame.pop();
                    let value = self.match_keys(&subject, &keys)?;
                    frame.push(value);
                }
                Instr::MatchRest => {
                    let keys = frame.pop();
                    let subject = frame.pop();
                    let value = self.match_rest(&subject, &keys)?;
                    frame.push(value);
                }
                Instr::MatchClass { positional, names } => {
                    let class = frame.pop();
                    let subject = frame.pop();
                    let names = code.consts.get(names as usize).cloned().unwrap_or_default();
                    let value = self.match_class(&subject, &class, positional as usize, &names)?;
                    frame.push(value);
                }
            }
        }
    }
}
