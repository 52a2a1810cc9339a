//! The instructions and what surrounds them.

use std::rc::Rc;

use crate::span::Span;
use crate::value::{BinaryOp, CompareOp, UnaryOp, Value};

/// One instruction of the stack machine. Jumps carry absolute positions; numbers index the tables of [`Code`].
#[derive(Debug, Clone, Copy)]
pub(crate) enum Instr {
    Const(u32),
    LoadFast(u32),
    StoreFast(u32),
    DeleteFast(u32),
    LoadCell(u32),
    StoreCell(u32),
    DeleteCell(u32),
    /// In a class body: the class's own name first, then the cell.
    LoadClassCell(u32, u32),
    LoadGlobal(u32),
    StoreGlobal(u32),
    DeleteGlobal(u32),
    LoadName(u32),
    /// A name inside an annotation: where it is not defined (yet), something unresolved. Python 3.14 evaluates
    /// annotations when they are asked for, so that a class may be named before it is there.
    LoadAnnotation(u32),
    StoreName(u32),
    DeleteName(u32),
    LoadTemp(u32),
    StoreTemp(u32),
    LoadAttr(u32),
    /// `[value, object] → []`
    StoreAttr(u32),
    DeleteAttr(u32),
    GetItem,
    /// `[value, object, key] → []`
    SetItem,
    DelItem,
    Binary(BinaryOp),
    InPlace(BinaryOp),
    Unary(UnaryOp),
    Not,
    Compare(CompareOp),
    Is(bool),
    In(bool),
    Jump(u32),
    JumpIfFalse(u32),
    JumpIfTrue(u32),
    JumpIfFalseOrPop(u32),
    JumpIfTrueOrPop(u32),
    /// Jumps and pops when the top is `None`.
    JumpIfNone(u32),
    Pop,
    /// The value of an expression statement that is a call.
    PopStatement,
    Dup,
    Dup2,
    Swap,
    /// The top goes below the two under it.
    Rot3,
    BuildList(u32),
    BuildTuple(u32),
    BuildSet(u32),
    BuildDict(u32),
    BuildSlice,
    BuildString(u32),
    ListAppend(u32),
    SetAdd(u32),
    /// `[…, key, value]`
    DictInsert(u32),
    ListExtend,
    SetExtend,
    /// `[function, iterable] → [function, list]`
    StarArgs,
    DictUpdate,
    /// `**kwargs` of a call: string keys, no duplicates.
    DictMerge,
    ListToTuple,
    Format {
        conversion: u8,
        spec: bool,
    },
    Unpack(u32),
    UnpackStar(u32, u32),
    GetIter,
    ForIter(u32),
    /// `keywords`: constant with the names plus one; 0 for none.
    Call {
        positional: u32,
        keywords: u32,
    },
    CallMethod {
        name: u32,
        positional: u16,
    },
    /// `[function, list, dict]`
    CallSpread,
    MakeFunction {
        code: u32,
        defaults: u16,
        annotations: bool,
    },
    /// `[function, bases list, keywords dict]`
    MakeClass,
    Return,
    Yield,
    /// `[iterator, sent]`: yields until the iterator is done, then leaves its value.
    YieldFrom,
    Await,
    SetupExcept {
        handler: u32,
        catches: bool,
    },
    /// `[manager, entered value]`
    SetupWith(u32),
    PopBlock,
    PopExcept,
    Reraise,
    /// `raise`, `raise x`, `raise x from y`
    Raise(u32),
    /// `[exception, classes] → [exception]`; jumps when it does not match.
    MatchException(u32),
    /// `[manager] → [manager, value]`
    WithEnter(bool),
    /// `[manager] → []`
    WithExit(bool),
    /// `[manager, exception] →` jumps with `[]` when swallowed, else re-raises.
    WithExcept(bool, u32),
    ImportName {
        name: u32,
        level: u16,
        /// `import a.b` binds `a`; `import a.b as c` and `from` take `a.b`.
        top: bool,
    },
    ImportFrom(u32),
    ImportStar,
    Annotate(u32),
    LoadAssertionError,
    MatchSequence {
        least: u32,
        exact: bool,
    },
    MatchMapping,
    /// `[subject, keys tuple] → [values tuple or None]`
    MatchKeys,
    /// `[subject, keys tuple] → [dict of the rest]`
    MatchRest,
    /// `[subject, class] → [values tuple or None]`; the constant holds the keyword names.
    MatchClass {
        positional: u32,
        names: u32,
    },
}

/// Parameters of a function.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params {
    /// Positional-only, positional and keyword-only parameters.
    pub names: Vec<Rc<str>>,
    pub positional_only: usize,
    /// Positional-only and positional ones.
    pub positional: usize,
    pub rest: Option<Rc<str>>,
    pub kwargs: Option<Rc<str>>,
}

/// Compiled code of a module, class body, function or comprehension.
#[derive(Debug)]
pub(crate) struct Code {
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub file: u32,
    pub span: Span,
    pub instrs: Vec<Instr>,
    pub spans: Vec<(u32, u32)>,
    pub consts: Vec<Value>,
    pub names: Vec<Rc<str>>,
    pub codes: Vec<Rc<Code>>,
    /// Local variables; parameters first (names, then `*args`, then `**kwargs`).
    pub locals: Vec<Rc<str>>,
    /// Variables shared with inner functions.
    pub cells: Vec<Rc<str>>,
    /// Variables of outer functions; numbered after `cells`.
    pub frees: Vec<Rc<str>>,
    /// For each free variable, its number in the enclosing code's cells and frees.
    pub captures: Vec<u32>,
    /// Cells that are parameters: (cell, local).
    pub cell_params: Vec<(u32, u32)>,
    pub temps: u32,
    pub params: Params,
    /// Names of keyword-only parameters with defaults.
    pub keyword_defaults: Vec<Rc<str>>,
    pub is_generator: bool,
    pub is_async: bool,
    pub doc: Option<Rc<str>>,
}

impl Code {
    pub fn span_at(&self, pc: usize) -> Span {
        let (start, end) = self.spans.get(pc).copied().unwrap_or((self.span.start, self.span.end));
        Span { file: self.file, start, end }
    }
}

/// A `try` or `with` that is active in a frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block {
    pub handler: u32,
    pub stack: u32,
    /// Depth of the stack of handled exceptions.
    pub handled: u32,
    /// Whether the script may catch the exception and go on.
    pub catches: bool,
}
