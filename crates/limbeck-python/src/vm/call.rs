//! Calls, generators, `with`, `await`.

use std::cell::{Cell as StdCell, RefCell};
use std::rc::Rc;

use super::Vm;
use super::frame::{Exit, Frame, Generator, GeneratorKind};
use crate::bind::{missing_arguments, too_many};
use crate::error::{Error, Result};
use crate::value::{Args, Attrs, BoundMethod, Function, NativeCall, NativeFn, Value};

impl Vm {
    pub(crate) fn call_value(&mut self, callee: &Value, mut args: Args) -> Result<Value> {
        match callee {
            Value::Function(function) => self.call_function(function, args),
            Value::Native(native) => self.call_native(native, args),
            Value::Method(method) => match &method.function {
                Value::Native(native) => match &native.call {
                    NativeCall::Method(call) => {
                        let call = Rc::clone(call);
                        call(self, &method.receiver, args)
                    }
                    NativeCall::Function(_) => {
                        args.positional.insert(0, method.receiver.clone());
                        self.call_native(native, args)
                    }
                },
                function => {
                    args.positional.insert(0, method.receiver.clone());
                    self.call_value(function, args)
                }
            },
            Value::Class(class) => self.instantiate(class, args),
            Value::StaticMethod(inner) => self.call_value(&inner.function, args),
            Value::Unresolved(unresolved) => {
                Ok(self.derived_stub(unresolved, "()").unwrap_or_else(|| Value::Unresolved(unresolved.derive("(…)"))))
            }
            Value::Object(object) if object.is_callable() => Rc::clone(object).call(callee, self, args),
            Value::Instance(instance) => {
                if let Some(method) = self.type_attr(callee, "__call__") {
                    let bound = self.bind_attr(method, callee, None)?;
                    return self.call_value(&bound, args);
                }
                if let Some(Value::Object(object)) = instance.payload()
                    && object.is_callable()
                {
                    return Rc::clone(object).call(callee, self, args);
                }
                if let Some(unresolved) = instance.class().unresolved_base() {
                    return Ok(Value::Unresolved(unresolved.derive("(…)")));
                }
                Err(not_callable(callee))
            }
            Value::Object(_) => match self.type_attr(callee, "__call__") {
                Some(method) => {
                    let bound = self.bind_attr(method, callee, None)?;
                    self.call_value(&bound, args)
                }
                None => Err(not_callable(callee)),
            },
            _ => Err(not_callable(callee)),
        }
    }

    pub(crate) fn call_native(&mut self, native: &Rc<NativeFn>, mut args: Args) -> Result<Value> {
        match &native.call {
            NativeCall::Function(call) => {
                let call = Rc::clone(call);
                call(self, args)
            }
            NativeCall::Method(call) => {
                if args.positional.is_empty() {
                    return Err(Error::type_error(format!(
                        "unbound method {}.{}() needs an argument",
                        native.owner, native.name
                    )));
                }
                let call = Rc::clone(call);
                let receiver = args.positional.remove(0);
                call(self, &receiver, args)
            }
        }
    }

    /// `object.name(args)` without making a bound method where that can be avoided.
    pub(super) fn call_method_instr(&mut self, object: &Value, name: &Rc<str>, mut args: Args) -> Result<Value> {
        match object {
            Value::Instance(instance) if !instance.attrs.borrow().contains_key(name) => {
                if let Some(Value::Function(function)) = instance.class().lookup(name) {
                    args.positional.insert(0, object.clone());
                    return self.call_function(&function, args);
                }
            }
            Value::Str(_) | Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::Bytes(_) | Value::Tuple(_) => {
                if let Some(Value::Native(native)) = self.class_of(object).lookup(name)
                    && let NativeCall::Method(call) = &native.call
                {
                    let call = Rc::clone(call);
                    return call(self, object, args);
                }
            }
            _ => {}
        }
        let method = self.get_attr(object, name)?;
        self.call_value(&method, args)
    }

    pub(crate) fn call_function(&mut self, function: &Rc<Function>, args: Args) -> Result<Value> {
        let mut frame =
            Box::new(Frame::new(Rc::clone(&function.code), Rc::clone(&function.globals), &function.closure));
        self.bind_arguments(function, args, &mut frame)?;
        let code = &function.code;
        for (cell, local) in &code.cell_params {
            let value = frame.locals.get_mut(*local as usize).and_then(Option::take);
            if let Some(slot) = frame.cells.get(*cell as usize) {
                slot.replace(value);
            }
        }
        if code.is_generator || code.is_async {
            let kind = match (code.is_generator, code.is_async) {
                (true, true) => GeneratorKind::AsyncGenerator,
                (true, false) => GeneratorKind::Generator,
                (false, _) => GeneratorKind::Coroutine,
            };
            return Ok(Value::Generator(Rc::new(Generator {
                kind,
                name: function.name(),
                frame: RefCell::new(Some(frame)),
                running: StdCell::new(false),
            })));
        }
        match self.run(&mut frame)? {
            Exit::Return(value) | Exit::Yield(value) => Ok(value),
        }
    }

