//! `match`. Patterns work on temporaries, so that a failed one leaves nothing on the stack; names are bound when the
//! whole pattern has matched.

use indexmap::IndexMap;
use ruff_python_ast::{self as ast, Pattern, Singleton};
use ruff_text_size::Ranged;

use super::code::Instr;
use super::unit::{Compiled, Failure, Unit};
use crate::value::{CompareOp, Value};

/// Names bound by a pattern, with their temporaries.
type Bindings<'a> = IndexMap<&'a str, u32>;

impl<'a> Unit<'a> {
    pub fn match_stmt(&mut self, inner: &'a ast::StmtMatch) -> Compiled {
        self.expr(&inner.subject)?;
        let subject = self.temp();
        self.emit(Instr::StoreTemp(subject));
        let mut ends = Vec::new();
        for case in &inner.cases {
            self.at(case.pattern.range());
            let mut bindings = Bindings::new();
            let mut fails = Vec::new();
            self.pattern(&case.pattern, subject, &mut bindings, &mut fails)?;
            for (name, temp) in bindings {
                self.emit(Instr::LoadTemp(temp));
                self.store_name(name);
            }
            if let Some(guard) = &case.guard {
                self.expr(guard)?;
                fails.push(self.emit(Instr::JumpIfFalse(0)));
            }
            self.body(&case.body)?;
            ends.push(self.emit(Instr::Jump(0)));
            for fail in fails {
                self.land(fail);
            }
        }
        for end in ends {
            self.land(end);
        }
        Ok(())
    }

    fn bind(&mut self, name: &'a str, from: u32, bindings: &mut Bindings<'a>) {
        let temp = match bindings.get(name) {
            Some(temp) => *temp,
            None => {
                let temp = self.temp();
                bindings.insert(name, temp);
                temp
            }
        };
        self.emit(Instr::LoadTemp(from));
        self.emit(Instr::StoreTemp(temp));
    }

    fn fail_unless(&mut self, fails: &mut Vec<usize>) {
        fails.push(self.emit(Instr::JumpIfFalse(0)));
    }

    fn pattern(
        &mut self,
        pattern: &'a Pattern,
        subject: u32,
        bindings: &mut Bindings<'a>,
        fails: &mut Vec<usize>,
    ) -> Compiled {
        self.at(pattern.range());
        match pattern {
            Pattern::MatchValue(inner) => {
                self.emit(Instr::LoadTemp(subject));
                self.expr(&inner.value)?;
                self.emit(Instr::Compare(CompareOp::Eq));
                self.fail_unless(fails);
            }
            Pattern::MatchSingleton(inner) => {
                self.emit(Instr::LoadTemp(subject));
                self.constant(match inner.value {
                    Singleton::None => Value::None,
                    Singleton::True => Value::Bool(true),
                    Singleton::False => Value::Bool(false),
                });
                self.emit(Instr::Is(false));
                self.fail_unless(fails);
            }
            Pattern::MatchSequence(inner) => self.sequence_pattern(&inner.patterns, subject, bindings, fails)?,
            Pattern::MatchMapping(inner) => self.mapping_pattern(inner, subject, bindings, fails)?,
            Pattern::MatchClass(inner) => self.class_pattern(inner, subject, bindings, fails)?,
            Pattern::MatchStar(inner) => {
                if let Some(name) = &inner.name {
                    self.bind(name.as_str(), subject, bindings);
                }
            }
            Pattern::MatchAs(inner) => {
                if let Some(inside) = &inner.pattern {
                    self.pattern(inside, subject, bindings, fails)?;
                }
                if let Some(name) = &inner.name {
                    self.bind(name.as_str(), subject, bindings);
                }
            }
            Pattern::MatchOr(inner) => {
                let mut ends = Vec::new();
                let last = inner.patterns.len().saturating_sub(1);
                for (at, alternative) in inner.patterns.iter().enumerate() {
                    if at == last {
                        self.pattern(alternative, subject, bindings, fails)?;
                    } else {
                        let mut own = Vec::new();
                        self.pattern(alternative, subject, bindings, &mut own)?;
                        ends.push(self.emit(Instr::Jump(0)));
                        for fail in own {
                            self.land(fail);
                        }
                    }
                }
                for end in ends {
                    self.land(end);
                }
            }
        }
        Ok(())
    }

