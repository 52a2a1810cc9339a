//! Native modules, classes and objects, as a host writes them.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_python::{Args, BinaryOp, Class, ClassBuilder, CompareOp, Error, Module, Object, Result, Span, Value, Vm};

use crate::support::{Captured, eval, vm, with_stack};

/// A column-like object: comparisons make expressions.
#[derive(Debug)]
struct Column {
    class: Rc<Class>,
    name: String,
    span: Span,
    comment: RefCell<Option<String>>,
}

#[derive(Debug)]
struct Expression {
    class: Rc<Class>,
    text: String,
}

impl Object for Expression {
    fn class(&self, _: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }
    fn type_name(&self) -> Rc<str> {
        Rc::from("Expression")
    }
    fn str(&self, _: &Value, _: &mut Vm) -> Result<Option<String>> {
        Ok(Some(self.text.clone()))
    }
    fn truth(&self, _: &Value, _: &mut Vm) -> Result<Option<bool>> {
        Err(Error::type_error("Boolean value of this clause is not defined"))
    }
}

struct Types {
    expression: Rc<Class>,
}

impl Object for Column {
    fn class(&self, _: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }
    fn type_name(&self) -> Rc<str> {
        Rc::from("Column")
    }
    fn get_attr(&self, _: &Value, _: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "name" => Some(Value::str(&self.name)),
            "comment" => Some(Value::from(self.comment.borrow().clone())),
            _ => None,
        })
    }
    fn set_attr(&self, _: &Value, vm: &mut Vm, name: &str, value: Value) -> Result<bool> {
        if name == "comment" {
            *self.comment.borrow_mut() = Some(vm.str(&value)?.to_string());
            return Ok(true);
        }
        Ok(false)
    }
    fn compare(&self, _: &Value, vm: &mut Vm, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let text = format!("{} {} {}", self.name, op.symbol(), vm.repr(other)?);
        let class = vm.state::<Types>().map(|types| Rc::clone(&types.expression)).expect("registered");
        Ok(Some(Value::object(Expression { class, text })))
    }
    fn binary(&self, _: &Value, vm: &mut Vm, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        let other = vm.str(other)?;
        let text = if reflected {
            format!("{other} {} {}", op.symbol(), self.name)
        } else {
            format!("{} {} {other}", self.name, op.symbol())
        };
        Ok(Some(Value::from(text)))
    }
    fn repr(&self, _: &Value, _: &mut Vm) -> Result<Option<String>> {
        Ok(Some(format!("Column({:?})", self.name)))
    }
}

/// A block: `with block() as b:`
#[derive(Debug)]
struct Block {
    class: Rc<Class>,
    log: Rc<RefCell<Vec<String>>>,
}

impl Object for Block {
    fn class(&self, _: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }
    fn enter(&self, this: &Value, _: &mut Vm) -> Result<Option<Value>> {
        self.log.borrow_mut().push("enter".to_owned());
        Ok(Some(this.clone()))
    }
    fn exit(&self, _: &Value, _: &mut Vm, exception: Option<&Value>) -> Result<Option<bool>> {
        self.log.borrow_mut().push(format!("exit {}", exception.is_some()));
        Ok(Some(false))
    }
    fn len(&self, _: &Value, _: &mut Vm) -> Result<Option<usize>> {
        Ok(Some(3))
    }
    fn iter(&self, _: &Value, _: &mut Vm) -> Result<Option<Value>> {
        Ok(Some(Value::list(vec![Value::int(1), Value::int(2)])))
    }
    fn get_item(&self, _: &Value, _: &mut Vm, key: &Value) -> Result<Option<Value>> {
        Ok(Some(Value::tuple(vec![key.clone()])))
    }
}

