//! Places, tracebacks, refusals and limits.

use std::sync::atomic::Ordering;

use limbeck_python::{Error, Options, Vm};

use crate::support::{eval, run, vm, with_stack};

#[test]
fn a_traceback_shows_every_call() {
    with_stack(|| {
        let (mut vm, _) = vm();
        let error = eval(&mut vm, "def f(x):\n    return g(x) + 1\n\ndef g(x):\n    return x / 0\n\nf(2)\n")
            .expect_err("a division by zero");
        assert_eq!(
            error.render_traceback(&vm),
            "Traceback (most recent call last):\n  File \"snippet.py\", line 7, in <module>\n    f(2)\n  File \"snippet.py\", line 2, in f\n    return g(x) + 1\n  File \"snippet.py\", line 5, in g\n    return x / 0\nZeroDivisionError: division by zero"
        );
        let location = vm.locate(error.span()).expect("a place");
        assert_eq!((location.line, location.column, location.end_column), (5, 12, 17));
        assert_eq!(vm.source_text(error.span()), Some("x / 0"));
    });
}

#[test]
fn a_re_raised_exception_keeps_its_place() {
    with_stack(|| {
        let (mut vm, _) = vm();
        let error = eval(&mut vm, "try:\n    int('x')\nexcept ValueError:\n    raise\nfinally:\n    y = 1\n")
            .expect_err("a value error");
        assert_eq!(vm.locate(error.span()).map(|location| location.line), Some(2));
        let error = eval(
            &mut vm,
            "from contextlib import contextmanager\n@contextmanager\ndef c():\n    yield\nwith c():\n    [][1]\n",
        )
        .expect_err("an index error");
        assert_eq!(vm.locate(error.span()).map(|location| location.line), Some(6));
        let error = eval(&mut vm, "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n\nA()\n")
            .expect_err("a type error");
        assert_eq!(vm.source_text(error.span()), Some("A()"));
    });
}

