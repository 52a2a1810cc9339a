//! The mutable containers and tuples. Keys of dictionaries and sets may be objects whose `__eq__` is Python code, so
//! looking one up takes the [`Vm`]; for strings there are short cuts without it.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::rc::{Rc, Weak};

use super::{Instance, Value};
use crate::error::Result;
use crate::vm::Vm;

thread_local! {
    static DROP_DEPTH: Cell<u32> = const { Cell::new(0) };
    static DROP_LATER: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
}

/// Drops the contents of a container without recursing deeper than a bounded number of levels: what lies deeper is
/// put aside and dropped by the outermost call.
pub(crate) fn drop_flat(contents: Vec<Value>) {
    if contents.is_empty() {
        return;
    }
    let Ok(depth) = DROP_DEPTH.try_with(Cell::get) else { return };
    if depth > 64 {
        let mut contents = Some(contents);
        let _ = DROP_LATER.try_with(|later| {
            if let Some(contents) = contents.take() {
                later.borrow_mut().extend(contents);
            }
        });
        return;
    }
    let _ = DROP_DEPTH.try_with(|cell| cell.set(depth + 1));
    drop(contents);
    if depth == 0 {
        loop {
            let batch = DROP_LATER.try_with(|later| std::mem::take(&mut *later.borrow_mut())).unwrap_or_default();
            if batch.is_empty() {
                break;
            }
            drop(batch);
        }
    }
    let _ = DROP_DEPTH.try_with(|cell| cell.set(depth));
}

/// A `list`.
#[derive(Default)]
pub struct List {
    items: RefCell<Vec<Value>>,
}

impl List {
    /// A list of these items.
    pub fn new(items: Vec<Value>) -> List {
        List { items: RefCell::new(items) }
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items, copied (cheap values).
    pub fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().clone()
    }

    /// One item.
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// Appends.
    pub fn push(&self, value: Value) {
        self.items.borrow_mut().push(value);
    }

    /// Works on the items; `f` must not evaluate anything.
    pub(crate) fn with<T>(&self, f: impl FnOnce(&mut Vec<Value>) -> T) -> T {
        f(&mut self.items.borrow_mut())
    }

    /// Replaces all items.
    pub fn replace(&self, items: Vec<Value>) -> Vec<Value> {
        self.items.replace(items)
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List(len {})", self.len())
    }
}

impl Drop for List {
    fn drop(&mut self) {
        drop_flat(std::mem::take(self.items.get_mut()));
    }
}

/// A `tuple`. Dereferences to a slice.
#[derive(Debug)]
pub struct Tuple {
    items: Vec<Value>,
    /// Names of the fields, for named tuples.
    pub(crate) _private: (),
}

impl Tuple {
    /// A tuple of these items.
    pub fn new(items: Vec<Value>) -> Tuple {
        Tuple { items, _private: () }
    }
}

impl Deref for Tuple {
    type Target = [Value];
    fn deref(&self) -> &[Value] {
        &self.items
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        drop_flat(std::mem::take(&mut self.items));
    }
}

#[derive(Debug, Clone)]
struct Entry {
    hash: u64,
    key: Value,
    value: Value,
}

#[derive(Debug, Clone)]
enum Bucket {
    One(usize),
    Many(Vec<usize>),
}

/// The ordered table behind dictionaries and sets.
#[derive(Default, Clone)]
struct Table {
    entries: Vec<Option<Entry>>,
    index: HashMap<u64, Bucket, Identity>,
    len: usize,
}

/// The keys are hashes already.
#[derive(Default, Clone)]
struct Identity;

struct IdentityHasher(u64);

impl std::hash::BuildHasher for Identity {
    type Hasher = IdentityHasher;
    fn build_hasher(&self) -> IdentityHasher {
        IdentityHasher(0)
    }
}

impl std::hash::Hasher for IdentityHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        // Spread small integers over the high bits, which the table uses.
        self.0 = value.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Table {
    fn candidates(&self, hash: u64) -> &[usize] {
        match self.index.get(&hash) {
            None => &[],
            Some(Bucket::One(at)) => std::slice::from_ref(at),
            Some(Bucket::Many(all)) => all,
        }
    }

    fn push(&mut self, hash: u64, key: Value, value: Value) {
        let at = self.entries.len();
        self.entries.push(Some(Entry { hash, key, value }));
        self.len += 1;
        match self.index.get_mut(&hash) {
            None => {
                self.index.insert(hash, Bucket::One(at));
            }
            Some(Bucket::Many(all)) => all.push(at),
            Some(bucket) => {
                if let Bucket::One(first) = *bucket {
                    *bucket = Bucket::Many(vec![first, at]);
                }
            }
        }
    }

    fn remove(&mut self, at: usize) -> Option<(Value, Value)> {
        let entry = self.entries.get_mut(at)?.take()?;
        self.len -= 1;
        if let Some(bucket) = self.index.get_mut(&entry.hash) {
            let gone = match bucket {
                Bucket::One(_) => true,
                Bucket::Many(all) => {
                    all.retain(|other| *other != at);
                    all.is_empty()
                }
            };
            if gone {
                self.index.remove(&entry.hash);
            }
        }
        while matches!(self.entries.last(), Some(None)) {
            self.entries.pop();
        }
        if self.entries.len() > 32 && self.len * 4 < self.entries.len() {
            let entries = std::mem::take(&mut self.entries);
            *self = Table::default();
            for entry in entries.into_iter().flatten() {
                self.push(entry.hash, entry.key, entry.value);
            }
        }
        Some((entry.key, entry.value))
    }
}