fn register(vm: &mut Vm) -> Rc<RefCell<Vec<String>>> {
    let log: Rc<RefCell<Vec<String>>> = Rc::default();
    let shared = Rc::clone(&log);
    vm.register_module("host", move |vm| {
        let expression = ClassBuilder::new("Expression").module("host").build();
        vm.insert_state(Rc::new(Types { expression }));
        let column = ClassBuilder::new("Column")
            .module("host")
            .constructor_with("(name, *args, comment=None, **kw)", |vm, class, args| {
                let name = vm.str(&args.value("name"))?.to_string();
                let comment = args.some("comment").and_then(|comment| comment.as_str().map(str::to_owned));
                Ok(Rc::new(Column { class: Rc::clone(class), name, span: args.span, comment: RefCell::new(comment) }))
            })
            .method_with("label", "(name)", |_, this, args| {
                let column = this.downcast::<Column>().expect("a column");
                Ok(Value::from(format!("{} AS {}", column.name, args.value("name").as_str().unwrap_or("?"))))
            })
            .method("place", |vm, this, _| {
                let column = this.downcast::<Column>().expect("a column");
                Ok(Value::from(vm.locate(column.span).map(|location| location.line)))
            })
            .class_attr("kind", Value::str("column"))
            .build();
        let base = ClassBuilder::new("Base")
            .module("host")
            .on_subclass(|vm, class| {
                if class.attrs.borrow().contains_key("__tablename__") {
                    let name = class.lookup("__tablename__").unwrap_or_default();
                    class.set("__table__", Value::from(format!("table {}", vm.str(&name)?)));
                }
                Ok(())
            })
            .class_getattr(|_, class, name| {
                Ok((name == "metadata").then(|| Value::from(format!("metadata of {}", class.name))))
            })
            .payload(Rc::new(42_u8))
            .build();
        let block = ClassBuilder::new("Block").module("host").build();
        let log = Rc::clone(&shared);
        let flushes = Rc::clone(&shared);
        let error = ClassBuilder::new("HostError").module("host").base(&vm.builtin_exception("Exception")).build();
        let raised = Rc::clone(&error);
        Ok(Rc::new(
            Module::new("host")
                .with("Column", column)
                .with("Base", base)
                .with("HostError", error)
                .function("block", move |_, _| {
                    Ok(Value::object(Block { class: Rc::clone(&block), log: Rc::clone(&log) }))
                })
                .function("may_be_caught", move |vm, _| {
                    flushes.borrow_mut().push(format!("caught {}", vm.exception_may_be_caught()));
                    Ok(Value::None)
                })
                .function_with("fail", "(message, /, *, code=5)", move |vm, args| {
                    Err(vm.new_exception(&raised, vec![args.value("message"), args.value("code")]))
                })
                .function("stack", |vm, _| {
                    let names: Vec<Value> = vm
                        .call_stack()
                        .iter()
                        .map(|frame| {
                            Value::from(format!("{}:{}", frame.function, vm.locate(frame.span).map_or(0, |l| l.line)))
                        })
                        .collect();
                    Ok(Value::list(names))
                })
                .function("apply", |vm, args| {
                    let function = args.positional[0].clone();
                    vm.call(&function, Args::of([Value::int(20)]).with("y", 1))
                }),
        ))
    });
    log
}

fn printed(text: &str) -> (String, Vec<String>) {
    let (mut vm, console) = vm();
    let log = register(&mut vm);
    if let Err(error) = eval(&mut vm, text) {
        panic!("{}", error.render_traceback(&vm));
    }
    let out = console.out.borrow().clone();
    let log = log.borrow().clone();
    (out, log)
}

fn prints(text: &str, expected: &str) {
    let text = text.to_owned();
    let expected = expected.to_owned();
    with_stack(move || assert_eq!(printed(&text).0, expected, "{text}"));
}

#[test]
fn native_objects_take_part_in_everything() {
    prints(
        "from host import Column\nc = Column('id', 5, nullable=False)\nprint(c, c.name, c.kind, Column.kind, isinstance(c, Column), type(c).__name__)\nprint(c == 5, 3 < c, c != None, c + 1, 'x' + c)\nc.comment = 7\nprint(c.comment, c.label('x'), c.place())\n",
        "Column(\"id\") id column column True Column\nid == 5 id > 3 id != None id + 1 x + id\n7 id AS x 2\n",
    );
    prints(
        "from host import block\nb = block()\nprint(len(b), list(b), b[1:2], bool(b), 2 in b)\nx, y = b\n",
        "3 [1, 2] (slice(1, 2, None),) True True\n",
    );
    prints(
        "from host import Column\ntry:\n    if Column('a') == 1: pass\nexcept TypeError as e: print(e)\ntry: Column('a').nothing\nexcept AttributeError as e: print(e)\ntry: Column()\nexcept TypeError as e: print(e)\ntry: len(Column('a'))\nexcept TypeError as e: print(e)\ntry: Column('a')()\nexcept TypeError as e: print(e)\ntry: Column('a').nothing = 1\nexcept AttributeError as e: print(e)\n",
        "Boolean value of this clause is not defined\n'Column' object has no attribute 'nothing'\nColumn.__init__() missing 1 required positional argument: 'name'\nobject of type 'Column' has no len()\n'Column' object is not callable\n'Column' object has no attribute 'nothing'\n",
    );
}

