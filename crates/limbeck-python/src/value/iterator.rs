//! Iterators over built-in containers and of the host.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use super::{Dict, List, Range, Set, Tuple, Value, ViewKind};
use crate::error::{Error, Result};
use crate::vm::Vm;

type Next = Box<dyn FnMut(&mut Vm) -> Result<Option<Value>>>;

enum State {
    Done,
    List { list: Rc<List>, at: usize },
    ListReversed { list: Rc<List>, left: usize },
    Tuple { tuple: Rc<Tuple>, at: usize },
    Str { text: Rc<str>, at: usize },
    Bytes { bytes: Rc<[u8]>, at: usize },
    Range { range: Range, at: usize },
    Dict { dict: Rc<Dict>, kind: ViewKind, at: usize, len: usize },
    Set { set: Rc<Set>, at: usize, len: usize },
    Native(Next),
    Running,
}

/// An iterator.
pub struct Iter {
    name: &'static str,
    state: RefCell<State>,
}

impl Iter {
    fn new(name: &'static str, state: State) -> Iter {
        Iter { name, state: RefCell::new(state) }
    }

    /// Its type's name: `list_iterator`, `zip` and so on.
    pub fn type_name(&self) -> &'static str {
        self.name
    }

    /// The next item.
    pub fn next(&self, vm: &mut Vm) -> Result<Option<Value>> {
        let mut guard = self.state.borrow_mut();
        let item = match &mut *guard {
            State::Done => None,
            State::Running => return Err(Error::value_error(format!("{} already executing", self.name))),
            State::List { list, at } => {
                *at += 1;
                list.get(*at - 1)
            }
            State::ListReversed { list, left } => {
                if *left == 0 {
                    None
                } else {
                    *left -= 1;
                    list.get(*left)
                }
            }
            State::Tuple { tuple, at } => {
                *at += 1;
                tuple.get(*at - 1).cloned()
            }
            State::Str { text, at } => match text.get(*at..).and_then(|rest| rest.chars().next()) {
                Some(c) => {
                    *at += c.len_utf8();
                    let mut buffer = [0; 4];
                    Some(Value::str(&*c.encode_utf8(&mut buffer)))
                }
                None => None,
            },
            State::Bytes { bytes, at } => {
                *at += 1;
                bytes.get(*at - 1).map(|byte| Value::int(i64::from(*byte)))
            }
            State::Range { range, at } => {
                *at += 1;
                range.get(*at - 1).map(Value::int)
            }
            State::Dict { dict, kind, at, len } => {
                if dict.len() != *len {
                    return Err(Error::runtime_error("dictionary changed size during iteration"));
                }
                match dict.next_from(*at) {
                    Some((next, key, value)) => {
                        *at = next;
                        Some(match kind {
                            ViewKind::Keys => key,
                            ViewKind::Values => value,
                            ViewKind::Items => Value::tuple(vec![key, value]),
                        })
                    }
                    None => None,
                }
            }
            State::Set { set, at, len } => {
                if set.len() != *len {
                    return Err(Error::runtime_error("Set changed size during iteration"));
                }
                match set.next_from(*at) {
                    Some((next, item)) => {
                        *at = next;
                        Some(item)
                    }
                    None => None,
                }
            }
            State::Native(_) => {
                let State::Native(mut next) = std::mem::replace(&mut *guard, State::Running) else { return Ok(None) };
                drop(guard);
                let item = next(vm);
                let mut guard = self.state.borrow_mut();
                *guard = if matches!(item, Ok(None)) { State::Done } else { State::Native(next) };
                return item;
            }
        };
        if item.is_none() {
            let old = std::mem::replace(&mut *guard, State::Done);
            drop(guard);
            drop(old);
        }
        Ok(item)
    }
}

impl fmt::Debug for Iter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iter({})", self.name)
    }
}

impl Value {
    /// An iterator of the host. `name` is its type's name; `next` is called until it answers `None`.
    pub fn iterator(name: &'static str, next: impl FnMut(&mut Vm) -> Result<Option<Value>> + 'static) -> Value {
        Value::Iterator(Rc::new(Iter::new(name, State::Native(Box::new(next)))))
    }

    /// Iterator over a built-in container; `None` when it is none.
    pub(crate) fn builtin_iter(&self) -> Option<Value> {
        let (name, state) = match self {
            Value::List(list) => ("list_iterator", State::List { list: Rc::clone(list), at: 0 }),
            Value::Tuple(tuple) => ("tuple_iterator", State::Tuple { tuple: Rc::clone(tuple), at: 0 }),
            Value::Str(text) => ("str_iterator", State::Str { text: Rc::clone(text), at: 0 }),
            Value::Bytes(bytes) => ("bytes_iterator", State::Bytes { bytes: Rc::clone(bytes), at: 0 }),
            Value::Range(range) => ("range_iterator", State::Range { range: (**range).clone(), at: 0 }),
            Value::Dict(dict) => (
                "dict_keyiterator",
                State::Dict { dict: Rc::clone(dict), kind: ViewKind::Keys, at: 0, len: dict.len() },
            ),
            Value::DictView(view) => (
                match view.kind {
                    ViewKind::Keys => "dict_keyiterator",
                    ViewKind::Values => "dict_valueiterator",
                    ViewKind::Items => "dict_itemiterator",
                },
                State::Dict { dict: Rc::clone(&view.dict), kind: view.kind, at: 0, len: view.dict.len() },
            ),
            Value::Set(set) | Value::FrozenSet(set) => {
                ("set_iterator", State::Set { set: Rc::clone(set), at: 0, len: set.len() })
            }
            Value::Iterator(_) | Value::Generator(_) => return Some(self.clone()),
            _ => return None,
        };
        Some(Value::Iterator(Rc::new(Iter::new(name, state))))
    }

    /// `reversed(list)`
    pub(crate) fn reversed_list(list: &Rc<List>) -> Value {
        let state = State::ListReversed { list: Rc::clone(list), left: list.len() };
        Value::Iterator(Rc::new(Iter::new("list_reverseiterator", state)))
    }
}