#[test]
fn syntax_errors_have_a_place() {
    let (mut vm, _) = vm();
    for (text, line) in [
        ("x = 1\ny = (\n", 3),
        ("def f(:\n    pass\n", 1),
        ("x = 1\n  y = 2\n", 2),
        ("return 5\n", 1),
        ("break\n", 1),
        ("f() = 1\n", 1),
        ("a, *b, *c = x\n", 1),
        ("yield 5\n", 1),
        ("x = 'abc\n", 1),
        ("f(a=1, a=2)\n", 1),
        ("nonlocal x\n", 1),
    ] {
        match eval(&mut vm, text) {
            Err(Error::Syntax(error)) => assert_eq!(error.line, line, "{text} {}", error.message),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn what_is_not_there_is_refused_by_name() {
    with_stack(|| {
        for (text, what) in [
            ("eval('1')", "the built-in function `eval()`"),
            ("exec('1')", "the built-in function `exec()`"),
            ("1j", "a complex number"),
            ("try:\n    pass\nexcept* ValueError:\n    pass\n", "`except*`"),
            ("class M(type):\n    def __new__(cls): pass\nclass A(metaclass=M): pass", "a metaclass with `__new__`"),
            ("(-8) ** 0.5", "a complex number"),
            ("locals()", "the built-in function `locals()`"),
        ] {
            let (_, error) = run(text);
            let error = error.unwrap_or_else(|| panic!("not refused: {text}"));
            assert!(error.starts_with("unsupported: ") && error.contains(what), "{text}: {error}");
        }
    });
}

fn limited(options: Options, text: &str) -> Error {
    let mut vm = Vm::new(options);
    match eval(&mut vm, text) {
        Err(error) => error,
        Ok(_) => panic!("no limit: {text}"),
    }
}

#[test]
fn limits_end_the_evaluation_and_cannot_be_caught() {
    with_stack(|| {
        let few = || Options { steps: 100_000, ..Options::default() };
        for text in [
            "while True: pass",
            "try:\n    while True: pass\nexcept BaseException: pass",
            "list(iter(int, 1))",
            "sum(range(10**12))",
            "def f():\n    while True: yield\nfor _ in f(): pass",
            "def f():\n    try:\n        f()\n    except RecursionError:\n        f()\nf()",
        ] {
            assert!(matches!(limited(few(), text), Error::Limit(_)), "{text}");
        }
        for text in [
            "'x' * 10**10",
            "[0] * 10**10",
            "2 ** 10 ** 9",
            "1 << 10**12",
            "b'x' * 10**10",
            "bytes(10**12)",
            "x = 'a' * 10**6\nwhile True: x += x",
            "x = [1] * 1000\nwhile True: x += x",
            "'a'.ljust(10**12)",
            "f'{1:>99999999999}'",
            "'%99999999999d' % 1",
            "x = 7\nwhile True: x *= x",
            "(1,) * 10**12",
            "list(range(10**10))",
            "('a' * 10**7).replace('a', 'b' * 1000)",
        ] {
            let small = Options { collection: 200_000, text: 20 << 20, ..Options::default() };
            let error = limited(small, text);
            assert!(matches!(error, Error::Limit(_) | Error::Raised(_)), "{text}: {error:?}");
        }
        let options = Options::default();
        options.interrupt.store(true, Ordering::Relaxed);
        assert!(matches!(limited(options, "while True: pass"), Error::Interrupted));
    });
}

#[test]
fn recursion_is_an_exception() {
    with_stack(|| {
        for text in [
            "def f(n): return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError as e:\n    print(e)\n",
            "class A:\n    def __getattr__(self, n): return getattr(self, n)\ntry:\n    A().x\nexcept RecursionError as e:\n    print(e)\n",
            "class A:\n    def __repr__(self): return repr(self)\ntry:\n    repr(A())\nexcept RecursionError as e:\n    print(e)\n",
            "class A:\n    def __eq__(self, o): return self == o\ntry:\n    A() == A()\nexcept RecursionError as e:\n    print(e)\n",
        ] {
            let (out, error) = run(text);
            assert_eq!(error, None, "{text}");
            assert!(out.starts_with("maximum recursion depth exceeded"), "{text}: {out}");
        }
        // Deep values neither overflow when compared or shown, nor when dropped.
        let deep = "x = []\nfor i in range(200000): x = [x]\n";
        assert_eq!(run(deep), (String::new(), None));
        assert_eq!(run("x = ()\nfor i in range(200000): x = (x,)\n"), (String::new(), None));
        assert_eq!(run("x = {}\nfor i in range(200000): x = {1: x}\n"), (String::new(), None));
        assert_eq!(
            run("class N:\n    def __init__(self, n): self.n = n\nx = None\nfor i in range(200000): x = N(x)\n"),
            (String::new(), None)
        );
        for text in ["repr(x)", "x == [x, x]", "str(x)", "hash((x,))"] {
            let (_, error) = run(&format!("{deep}y = []\nfor i in range(200000): y = [y]\n{text}\nx == y"));
            let error = error.unwrap_or_default();
            assert!(error.starts_with("RecursionError") || error.starts_with("TypeError"), "{text}: {error}");
        }
    });
}

#[test]
fn deep_source_is_an_error_and_no_crash() {
    with_stack(|| {
        for text in [
            "(".repeat(100_000),
            format!("x = {}1{}", "(".repeat(100_000), ")".repeat(100_000)),
            format!("x = {}1", "-".repeat(100_000)),
            format!("x = {}1", "not ".repeat(100_000)),
            format!("x = {}", vec!["a"; 100_000].join("+")),
            format!("x = {}", vec!["a"; 100_000].join(" if b else ")),
            format!("x = {}1", "lambda: ".repeat(100_000)),
            format!("x = a{}", ".b".repeat(100_000)),
            format!("x = a{}", "()".repeat(100_000)),
            format!("x = a{}", "[0]".repeat(100_000)),
            format!("x = {}", vec!["a"; 100_000].join(" < ")),
            format!("x = {}", vec!["a"; 100_000].join(" and ")),
            format!("x = {}", vec!["2"; 100_000].join("**")),
            format!("f'{}1{}'", "{f\"".repeat(1000), "\"}".repeat(1000)),
            (0..500).map(|n| format!("{}if 1:\n", " ".repeat(n))).collect::<String>(),
            format!("{}pass", "if 1:\n\t".repeat(1000)),
            format!("match x:\n case {}a{}: pass", "[".repeat(10_000), "]".repeat(10_000)),
            format!("x = {}", "await ".repeat(50_000)),
            format!("{}x = 1", "x = ".repeat(50_000)),
            format!("@{}\ndef f(): pass", "a.".repeat(50_000)),
        ] {
            let (_, error) = run(&text);
            assert!(error.is_some(), "{}", &text[..40]);
        }
        // What is merely long is fine.
        let rows: Vec<String> = (0..20_000).map(|n| format!("{{'id': {n}, 'x': -1 + 2, 'y': [1, 2]}}")).collect();
        assert_eq!(run(&format!("rows = [\n{}\n]\nprint(len(rows))", rows.join(",\n"))), ("20000\n".to_owned(), None));
    });
}