#[test]
fn scripts_inherit_from_native_classes() {
    prints(
        "from host import Column, Base\nclass Named(Column):\n    def __init__(self, name):\n        super().__init__(name + '_id', comment='c')\n        self.own = 1\n    def twice(self): return self.name * 2\nn = Named('x')\nprint(n.name, n.own, n.twice(), n.comment, n.label('q'), isinstance(n, Column), n == 1)\nclass Plain(Column): pass\nprint(Plain('p').name, Plain('p').place())\nclass User(Base):\n    __tablename__ = 'users'\nprint(User.__table__, User.metadata, User().__class__.__name__)\n",
        "x_id 1 x_idx_id c x_id AS q True x_id == 1\np 10\ntable users metadata of User User\n",
    );
}

#[test]
fn hosts_call_scripts_and_raise_into_them() {
    prints(
        "import host\nprint(host.apply(lambda x, y: x + y))\ntry:\n    host.fail('bad', code=7)\nexcept host.HostError as e:\n    print(e.args, type(e).__module__)\ndef f():\n    return host.stack()\nprint(f())\ntry: host.fail()\nexcept TypeError as e: print(e)\ntry: host.fail(message='x')\nexcept TypeError as e: print(e)\n",
        "21\n('bad', 7) host\n['<module>:9', 'f:8']\nfail() missing 1 required positional argument: 'message'\nfail() got an unexpected keyword argument 'message'\n",
    );
}

#[test]
fn the_host_knows_whether_an_exception_may_be_caught() {
    with_stack(|| {
        let (_, log) = printed(
            "from host import may_be_caught, block\nfrom contextlib import contextmanager\nmay_be_caught()\ntry:\n    may_be_caught()\nexcept ValueError:\n    may_be_caught()\ntry:\n    may_be_caught()\nfinally:\n    pass\nwith block():\n    may_be_caught()\n@contextmanager\ndef c():\n    yield\ndef f():\n    may_be_caught()\nwith c():\n    f()\nmay_be_caught()\ndef g():\n    try:\n        yield 1\n    except ValueError: pass\nfor x in g():\n    may_be_caught()\n",
        );
        assert_eq!(
            log,
            [
                "caught false",
                "caught true",
                "caught false",
                "enter",
                "caught false",
                "exit false",
                "caught true",
                "caught false",
                "caught false"
            ]
        );
    });
}

#[test]
fn blocks_see_the_exception() {
    with_stack(|| {
        let (out, log) = printed(
            "from host import block\ntry:\n    with block() as b:\n        1 / 0\nexcept ZeroDivisionError as e:\n    print(e)\n",
        );
        assert_eq!(out, "division by zero\n");
        assert_eq!(log, ["enter", "exit true"]);
    });
}

#[test]
fn logging_and_warnings_reach_the_console() {
    with_stack(|| {
        let (mut vm, console): (Vm, Rc<Captured>) = vm();
        eval(
            &mut vm,
            "import logging, warnings\nfrom logging.config import fileConfig\nfileConfig('alembic.ini')\nlog = logging.getLogger('alembic.env')\nlog.info('hello %s %d', 'x', 5)\nlog.setLevel(logging.ERROR)\nlog.info('hidden')\nlog.error('shown')\nlogging.warning('root')\nwarnings.warn('old', DeprecationWarning)\n",
        )
        .expect("no error");
        assert_eq!(
            *console.logged.borrow(),
            [
                "configure alembic.ini",
                "INFO(20) [alembic.env] hello x 5",
                "ERROR(40) [alembic.env] shown",
                "WARNING(30) [root] root",
                "DeprecationWarning: old"
            ]
        );
    });
}

/// What scripts held goes with the evaluator, although functions and modules, methods and classes hold one another.
#[test]
fn nothing_outlives_the_evaluator() {
    with_stack(|| {
        let token = Rc::new(());
        let (mut vm, _) = vm();
        let held = Rc::clone(&token);
        vm.register_module("held", move |_| {
            let held = Rc::clone(&held);
            Ok(Rc::new(Module::new("held").function("thing", move |_, _| {
                let _ = &held;
                Ok(Value::None)
            })))
        });
        eval(
            &mut vm,
            "import dataclasses, enum, logging\nfrom held import thing\nclass A:\n    kept = thing\n    def __init__(self):\n        super().__init__()\n        self.me = self.again\n    def again(self):\n        return thing\nclass B(A):\n    def __init__(self):\n        super().__init__()\ndef f(x=thing):\n    def g():\n        return thing, f\n    return g\nf()()\nB\n",
        )
        .expect("it runs");
        assert!(Rc::strong_count(&token) > 2, "the script holds it");
        drop(vm);
        assert_eq!(Rc::strong_count(&token), 1, "something is still held");
    });
}
