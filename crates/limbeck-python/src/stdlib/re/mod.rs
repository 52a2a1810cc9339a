//! `re`, over a backtracking engine with Python's syntax translated.

mod matched;
mod pattern;
mod template;
mod translate;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use matched::Match;
use pattern::{How, Pattern, Spans, Subject, as_text};
use translate::{Failure, flag};

use crate::bind::{Bound, Signature};
use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, Module, NativeFn, Value};
use crate::vm::Vm;

/// Source, whether it is bytes, and flags.
type Key = (Rc<str>, bool, i64);

/// The classes, and the patterns compiled so far.
pub(super) struct Classes {
    pub pattern: Rc<Class>,
    pub matched: Rc<Class>,
    error: Rc<Class>,
    known: RefCell<HashMap<Key, Value>>,
}

pub(super) fn classes(vm: &Vm) -> Option<Rc<Classes>> {
    vm.state::<Classes>()
}

/// `re.error`
fn failure(vm: &mut Vm, message: &str, at: usize, pattern: &str) -> Error {
    let before: String = pattern.chars().take(at).collect();
    let line = before.matches('\n').count() + 1;
    let place = if pattern.contains('\n') {
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!(" (line {line}, column {column})")
    } else {
        String::new()
    };
    let text = format!("{message} at position {at}{place}");
    let Some(classes) = classes(vm) else { return Error::value_error(text) };
    let error = vm.new_exception(&classes.error, vec![Value::from(text)]);
    if let Some(Value::Instance(instance)) = error.exception_value() {
        instance.set("msg", message);
        instance.set("pattern", pattern);
        instance.set("pos", at);
        instance.set("lineno", line);
        instance.set("colno", before.chars().rev().take_while(|c| *c != '\n').count() + 1);
    }
    error
}

/// A compiled pattern from a text, bytes or a pattern.
fn compile(vm: &mut Vm, source: &Value, flags: i64) -> Result<Value> {
    if source.downcast_ref::<Pattern>().is_some() {
        if flags != 0 {
            return Err(Error::value_error("cannot process flags argument with a compiled pattern"));
        }
        return Ok(source.clone());
    }
    let (text, bytes) = match (source.as_rc_str(), source.as_bytes()) {
        (Some(text), _) => (text, false),
        (None, Some(bytes)) => (as_text(bytes), true),
        (None, None) => return Err(Error::type_error("first argument must be string or compiled pattern")),
    };
    if flags & flag::LOCALE != 0 {
        return Err(Error::unsupported("the flag `re.LOCALE`"));
    }
    let known = classes(vm);
    let key = (Rc::clone(&text), bytes, flags);
    if let Some(value) = known.as_ref().and_then(|known| known.known.borrow().get(&key).cloned()) {
        return Ok(value);
    }
    let translated = match translate::translate(&text, flags, bytes) {
        Ok(translated) => translated,
        Err(Failure::Syntax(message, at)) => return Err(failure(vm, &message, at, &text)),
        Err(Failure::Unsupported(what)) => return Err(Error::unsupported(what)),
    };
    let value = Value::object(Pattern::new(text, bytes, translated)?);
    if let Some(known) = known {
        let mut known = known.known.borrow_mut();
        if known.len() > 500 {
            known.clear();
        }
        known.insert(key, value.clone());
    }
    Ok(value)
}

fn flags_of(value: &Value) -> Result<i64> {
    value.as_int().ok_or_else(|| {
        Error::type_error(format!("unsupported operand type(s) for &: '{}' and 'int'", value.type_name()))
    })
}

fn own(this: &Value) -> Result<Rc<Pattern>> {
    this.downcast::<Pattern>().ok_or_else(|| Error::type_error("expected a pattern"))
}

fn made(pattern: &Value, subject: &Subject, spans: Spans, bounds: (usize, usize)) -> Value {
    Value::object(Match { pattern: pattern.clone(), subject: subject.clone(), spans, bounds })
}

/// The text up to `endpos`, and where the search begins.
fn limited(subject: &Subject, args: &Bound) -> (Rc<str>, usize, usize) {
    let start = subject.byte_position(args.value("pos").as_int().unwrap_or(0));
    match args.given("endpos").and_then(|end| end.as_int()) {
        Some(end) => {
            let end = subject.byte_position(end);
            (Rc::from(subject.text.get(..end).unwrap_or("")), start, end)
        }
        None => (Rc::clone(&subject.text), start, subject.text.len()),
    }
}

fn find_one(this: &Value, args: &Bound, how: How) -> Result<Value> {
    let pattern = own(this)?;
    let subject = pattern.subject(&args.value("string"))?;
    let (text, start, end) = limited(&subject, args);
    if start > end {
        return Ok(Value::None);
    }
    Ok(match pattern.find(&text, start, how)? {
        Some(spans) => made(this, &subject, spans, (start, end)),
        None => Value::None,
    })
}