/// A `dict`, in order of insertion.
#[derive(Default)]
pub struct Dict {
    table: RefCell<Table>,
    /// `object.__dict__`: what is changed here changes in the object too.
    of: OnceCell<Weak<Instance>>,
}

impl Dict {
    /// An empty dictionary.
    pub fn new() -> Dict {
        Dict::default()
    }

    /// Makes it the `__dict__` of an object: changes are written through.
    pub(crate) fn belong_to(&self, instance: &Rc<Instance>) {
        let _ = self.of.set(Rc::downgrade(instance));
    }

    fn write_through(&self, key: &Value, value: Option<&Value>) {
        let Some(instance) = self.of.get().and_then(Weak::upgrade) else { return };
        let Some(name) = key.as_rc_str() else { return };
        let old = match value {
            Some(value) => instance.attrs.borrow_mut().insert(name, value.clone()),
            None => instance.attrs.borrow_mut().shift_remove(&name),
        };
        drop(old);
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.table.borrow().len
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn find(&self, vm: &mut Vm, key: &Value, hash: u64) -> Result<Option<usize>> {
        let mut slow: Vec<(usize, Value)> = Vec::new();
        {
            let table = self.table.borrow();
            for at in table.candidates(hash) {
                if let Some(Some(entry)) = table.entries.get(*at) {
                    match entry.key.same_key(key) {
                        Some(true) => return Ok(Some(*at)),
                        Some(false) => {}
                        None => slow.push((*at, entry.key.clone())),
                    }
                }
            }
        }
        for (at, candidate) in slow {
            if vm.equal(&candidate, key)? {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    fn find_str(&self, key: &str) -> Option<usize> {
        let table = self.table.borrow();
        let hash = super::hash::hash_str(key);
        table
            .candidates(hash)
            .iter()
            .copied()
            .find(|at| matches!(table.entries.get(*at), Some(Some(entry)) if entry.key.as_str() == Some(key)))
    }

    /// The value under a key.
    pub fn get(&self, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        let hash = vm.hash(key)?;
        let at = self.find(vm, key, hash)?;
        Ok(at.and_then(|at| self.table.borrow().entries.get(at)?.as_ref().map(|entry| entry.value.clone())))
    }

    /// The value under a string.
    pub fn get_str(&self, key: &str) -> Option<Value> {
        let at = self.find_str(key)?;
        self.table.borrow().entries.get(at)?.as_ref().map(|entry| entry.value.clone())
    }

    /// Sets a value; the place of an existing key stays.
    pub fn insert(&self, vm: &mut Vm, key: Value, value: Value) -> Result<()> {
        let hash = vm.hash(&key)?;
        self.write_through(&key, Some(&value));
        match self.find(vm, &key, hash)? {
            Some(at) => self.set_at(at, value),
            None => {
                vm.check_size(self.len() + 1)?;
                self.table.borrow_mut().push(hash, key, value);
            }
        }
        Ok(())
    }

    /// Sets the value under a string.
    pub fn insert_str(&self, key: &str, value: Value) {
        match self.find_str(key) {
            Some(at) => self.set_at(at, value),
            None => self.table.borrow_mut().push(super::hash::hash_str(key), Value::str(key), value),
        }
    }

    fn set_at(&self, at: usize, value: Value) {
        let old = match self.table.borrow_mut().entries.get_mut(at) {
            Some(Some(entry)) => Some(std::mem::replace(&mut entry.value, value)),
            _ => None,
        };
        drop(old);
    }

    /// Takes a key out.
    pub fn remove(&self, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        let hash = vm.hash(key)?;
        let at = self.find(vm, key, hash)?;
        self.write_through(key, None);
        Ok(at.and_then(|at| self.table.borrow_mut().remove(at)).map(|(_, value)| value))
    }

    /// Takes the item that was inserted last out.
    pub(crate) fn pop_last(&self) -> Option<(Value, Value)> {
        let mut table = self.table.borrow_mut();
        let at = table.entries.iter().rposition(Option::is_some)?;
        table.remove(at)
    }

    /// Takes the item that was inserted first out.
    pub(crate) fn pop_first(&self) -> Option<(Value, Value)> {
        let mut table = self.table.borrow_mut();
        let at = table.entries.iter().position(Option::is_some)?;
        table.remove(at)
    }

    /// Empties it.
    pub fn clear(&self) {
        let old = self.table.take();
        drop(old);
    }

    /// The keys, in order.
    pub fn keys(&self) -> Vec<Value> {
        self.table.borrow().entries.iter().flatten().map(|entry| entry.key.clone()).collect()
    }

    /// The values, in order.
    pub fn values(&self) -> Vec<Value> {
        self.table.borrow().entries.iter().flatten().map(|entry| entry.value.clone()).collect()
    }

    /// Keys and values, in order.
    pub fn items(&self) -> Vec<(Value, Value)> {
        self.table.borrow().entries.iter().flatten().map(|entry| (entry.key.clone(), entry.value.clone())).collect()
    }

    /// The first item at or after a position of the table, and the position to go on at.
    pub(crate) fn next_from(&self, position: usize) -> Option<(usize, Value, Value)> {
        let table = self.table.borrow();
        let rest = table.entries.get(position..)?;
        rest.iter()
            .enumerate()
            .find_map(|(at, entry)| entry.as_ref().map(|e| (position + at + 1, e.key.clone(), e.value.clone())))
    }

    /// A copy with the same items.
    pub fn copy(&self) -> Dict {
        Dict { table: RefCell::new(self.table.borrow().clone()), of: OnceCell::new() }
    }
}

impl fmt::Debug for Dict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dict(len {})", self.len())
    }
}

impl Drop for Dict {
    fn drop(&mut self) {
        let table = std::mem::take(self.table.get_mut());
        drop_flat(table.entries.into_iter().flatten().map(|entry| entry.value).collect());
    }
}

/// A `set` or `frozenset`. Iterates in order of insertion (Python's order is arbitrary).
#[derive(Debug, Default)]
pub struct Set {
    dict: Dict,
}

impl Set {
    /// An empty set.
    pub fn new() -> Set {
        Set::default()
    }

    /// A set of these items.
    pub fn from_items(vm: &mut Vm, items: impl IntoIterator<Item = Value>) -> Result<Set> {
        let set = Set::new();
        for item in items {
            set.add(vm, item)?;
        }
        Ok(set)
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.dict.len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.dict.is_empty()
    }

    /// Adds an item.
    pub fn add(&self, vm: &mut Vm, item: Value) -> Result<()> {
        if !self.contains(vm, &item)? {
            self.dict.insert(vm, item, Value::None)?;
        }
        Ok(())
    }

    /// Whether the item is in it.
    pub fn contains(&self, vm: &mut Vm, item: &Value) -> Result<bool> {
        Ok(self.dict.get(vm, item)?.is_some())
    }

    /// Takes an item out; whether it was there.
    pub fn remove(&self, vm: &mut Vm, item: &Value) -> Result<bool> {
        Ok(self.dict.remove(vm, item)?.is_some())
    }

    /// Takes any item out.
    pub(crate) fn pop(&self) -> Option<Value> {
        self.dict.pop_first().map(|(key, _)| key)
    }

    /// The items.
    pub fn items(&self) -> Vec<Value> {
        self.dict.keys()
    }

    /// Empties it.
    pub fn clear(&self) {
        self.dict.clear();
    }

    /// The first item at or after a position, see [`Dict::next_from`].
    pub(crate) fn next_from(&self, position: usize) -> Option<(usize, Value)> {
        self.dict.next_from(position).map(|(next, key, _)| (next, key))
    }

    /// A copy.
    pub fn copy(&self) -> Set {
        Set { dict: self.dict.copy() }
    }
}

/// A `range`. The step is never 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// First number.
    pub start: i64,
    /// First number not in it.
    pub stop: i64,
    /// Distance.
    pub step: i64,
}

impl Range {
    /// How many numbers it yields.
    pub fn len(&self) -> usize {
        let (start, stop, step) = (i128::from(self.start), i128::from(self.stop), i128::from(self.step));
        let count = if step > 0 { (stop - start + step - 1) / step } else { (start - stop - step - 1) / -step };
        usize::try_from(count.max(0)).unwrap_or(usize::MAX)
    }

    /// Whether it yields nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number at an index.
    pub fn get(&self, index: usize) -> Option<i64> {
        if index >= self.len() {
            return None;
        }
        i64::try_from(i128::from(self.start) + i128::from(self.step) * index as i128).ok()
    }

    /// Whether a number is in it.
    pub fn contains(&self, number: i64) -> bool {
        let (start, stop, step, n) =
            (i128::from(self.start), i128::from(self.stop), i128::from(self.step), i128::from(number));
        let inside = if step > 0 { n >= start && n < stop } else { n <= start && n > stop };
        inside && (n - start) % step == 0
    }
}

/// A `slice` object.
#[derive(Debug, Clone)]
pub struct Slice {
    /// First index or `None`.
    pub start: Value,
    /// End or `None`.
    pub stop: Value,
    /// Step or `None`.
    pub step: Value,
}

/// What a view of a dictionary shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewKind {
    /// `dict.keys()`
    Keys,
    /// `dict.values()`
    Values,
    /// `dict.items()`
    Items,
}

/// `dict.keys()`, `.values()` or `.items()`.
#[derive(Debug, Clone)]
pub struct DictView {
    /// The dictionary.
    pub dict: Rc<Dict>,
    /// What is shown.
    pub kind: ViewKind,
}
