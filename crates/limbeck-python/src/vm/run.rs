//! Running a frame: exceptions find their handlers here.

use std::rc::Rc;

use super::frame::{Exit, Frame};
use super::raise::Handled;
use super::stack::{callee_name, not_defined};
use super::{Active, Vm};
use crate::compile::Block;
use crate::error::{Error, Result};
use crate::value::{Args, Value};

impl Vm {
    /// Runs a frame until it returns or yields.
    pub(super) fn run(&mut self, frame: &mut Frame) -> Result<Exit> {
        if self.frames.len() + self.native_depth >= self.options.recursion {
            return Err(Error::exception("RecursionError", "maximum recursion depth exceeded"));
        }
        self.frames.push(Active {
            code: Rc::clone(&frame.code),
            module: Rc::clone(&frame.globals.name),
            pc: std::cell::Cell::new(frame.pc),
        });
        let base = self.handled.len();
        frame.handled_base = base;
        self.handled.append(&mut frame.suspended);
        self.catching += frame.catching;
        let result = self.run_guarded(frame, base);
        self.catching -= frame.catching;
        if matches!(result, Ok(Exit::Yield(_))) {
            frame.suspended = self.handled.split_off(base);
        } else {
            self.handled.truncate(base);
            // Nothing runs in it again: let the values go now.
            frame.stack.clear();
        }
        self.frames.pop();
        result
    }

    fn run_guarded(&mut self, frame: &mut Frame, base: usize) -> Result<Exit> {
        loop {
            let result = match frame.thrown.take() {
                Some(error) => Err(error),
                None => self.run_instructions(frame),
            };
            let error = match result {
                Ok(exit) => return Ok(exit),
                Err(error) => error,
            };
            let at = frame.pc.saturating_sub(1);
            let span = frame.reraised_at.take().unwrap_or_else(|| frame.code.span_at(at));
            let mut error = error.at(span);
            let Some(block) = (match &error {
                Error::Raised(_) => frame.blocks.pop(),
                Error::Syntax(_)
                | Error::Unsupported(_)
                | Error::Unresolved(_)
                | Error::Limit(_)
                | Error::Interrupted => None,
            }) else {
                if !span.is_none() {
                    error.push_frame(crate::span::Frame { function: Rc::clone(&frame.code.name), span });
                }
                return Err(self.complete(error));
            };
            if block.catches {
                frame.catching -= 1;
                self.catching -= 1;
            }
            frame.stack.truncate(block.stack as usize);
            self.handled.truncate(base + block.handled as usize);
            let Error::Raised(mut raised) = error else { continue };
            let value = self.materialise(&mut raised);
            frame.stack.push(value.clone());
            self.handled.push(Handled { value, raised: *raised, frame_span: span });
            frame.pc = block.handler as usize;
        }
    }

    pub(super) fn push_block(&mut self, frame: &mut Frame, handler: u32, stack: usize, catches: bool) {
        // The handled exceptions of this frame are those above its base; the base is where the frame's own begin.
        let handled = self.handled.len().saturating_sub(frame.handled_base);
        frame.blocks.push(Block { handler, stack: stack as u32, handled: handled as u32, catches });
        if catches {
            frame.catching += 1;
            self.catching += 1;
        }
    }

    #[inline(never)]
    pub(super) fn call_instr(&mut self, frame: &mut Frame, positional: u32, keywords: u32) -> Result<Value> {
        let span = self.call_span(frame.code.span_at(frame.pc - 1));
        let mut keyword = Vec::new();
        if keywords > 0
            && let Some(Value::Tuple(names)) = frame.code.consts.get(keywords as usize - 1).cloned()
        {
            let values = frame.take(names.len() as u32);
            keyword = names.iter().filter_map(Value::as_rc_str).zip(values).collect();
        }
        let positional = frame.take(positional);
        let callee = frame.pop();
        self.call_value(&callee, Args { positional, keyword, span })
    }

    pub(super) fn load_global(&mut self, frame: &Frame, name: &Rc<str>) -> Result<Value> {
        if let Some(value) = frame.globals.attrs.borrow().get(name) {
            return Ok(value.clone());
        }
        if let Some(value) = self.builtins.attrs.borrow().get(name) {
            return Ok(value.clone());
        }
        if let Some(unresolved) = &*frame.globals.wild.borrow() {
            return Ok(Value::Unresolved(unresolved.derive(&format!(".{name}"))));
        }
        Err(not_defined(name))
    }

    #[inline(never)]
    pub(super) fn dict_merge(&mut self, frame: &mut Frame) -> Result<()> {
        let source = frame.pop();
        let Value::Dict(dict) = frame.top() else { return Ok(()) };
        let callee = frame.peek(3).unwrap_or_default();
        let function = callee_name(&callee);
        let Some(items) = self.mapping_items(&source)? else {
            return Err(Error::type_error(format!(
                "{function}() argument after ** must be a mapping, not {}",
                source.type_name()
            )));
        };
        for (key, value) in items {
            let Some(name) = key.as_str() else {
                return Err(Error::type_error("keywords must be strings"));
            };
            if dict.get_str(name).is_some() {
                return Err(Error::type_error(format!(
                    "{function}() got multiple values for keyword argument '{name}'"
                )));
            }
            dict.insert_str(name, value);
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn reraise(&mut self, frame: &mut Frame, value: Value) -> Error {
        if let Some(handled) = self.handled.last()
            && handled.value.is_same(&value)
        {
            frame.reraised_at = Some(handled.frame_span);
            let mut raised = handled.raised.clone();
            // The message may have been changed since.
            if let crate::error::RaisedState::Value(_, _, message) = &mut raised.state {
                *message = self.exception_message(&value);
            }
            return Error::Raised(Box::new(raised));
        }
        self.raise_value(value)
    }

    #[inline(never)]
    pub(super) fn raise_instr(&mut self, frame: &mut Frame, count: u32) -> Result<Error> {
        match count {
            0 => match self.handled.last() {
                Some(handled) => {
                    let value = handled.value.clone();
                    Ok(self.reraise(frame, value))
                }
                None => Ok(Error::runtime_error("No active exception to reraise")),
            },
            1 => {
                let value = frame.pop();
                self.raise_statement(value, None)
            }
            _ => {
                let cause = frame.pop();
                let value = frame.pop();
                self.raise_statement(value, Some(cause))
            }
        }
    }
}