/// Calls a function with every match, in order; it answers whether to go on.
fn each(
    vm: &mut Vm,
    pattern: &Pattern,
    text: &str,
    start: usize,
    mut found: impl FnMut(&mut Vm, Spans) -> Result<bool>,
) -> Result<()> {
    let (mut at, mut after_empty) = (start, false);
    while let Some(spans) = pattern.next_match(text, &mut at, &mut after_empty)? {
        vm.step()?;
        if !found(vm, spans)? {
            break;
        }
    }
    Ok(())
}

fn find_all(vm: &mut Vm, this: &Value, args: &Bound) -> Result<Value> {
    let pattern = own(this)?;
    let subject = pattern.subject(&args.value("string"))?;
    let (text, start, _) = limited(&subject, args);
    let mut all = Vec::new();
    each(vm, &pattern, &text, start, |_, spans| {
        let part = |span: &Option<(usize, usize)>| match span {
            Some((start, end)) => subject.part(*start, *end),
            None => subject.wrap(""),
        };
        all.push(match spans.as_slice() {
            [whole] => part(whole),
            [_, one] => part(one),
            [_, groups @ ..] => Value::tuple(groups.iter().map(part).collect()),
            [] => Value::None,
        });
        Ok(true)
    })?;
    Ok(Value::list(all))
}

fn find_iter(this: &Value, args: &Bound) -> Result<Value> {
    let pattern = own(this)?;
    let subject = pattern.subject(&args.value("string"))?;
    let (text, start, end) = limited(&subject, args);
    let (mut at, mut after_empty) = (start, false);
    let this = this.clone();
    Ok(Value::iterator("callable_iterator", move |_| {
        let found = pattern.next_match(&text, &mut at, &mut after_empty)?;
        Ok(found.map(|spans| made(&this, &subject, spans, (start, end))))
    }))
}

fn substitute(vm: &mut Vm, this: &Value, args: &Bound) -> Result<(Value, i64)> {
    let pattern = own(this)?;
    let replacement = args.value("repl");
    let subject = pattern.subject(&args.value("string"))?;
    let most = args.value("count").as_int().unwrap_or(0);
    let is_function = replacement.as_str().is_none()
        && replacement.as_bytes().is_none()
        && !matches!(replacement, Value::None | Value::Int(_) | Value::Bool(_) | Value::Float(_) | Value::List(_));
    let template = if is_function { None } else { Some(template::parse(vm, &replacement, &pattern)?) };
    let mut out = String::new();
    let (mut last, mut count) = (0, 0);
    let text = Rc::clone(&subject.text);
    let whole = text.len();
    each(vm, &pattern, &text, 0, |vm, spans| {
        let Some(Some((start, end))) = spans.first().copied() else { return Ok(false) };
        out.push_str(text.get(last..start).unwrap_or(""));
        last = end;
        count += 1;
        match &template {
            Some(template) => {
                let found = Match { pattern: this.clone(), subject: subject.clone(), spans, bounds: (0, whole) };
                out.push_str(&template.fill(&found));
            }
            None => {
                let found = made(this, &subject, spans, (0, whole));
                let piece = vm.call(&replacement, Args::of([found]))?;
                match (piece.as_str(), piece.as_bytes()) {
                    (Some(piece), _) if !subject.bytes => out.push_str(piece),
                    (None, Some(piece)) if subject.bytes => out.push_str(&as_text(piece)),
                    (None, None) if piece.is_none() => {}
                    _ => {
                        let expected = if subject.bytes { "a bytes-like object" } else { "str instance" };
                        return Err(Error::type_error(format!("expected {expected}, {} found", piece.type_name())));
                    }
                }
            }
        }
        vm.check_text(out.len())?;
        Ok(most <= 0 || count < most)
    })?;
    out.push_str(text.get(last..).unwrap_or(""));
    Ok((subject.wrap(&out), count))
}

fn split(vm: &mut Vm, this: &Value, args: &Bound) -> Result<Value> {
    let pattern = own(this)?;
    let subject = pattern.subject(&args.value("string"))?;
    let most = args.value("maxsplit").as_int().unwrap_or(0);
    let mut parts = Vec::new();
    let (mut last, mut count) = (0, 0);
    if most < 0 {
        return Ok(Value::list(vec![subject.part(0, subject.text.len())]));
    }
    let text = Rc::clone(&subject.text);
    each(vm, &pattern, &text, 0, |_, spans| {
        let Some(Some((start, end))) = spans.first().copied() else { return Ok(false) };
        parts.push(subject.part(last, start));
        for span in spans.iter().skip(1) {
            parts.push(span.map_or(Value::None, |(start, end)| subject.part(start, end)));
        }
        last = end;
        count += 1;
        Ok(most == 0 || count < most)
    })?;
    parts.push(subject.part(last, subject.text.len()));
    Ok(Value::list(parts))
}

