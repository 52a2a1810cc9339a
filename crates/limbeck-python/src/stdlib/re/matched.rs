//! Matches.

use std::rc::Rc;

use super::pattern::{Pattern, Spans, Subject};
use super::template;
use crate::bind::Signature;
use crate::builtins::between;
use crate::error::{Error, Result};
use crate::value::{Class, ClassBuilder, Dict, Object, Value};
use crate::vm::Vm;

/// A match.
#[derive(Debug)]
pub(super) struct Match {
    pub pattern: Value,
    pub subject: Subject,
    pub spans: Spans,
    /// Bounds of the search in bytes.
    pub bounds: (usize, usize),
}

impl Match {
    fn regex(&self) -> Result<&Pattern> {
        self.pattern.downcast_ref::<Pattern>().ok_or_else(|| Error::type_error("expected a pattern"))
    }

    /// The text of a group by its number.
    pub fn text(&self, group: usize) -> Option<&str> {
        let (start, end) = self.spans.get(group).copied().flatten()?;
        self.subject.text.get(start..end)
    }

    fn value(&self, group: usize, default: &Value) -> Value {
        match self.spans.get(group).copied().flatten() {
            Some((start, end)) => self.subject.part(start, end),
            None => default.clone(),
        }
    }

    fn number(&self, group: &Value) -> Result<usize> {
        self.regex()?.group_number(group).ok_or_else(|| Error::index_error("no such group"))
    }

    fn span(&self, group: usize) -> (i64, i64) {
        match self.spans.get(group).copied().flatten() {
            Some((start, end)) => (self.subject.position(start), self.subject.position(end)),
            None => (-1, -1),
        }
    }

    /// The group that ended last.
    fn last_group(&self) -> Option<usize> {
        let closing = &self.regex().ok()?.translated.closing;
        (1..self.spans.len())
            .filter_map(|group| {
                let (_, end) = self.spans.get(group).copied().flatten()?;
                Some((end, closing.get(group).copied().unwrap_or(0), group))
            })
            .max()
            .map(|(_, _, group)| group)
    }
}

impl Object for Match {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        super::classes(vm).map_or_else(|| vm.builtin_class(crate::value::Kind::Object), |c| Rc::clone(&c.matched))
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("re.Match")
    }

    fn repr(&self, _: &Value, vm: &mut Vm) -> Result<Option<String>> {
        let (start, end) = self.span(0);
        let text: String = self.text(0).unwrap_or("").chars().take(50).collect();
        let shown = vm.repr(&self.subject.wrap(&text))?;
        Ok(Some(format!("<re.Match object; span=({start}, {end}), match={shown}>")))
    }

    fn truth(&self, _: &Value, _: &mut Vm) -> Result<Option<bool>> {
        Ok(Some(true))
    }

    fn get_item(&self, _: &Value, _: &mut Vm, key: &Value) -> Result<Option<Value>> {
        Ok(Some(self.value(self.number(key)?, &Value::None)))
    }
}

fn own(this: &Value) -> Result<Rc<Match>> {
    this.downcast::<Match>().ok_or_else(|| Error::type_error("expected a match"))
}

/// The span of an optional group.
fn span_of(this: &Value, name: &str, args: crate::value::Args) -> Result<(i64, i64)> {
    let found = own(this)?;
    let args = between(name, args, 0, 1)?;
    let group = match args.first() {
        Some(group) => found.number(group)?,
        None => 0,
    };
    Ok(found.span(group))
}

/// The class.
pub(super) fn class() -> Rc<Class> {
    let default = Signature::parse("(default=None)");
    let dict_default = default.clone();
    ClassBuilder::new("Match")
        .module("re")
        .class_attr("__generic__", Value::Bool(true))
        .method("group", |_, this, args| {
            let found = own(this)?;
            match args.positional.as_slice() {
                [] => Ok(found.value(0, &Value::None)),
                [one] => Ok(found.value(found.number(one)?, &Value::None)),
                many => {
                    let mut values = Vec::new();
                    for group in many {
                        values.push(found.value(found.number(group)?, &Value::None));
                    }
                    Ok(Value::tuple(values))
                }
            }
        })
        .method("groups", move |_, this, args| {
            let bound = default.bind("groups", args)?;
            let (found, default) = (own(this)?, bound.value("default"));
            Ok(Value::tuple((1..found.spans.len()).map(|group| found.value(group, &default)).collect()))
        })
        .method("groupdict", move |_, this, args| {
            let bound = dict_default.bind("groupdict", args)?;
            let (found, default) = (own(this)?, bound.value("default"));
            let dict = Dict::new();
            for (name, number) in &found.regex()?.translated.names {
                dict.insert_str(name, found.value(*number, &default));
            }
            Ok(Value::from(dict))
        })
        .method("start", |_, this, args| Ok(Value::int(span_of(this, "start", args)?.0)))
        .method("end", |_, this, args| Ok(Value::int(span_of(this, "end", args)?.1)))
        .method("span", |_, this, args| {
            let (start, end) = span_of(this, "span", args)?;
            Ok(Value::tuple(vec![Value::int(start), Value::int(end)]))
        })
        .method("expand", |vm, this, args| {
            let [text] = crate::builtins::exactly::<1>("expand", args)?;
            let found = own(this)?;
            let template = template::parse(vm, &text, found.regex()?)?;
            Ok(found.subject.wrap(&template.fill(&found)))
        })
        .method("__copy__", |_, this, _| Ok(this.clone()))
        .method("__deepcopy__", |_, this, _| Ok(this.clone()))
        .property("string", |_, this| Ok(own(this)?.subject.value.clone()))
        .property("re", |_, this| Ok(own(this)?.pattern.clone()))
        .property("pos", |_, this| {
            let found = own(this)?;
            Ok(Value::int(found.subject.position(found.bounds.0)))
        })
        .property("endpos", |_, this| {
            let found = own(this)?;
            Ok(Value::int(found.subject.position(found.bounds.1)))
        })
        .property("lastindex", |_, this| Ok(own(this)?.last_group().into()))
        .property("lastgroup", |_, this| {
            let found = own(this)?;
            let Some(last) = found.last_group() else { return Ok(Value::None) };
            let names = &found.regex()?.translated.names;
            Ok(names.iter().find(|(_, number)| *number == last).map(|(name, _)| Rc::clone(name)).into())
        })
        .property("regs", |_, this| {
            let found = own(this)?;
            let spans = (0..found.spans.len()).map(|group| {
                let (start, end) = found.span(group);
                Value::tuple(vec![Value::int(start), Value::int(end)])
            });
            Ok(Value::tuple(spans.collect()))
        })
        .build()
}