    fn sequence_pattern(
        &mut self,
        patterns: &'a [Pattern],
        subject: u32,
        bindings: &mut Bindings<'a>,
        fails: &mut Vec<usize>,
    ) -> Compiled {
        let star = patterns.iter().position(|pattern| matches!(pattern, Pattern::MatchStar(_)));
        let least = patterns.len() - usize::from(star.is_some());
        self.emit(Instr::LoadTemp(subject));
        self.emit(Instr::MatchSequence { least: least as u32, exact: star.is_none() });
        self.fail_unless(fails);
        self.emit(Instr::LoadTemp(subject));
        self.emit(match star {
            Some(star) => Instr::UnpackStar(star as u32, (patterns.len() - star - 1) as u32),
            None => Instr::Unpack(patterns.len() as u32),
        });
        self.parts(patterns.iter(), bindings, fails)
    }

    /// As many values as patterns lie on the stack, the first on top.
    fn parts(
        &mut self,
        patterns: impl Iterator<Item = &'a Pattern>,
        bindings: &mut Bindings<'a>,
        fails: &mut Vec<usize>,
    ) -> Compiled {
        let with_temps: Vec<(&Pattern, u32)> = patterns.map(|pattern| (pattern, self.temp())).collect();
        for (_, temp) in &with_temps {
            self.emit(Instr::StoreTemp(*temp));
        }
        with_temps.into_iter().try_for_each(|(pattern, temp)| self.pattern(pattern, temp, bindings, fails))
    }

    fn mapping_pattern(
        &mut self,
        inner: &'a ast::PatternMatchMapping,
        subject: u32,
        bindings: &mut Bindings<'a>,
        fails: &mut Vec<usize>,
    ) -> Compiled {
        self.emit(Instr::LoadTemp(subject));
        self.emit(Instr::MatchMapping);
        self.fail_unless(fails);
        for key in &inner.keys {
            self.expr(key)?;
        }
        self.emit(Instr::BuildTuple(inner.keys.len() as u32));
        let keys = self.temp();
        self.emit(Instr::StoreTemp(keys));
        if !inner.keys.is_empty() {
            self.emit(Instr::LoadTemp(subject));
            self.emit(Instr::LoadTemp(keys));
            self.emit(Instr::MatchKeys);
            fails.push(self.emit(Instr::JumpIfNone(0)));
            self.emit(Instr::Unpack(inner.keys.len() as u32));
            self.parts(inner.patterns.iter(), bindings, fails)?;
        }
        if let Some(rest) = &inner.rest {
            self.emit(Instr::LoadTemp(subject));
            self.emit(Instr::LoadTemp(keys));
            self.emit(Instr::MatchRest);
            let temp = self.temp();
            self.emit(Instr::StoreTemp(temp));
            self.bind(rest.as_str(), temp, bindings);
        }
        Ok(())
    }

    fn class_pattern(
        &mut self,
        inner: &'a ast::PatternMatchClass,
        subject: u32,
        bindings: &mut Bindings<'a>,
        fails: &mut Vec<usize>,
    ) -> Compiled {
        let positional = &inner.arguments.patterns;
        let keywords = &inner.arguments.keywords;
        let count = positional.len() + keywords.len();
        if count > 200 {
            return Err(Failure::syntax("too many sub-patterns in class pattern", inner.range));
        }
        self.emit(Instr::LoadTemp(subject));
        self.expr(&inner.cls)?;
        let names = keywords.iter().map(|keyword| Value::str(keyword.attr.as_str())).collect();
        let names = self.constant_number(Value::tuple(names));
        self.emit(Instr::MatchClass { positional: positional.len() as u32, names });
        fails.push(self.emit(Instr::JumpIfNone(0)));
        self.emit(Instr::Unpack(count as u32));
        self.parts(positional.iter().chain(keywords.iter().map(|keyword| &keyword.pattern)), bindings, fails)
    }
}