fn escape(value: &Value) -> Result<Value> {
    let special = |c: char| "()[]{}?*+-|^$\\.&~# \t\n\r\u{b}\u{c}".contains(c);
    let escaped = |text: &str| {
        let mut out = String::new();
        for c in text.chars() {
            if special(c) {
                out.push('\\');
            }
            out.push(c);
        }
        out
    };
    match (value.as_str(), value.as_bytes()) {
        (Some(text), _) => Ok(Value::from(escaped(text))),
        (None, Some(bytes)) => Ok(pattern::as_bytes(&escaped(&as_text(bytes)))),
        (None, None) => Err(Error::type_error("decoding to str: need a bytes-like object")),
    }
}

/// What both a pattern and the module can do: name, parameters and function.
type Operation = (&'static str, &'static str, fn(&mut Vm, &Value, &Bound) -> Result<Value>);

const OPERATIONS: [Operation; 8] = [
    ("search", "string, pos=0, endpos=...", |_, this, args| find_one(this, args, How::Search)),
    ("match", "string, pos=0, endpos=...", |_, this, args| find_one(this, args, How::Match)),
    ("fullmatch", "string, pos=0, endpos=...", |_, this, args| find_one(this, args, How::Full)),
    ("findall", "string, pos=0, endpos=...", find_all),
    ("finditer", "string, pos=0, endpos=...", |_, this, args| find_iter(this, args)),
    ("sub", "repl, string, count=0", |vm, this, args| substitute(vm, this, args).map(|(text, _)| text)),
    ("subn", "repl, string, count=0", |vm, this, args| {
        let (text, count) = substitute(vm, this, args)?;
        Ok(Value::tuple(vec![text, Value::int(count)]))
    }),
    ("split", "string, maxsplit=0", split),
];

fn pattern_class() -> Rc<Class> {
    let mut builder = ClassBuilder::new("Pattern")
        .module("re")
        .class_attr("__generic__", Value::Bool(true))
        .method("__copy__", |_, this, _| Ok(this.clone()))
        .method("__deepcopy__", |_, this, _| Ok(this.clone()))
        .property("pattern", |_, this| {
            let pattern = own(this)?;
            Ok(if pattern.bytes { pattern::as_bytes(&pattern.source) } else { Value::str(&pattern.source) })
        })
        .property("flags", |_, this| Ok(Value::int(own(this)?.translated.flags)))
        .property("groups", |_, this| Ok(Value::from(own(this)?.translated.groups)))
        .property("groupindex", |_, this| {
            let names = &own(this)?.translated.names;
            Ok(Value::dict(names.iter().map(|(name, number)| (name, Value::from(*number)))))
        });
    for (name, parameters, run) in OPERATIONS {
        let signature = Signature::parse(&format!("({parameters})"));
        builder = builder.method(name, move |vm, this, args| {
            let bound = signature.bind(name, args)?;
            run(vm, this, &bound)
        });
    }
    builder.build()
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let base = vm.builtin_exception("Exception");
    let error = ClassBuilder::new("error").module("re").base(&base).build();
    let classes = Classes {
        pattern: pattern_class(),
        matched: matched::class(),
        error: Rc::clone(&error),
        known: RefCell::default(),
    };
    let module = Module::new("re")
        .with("Pattern", Rc::clone(&classes.pattern))
        .with("Match", Rc::clone(&classes.matched))
        .with("error", Rc::clone(&error))
        .with("PatternError", error)
        .function_with("compile", "(pattern, flags=0)", |vm, args| {
            let flags = flags_of(&args.value("flags"))?;
            compile(vm, &args.value("pattern"), flags)
        })
        .function_with("escape", "(pattern)", |_, args| escape(&args.value("pattern")))
        .function_with("purge", "()", |_, _| Ok(Value::None));
    vm.insert_state(Rc::new(classes));
    for (name, parameters, run) in OPERATIONS {
        let parameters = parameters.replace(", pos=0, endpos=...", "");
        let signature = Signature::parse(&format!("(pattern, {parameters}, flags=0)"));
        module.set(
            name,
            NativeFn::new(name, move |vm, args| {
                let bound = signature.bind(name, args)?;
                let flags = flags_of(&bound.value("flags"))?;
                let pattern = compile(vm, &bound.value("pattern"), flags)?;
                run(vm, &pattern, &bound)
            }),
        );
    }
    for (long, short, bit) in [
        ("IGNORECASE", "I", flag::IGNORECASE),
        ("LOCALE", "L", flag::LOCALE),
        ("MULTILINE", "M", flag::MULTILINE),
        ("DOTALL", "S", flag::DOTALL),
        ("UNICODE", "U", flag::UNICODE),
        ("VERBOSE", "X", flag::VERBOSE),
        ("DEBUG", "DEBUG", flag::DEBUG),
        ("ASCII", "A", flag::ASCII),
        ("NOFLAG", "NOFLAG", 0),
    ] {
        module.set(long, Value::int(bit));
        module.set(short, Value::int(bit));
    }
    Ok(Rc::new(module))
}