    /// Runs the body of a class in its namespace.
    pub(super) fn run_class_body(&mut self, function: &Rc<Function>, namespace: Rc<Attrs>) -> Result<Frame> {
        let mut frame = Frame::new(Rc::clone(&function.code), Rc::clone(&function.globals), &function.closure);
        frame.namespace = Some(namespace);
        self.run(&mut frame)?;
        Ok(frame)
    }

    fn bind_arguments(&mut self, function: &Rc<Function>, args: Args, frame: &mut Frame) -> Result<()> {
        let params = &function.code.params;
        let Args { positional, keyword, .. } = args;
        let given = positional.len();
        if keyword.is_empty()
            && given == params.positional
            && params.names.len() == given
            && params.rest.is_none()
            && params.kwargs.is_none()
        {
            for (slot, value) in frame.locals.iter_mut().zip(positional) {
                *slot = Some(value);
            }
            return Ok(());
        }
        let mut rest = Vec::new();
        for (at, value) in positional.into_iter().enumerate() {
            if at < params.positional {
                if let Some(slot) = frame.locals.get_mut(at) {
                    *slot = Some(value);
                }
            } else {
                rest.push(value);
            }
        }
        let qualname = || function.qualname.borrow().to_string();
        let mut kwargs: Vec<(Rc<str>, Value)> = Vec::new();
        for (name, value) in keyword {
            match params.names.iter().position(|known| *known == name).filter(|at| *at >= params.positional_only) {
                Some(at) => match frame.locals.get_mut(at) {
                    Some(slot @ None) => *slot = Some(value),
                    _ => {
                        return Err(Error::type_error(format!(
                            "{}() got multiple values for argument '{name}'",
                            qualname()
                        )));
                    }
                },
                None if params.kwargs.is_some() => kwargs.push((name, value)),
                None if params.names.iter().take(params.positional_only).any(|known| *known == name) => {
                    return Err(Error::type_error(format!(
                        "{}() got some positional-only arguments passed as keyword arguments: '{name}'",
                        qualname()
                    )));
                }
                None => {
                    return Err(Error::type_error(format!(
                        "{}() got an unexpected keyword argument '{name}'",
                        qualname()
                    )));
                }
            }
        }
        let defaults = function.defaults.borrow();
        if !rest.is_empty() && params.rest.is_none() {
            let keyword_given = (params.positional..params.names.len())
                .filter(|at| matches!(frame.locals.get(*at), Some(Some(_))))
                .count();
            return Err(too_many(&qualname(), params.positional, defaults.len(), given, keyword_given));
        }
        let first_default = params.positional.saturating_sub(defaults.len());
        let mut missing: Vec<&str> = Vec::new();
        for at in 0..params.positional {
            if let Some(slot @ None) = frame.locals.get_mut(at) {
                match at.checked_sub(first_default).and_then(|at| defaults.get(at)) {
                    Some(default) => *slot = Some(default.clone()),
                    None => missing.push(params.names.get(at).map_or("?", |name| name)),
                }
            }
        }
        if !missing.is_empty() {
            return Err(missing_arguments(&qualname(), "positional", &missing));
        }
        for at in params.positional..params.names.len() {
            let Some(name) = params.names.get(at) else { continue };
            if let Some(slot @ None) = frame.locals.get_mut(at) {
                match function.keyword_defaults.iter().find(|(known, _)| known == name) {
                    Some((_, default)) => *slot = Some(default.clone()),
                    None => missing.push(name),
                }
            }
        }
        if !missing.is_empty() {
            return Err(missing_arguments(&qualname(), "keyword-only", &missing));
        }
        let mut at = params.names.len();
        if params.rest.is_some() {
            if let Some(slot) = frame.locals.get_mut(at) {
                *slot = Some(Value::tuple(rest));
            }
            at += 1;
        }
        if params.kwargs.is_some()
            && let Some(slot) = frame.locals.get_mut(at)
        {
            *slot = Some(Value::dict(kwargs));
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn make_function(&mut self, frame: &mut Frame, number: u32, defaults: u16, annotations: bool) -> Value {
        let Some(code) = frame.code.codes.get(number as usize).cloned() else { return Value::None };
        let annotations = if annotations { Some(frame.pop()) } else { None };
        let keyword_values = frame.take(code.keyword_defaults.len() as u32);
        let keyword_defaults = code.keyword_defaults.iter().cloned().zip(keyword_values).collect();
        let defaults = frame.take(u32::from(defaults));
        let closure = code.captures.iter().filter_map(|at| frame.cells.get(*at as usize).cloned()).collect();
        Value::Function(Rc::new(Function {
            name: RefCell::new(Rc::clone(&code.name)),
            qualname: RefCell::new(Rc::clone(&code.qualname)),
            globals: Rc::clone(&frame.globals),
            defaults: RefCell::new(defaults),
            keyword_defaults,
            closure,
            attrs: Attrs::default(),
            annotations: RefCell::new(annotations),
            code,
        }))
    }

    /// Lets a generator go on. `Ok(Err(value))`: it has returned.
    pub(crate) fn resume(
        &mut self,
        generator: &Rc<Generator>,
        sent: Value,
        thrown: Option<Error>,
    ) -> Result<std::result::Result<Value, Value>> {
        if generator.running.get() {
            return Err(Error::value_error(format!("{} already executing", generator.type_name())));
        }
        let Some(mut frame) = generator.frame.borrow_mut().take() else {
            return match thrown {
                Some(error) => Err(error),
                None if generator.kind == GeneratorKind::Coroutine => {
                    Err(Error::runtime_error("cannot reuse already awaited coroutine"))
                }
                None => Ok(Err(Value::None)),
            };
        };
        if thrown.is_some() && !frame.started {
            // Never begun: the exception comes out at once, and the generator is over.
            return thrown.map_or(Ok(Err(Value::None)), Err);
        }
        if frame.started {
            frame.push(sent);
        } else if !sent.is_none() {
            *generator.frame.borrow_mut() = Some(frame);
            return Err(Error::type_error(format!(
                "can't send non-None value to a just-started {}",
                generator.type_name()
            )));
        }
        frame.started = true;
        frame.thrown = thrown;
        if frame.thrown.is_some() && self.is_delegating(&frame) {
            frame.pop();
            let error = frame.thrown.take();
            if let Some(error) = error
                && let Some(result) = self.throw_into_delegate(&mut frame, error)
            {
                generator.running.set(false);
                *generator.frame.borrow_mut() = Some(frame);
                return result.map(Ok);
            }
        }
        generator.running.set(true);
        let result = self.run(&mut frame);
        generator.running.set(false);
        match result {
            Ok(Exit::Yield(value)) => {
                *generator.frame.borrow_mut() = Some(frame);
                Ok(Ok(value))
            }
            Ok(Exit::Return(value)) => Ok(Err(value)),
            Err(error) if self.error_is(&error, "StopIteration") => {
                Err(Error::runtime_error("generator raised StopIteration"))
            }
            Err(error) => Err(error),
        }
    }

    fn is_delegating(&self, frame: &Frame) -> bool {
        matches!(frame.code.instrs.get(frame.pc), Some(crate::compile::Instr::YieldFrom))
    }

    /// Passes an exception on to the generator of a `yield from`. `None`: the frame goes on by itself.
    fn throw_into_delegate(&mut self, frame: &mut Frame, error: Error) -> Option<Result<Value>> {
        let delegate = frame.top();
        let Value::Generator(inner) = &delegate else {
            frame.thrown = Some(error);
            frame.pc += 1;
            return None;
        };
        match self.resume(inner, Value::None, Some(error)) {
            Ok(Ok(value)) => Some(Ok(value)),
            Ok(Err(value)) => {
                frame.pop();
                frame.push(value);
                frame.pc += 1;
                None
            }
            Err(error) => {
                frame.thrown = Some(error);
                frame.pc += 1;
                None
            }
        }
    }

    /// One round of `yield from`: `Some` is to be yielded; `None`: done, the result lies on the stack.
    #[inline(never)]
    pub(super) fn yield_from(&mut self, frame: &mut Frame) -> Result<Option<Value>> {
        let sent = frame.pop();
        let iterator = frame.top();
        if let Value::Generator(inner) = &iterator {
            return Ok(match self.resume(inner, sent, None)? {
                Ok(value) => Some(value),
                Err(result) => {
                    frame.pop();
                    frame.push(result);
                    None
                }
            });
        }
        let item = if sent.is_none() {
            match self.next(&iterator) {
                Ok(Some(item)) => Some(item),
                Ok(None) => {
                    frame.pop();
                    frame.push(Value::None);
                    None
                }
                Err(error) => return Err(error),
            }
        } else {
            Some(self.call_method(&iterator, "send", Args::of([sent]))?)
        };
        Ok(item)
    }

    /// `generator.close()`
    pub(crate) fn close_generator(&mut self, generator: &Rc<Generator>) -> Result<()> {
        let class = self.types.exception("GeneratorExit");
        let exit = Value::new_exception(&class, Vec::new());
        let error = self.raise_value(exit);
        match self.resume(generator, Value::None, Some(error)) {
            Ok(Ok(_)) => Err(Error::runtime_error("generator ignored GeneratorExit")),
            Ok(Err(_)) => Ok(()),
            Err(error) if self.error_is(&error, "GeneratorExit") || self.error_is(&error, "StopIteration") => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// `await value`: coroutines run to their end; what is no coroutine is its own result.
    ///
    /// # Errors
    /// What the coroutine raises; `TypeError` for what cannot be awaited.
    pub fn await_value(&mut self, value: &Value) -> Result<Value> {
        match value {
            Value::Generator(generator) if generator.kind == GeneratorKind::Coroutine => {
                match self.resume(generator, Value::None, None)? {
                    Ok(value) | Err(value) => Ok(value),
                }
            }
            Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::List(_)
            | Value::Dict(_)
                if self.frames.is_empty() =>
            {
                Ok(value.clone())
            }
            Value::Instance(_) => match self.type_attr(value, "__await__") {
                Some(method) => {
                    let bound = self.bind_attr(method, value, None)?;
                    let iterator = self.call_value(&bound, Args::none())?;
                    let iterator = self.iter(&iterator)?;
                    match &iterator {
                        Value::Generator(generator) => loop {
                            if let Err(result) = self.resume(generator, Value::None, None)? {
                                return Ok(result);
                            }
                        },
                        _ => {
                            while self.next(&iterator)?.is_some() {}
                            Ok(Value::None)
                        }
                    }
                }
                None => Ok(value.clone()),
            },
            _ => Ok(value.clone()),
        }
    }

    /// Whether a context manager is written in Python, so that it may swallow an exception.
    pub(super) fn manager_is_script(&self, manager: &Value) -> bool {
        match manager {
            Value::Instance(_) => {
                matches!(self.type_attr(manager, "__exit__"), Some(Value::Function(_)))
                    || matches!(self.type_attr(manager, "__aexit__"), Some(Value::Function(_)))
            }
            Value::Object(object) => object.may_swallow(),
            _ => false,
        }
    }

    #[inline(never)]
    pub(super) fn with_enter(&mut self, manager: &Value, is_async: bool) -> Result<Value> {
        if let Value::Unresolved(unresolved) = manager {
            return Err(self.unresolved_error(unresolved, "is entered by `with`"));
        }
        if is_async && let Some(method) = self.type_attr(manager, "__aenter__") {
            let bound = self.bind_attr(method, manager, None)?;
            let value = self.call_value(&bound, Args::none())?;
            return self.await_value(&value);
        }
        if let Value::Object(object) = manager.payload()
            && let Some(value) = Rc::clone(object).enter(manager, self)?
        {
            return Ok(value);
        }
        let enter = self.type_attr(manager, "__enter__");
        let exit = self.type_attr(manager, "__exit__");
        match (enter, exit) {
            (Some(enter), Some(_)) => {
                let bound = self.bind_attr(enter, manager, None)?;
                self.call_value(&bound, Args::none())
            }
            (enter, _) => {
                if let Some(unresolved) = self.class_of(manager).unresolved_base() {
                    return Err(self.unresolved_error(unresolved, "is entered by `with`"));
                }
                let protocol = if is_async { "asynchronous context manager" } else { "context manager" };
                let missing = if enter.is_some() { " (missed __exit__ method)" } else { "" };
                Err(Error::type_error(format!(
                    "'{}' object does not support the {protocol} protocol{missing}",
                    manager.type_name()
                )))
            }
        }
    }

    #[inline(never)]
    pub(super) fn with_exit(&mut self, manager: &Value, exception: Option<&Value>, is_async: bool) -> Result<bool> {
        if let Value::Object(object) = manager.payload()
            && let Some(swallowed) = Rc::clone(object).exit(manager, self, exception)?
        {
            return Ok(swallowed);
        }
        let args = match exception {
            Some(exception) => self.exception_triple(exception),
            None => vec![Value::None, Value::None, Value::None],
        };
        let asynchronous = if is_async { self.type_attr(manager, "__aexit__") } else { None };
        let method = match asynchronous {
            Some(method) => Some(method),
            None => self.type_attr(manager, "__exit__"),
        };
        let Some(method) = method else { return Ok(false) };
        let bound = self.bind_attr(method, manager, None)?;
        let mut value = self.call_value(&bound, Args::of(args))?;
        if is_async {
            value = self.await_value(&value)?;
        }
        match exception {
            Some(_) => self.truth(&value),
            None => Ok(false),
        }
    }

    /// A function bound to its first argument.
    pub(crate) fn bound(receiver: &Value, function: Value) -> Value {
        Value::Method(Rc::new(BoundMethod { receiver: receiver.clone(), function }))
    }
}

fn not_callable(callee: &Value) -> Error {
    Error::type_error(format!("'{}' object is not callable", callee.type_name()))
}
