//! Names that cannot be imported: harmless until something depends on them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use limbeck_python::{Args, Error, Importer, ModuleSource, Value, Vm};

use crate::support::{Captured, eval, vm, with_stack};

/// A project made of texts.
struct Project(HashMap<String, String>);

impl Importer for Project {
    fn find(&self, dotted: &str, _search_path: &[String]) -> Option<ModuleSource> {
        let is_package = self.0.contains_key(&format!("{dotted}.__init__"));
        let key = if is_package { format!("{dotted}.__init__") } else { dotted.to_owned() };
        self.0.get(&key).map(|text| ModuleSource {
            path: PathBuf::from(format!("{}.py", key.replace('.', "/"))),
            text: text.clone(),
            is_package,
        })
    }
}

fn project(files: &[(&str, &str)]) -> (Vm, Rc<Captured>) {
    let (mut vm, console) = vm();
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    vm.set_importer(Rc::new(Project(files)));
    (vm, console)
}

/// Evaluates, calls `upgrade()`, and gives what was printed or the error's message.
fn outcome(files: &[(&str, &str)], text: &str) -> Result<String, String> {
    let (mut vm, console) = project(files);
    let module = eval(&mut vm, text).map_err(|error| error.to_string())?;
    if let Some(upgrade) = module.get("upgrade") {
        vm.call_entry(&upgrade, Args::none()).map_err(|error| error.to_string())?;
    }
    let out = console.out.borrow().clone();
    Ok(out)
}

fn fine(text: &str) {
    assert_eq!(outcome(&[], text), Ok(String::new()), "{text}");
}

fn refused(text: &str, part: &str) {
    match outcome(&[], text) {
        Err(message) => assert!(message.contains(part), "{text}\n{message}"),
        Ok(out) => panic!("not refused: {text}\n{out}"),
    }
}

#[test]
fn unresolved_names_are_harmless_while_nothing_depends_on_them() {
    with_stack(|| {
        fine("import requests\nfrom app.models import User, Base as B\nx = User.name + 1\ny = User(1, a=2)[3].z\n");
        fine("import a.b.c\nv = a.b.c.d\n");
        fine("from x import deco\n@deco\ndef f(): pass\n@deco.route('/')\nclass A: pass\n");
        fine("from x import Base\nclass A(Base):\n    def m(self): return self.q\nA.z\nA().m()\nA().m().n\n");
        fine("import x\nx.setup()\nx.y = 1\nx['a'] = 2\ndel x.y\n");
        fine("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import gone\n");
        fine("try:\n    import ujson as json\nexcept ImportError:\n    json = None\n");
        fine("import x\ndef f(a: x.T = x.D) -> x.R: pass\nv: x.T = 1\n");
        fine("import x\na, b = x.pair\nc = [x.a, {'k': x.b}]\n");
        fine("import x\nclass E(x.Error): pass\ntry:\n    pass\nexcept (E, x.Other):\n    pass\n");
        fine("from __future__ import annotations\nimport subprocess, requests\n");
        // Since Python 3.14 annotations are evaluated when they are asked for.
        fine("class A:\n    x: tuple[B, ...] | None = None\n    def f(self, b: list[B]) -> B.C: pass\nclass B: pass\n");
    });
}

#[test]
fn what_depends_on_them_is_refused_by_name() {
    with_stack(|| {
        refused("import x\nif x.flag: pass\n", "`x.flag` decides what happens next");
        refused("import x\nif x.n > 3: pass\n", "`x.n > …` decides");
        refused("import x\nif x.n is None: pass\n", "decides what happens next");
        refused("import x\nfor i in x.items(): pass\n", "`x.items(…)` is iterated over");
        refused("import x\nf'{x.y}'\n", "`x.y` is turned into text");
        refused("import x\nstr(x.y)\n", "turned into text");
        refused("import x\n'%s' % x.y\n", "turned into text");
        refused("import x\nlen(x.y)\n", "measured by len()");
        refused("import x\nint(x.y)\n", "turned into a number");
        refused("import x\n[1][x.y]\n", "used as an index");
        refused("import x\nwith x.y(): pass\n", "entered by `with`");
        refused("import x\n', '.join([x.y])\n", "joined to a text");
        refused("import x\nisinstance(1, x.T)\n", "used by isinstance()");
        refused("import x\nisinstance(x.v, int)\n", "asked for its type");
        refused("import x\nhasattr(x, 'y')\n", "hasattr");
        refused("import x\nraise x.Error('a')\n", "is raised");
        refused("import x\ntry:\n    1 / 0\nexcept x.Error:\n    pass\n", "compared with an exception");
        refused("from x import *\nif y:\n    pass\n", "`x.y` decides");
        refused("import x\nnot x.y\n", "decides");
        refused("import x\nx.a and 1\n", "decides");
        refused("import x\n1 in x.y or 2\n", "decides");
        refused("import x\nmatch x.y:\n    case [a]: pass\n", "matched");
        refused("from x import Base\nclass A(Base): pass\nfor i in A(): pass\n", "iterated over");
        refused(
            "import datetime\nif datetime.nothing_like_it: pass\n",
            "`datetime.nothing_like_it` is not implemented",
        );
    });
}

#[test]
fn a_lost_effect_is_refused_inside_upgrade_and_harmless_outside() {
    with_stack(|| {
        refused("import x\ndef upgrade():\n    x.do()\n", "`x.do(…)` is called for its effect");
        refused("import x\ndef helper():\n    x.do()\ndef upgrade():\n    helper()\n", "called for its effect");
        fine("import x\ndef upgrade():\n    y = x.value()\n");
        let files = [("helpers", "import gone\ngone.setup()\ndef f(): return 1\n")];
        assert_eq!(
            outcome(&files, "def upgrade():\n    from helpers import f\n    print(f())\n"),
            Ok("1\n".to_owned())
        );
    });
}

#[test]
fn errors_name_the_script_line_and_the_chain_of_imports() {
    with_stack(|| {
        let files = [
            ("app.__init__", "from app.models import User\n"),
            ("app.models", "import sqlmodel_like\nx = 1 / 0\nclass User(sqlmodel_like.Base): pass\n"),
        ];
        let (mut vm, _) = project(&files);
        let error = eval(&mut vm, "import os_like\nfrom app.models import User\nif User:\n    pass\n");
        let error = error.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("`app.models.User` decides") && error.contains("app/models.py:2"), "{error}");
        let (mut vm, _) = project(&[("app.models", "x = 1 / 0\n"), ("app.__init__", "")]);
        let error = eval(&mut vm, "from app.models import x\nif x:\n    pass\n").expect_err("x is needed");
        let Error::Unresolved(inner) = &error else { panic!("{error}") };
        assert_eq!(inner.name, "app.models.x");
        assert!(inner.reason.contains("app/models.py:1: ZeroDivisionError: division by zero"), "{}", inner.reason);
        let location = vm.locate(error.span()).expect("a place");
        assert_eq!((location.line, location.column, &*location.source_line), (2, 4, "if x:"));
        assert_eq!(error.traceback().len(), 1);
    });
}

#[test]
fn modules_of_the_project_are_evaluated_lazily_with_cycles_and_relative_imports() {
    with_stack(|| {
        let files = [
            ("pkg.__init__", "from . import a\nfrom .a import A\nVERSION = 3\n"),
            ("pkg.a", "from .b import B\nfrom . import b as bee\nclass A: pass\nNAME = __name__ + ' ' + __package__\n"),
            ("pkg.b", "import pkg.a\nfrom ..pkg.c import C if False else None\n"),
        ];
        let broken = outcome(&files, "import pkg\nprint(pkg.VERSION)\n");
        assert!(broken.is_ok(), "a module that is not Python is unresolved: {broken:?}");
        let files = [
            ("pkg.__init__", "from . import a\nfrom .a import A\nVERSION = 3\n"),
            ("pkg.a", "from .b import B\nfrom . import b as bee\nclass A: pass\nNAME = __name__ + ' ' + __package__\n"),
            ("pkg.b", "import pkg.a\nfrom .sub.c import C\nB = C + 1\n"),
            ("pkg.sub.__init__", ""),
            ("pkg.sub.c", "from .. import b\nfrom ..b import __name__ as n\nC = 1\n"),
        ];
        assert_eq!(
            outcome(
                &files,
                "import pkg.sub.c\nprint(pkg.VERSION, pkg.A.__module__, pkg.a.NAME, pkg.b.B, pkg.a.bee is pkg.b)\nimport pkg.a as q\nprint(q.NAME)\n"
            ),
            Ok("3 pkg.a pkg.a pkg 2 True\npkg.a pkg\n".to_owned())
        );
        let files = [("one", "from two import b\na = 1\n"), ("two", "from one import a\nb = 2\n")];
        let error =
            outcome(&files, "from one import a\nfrom two import b\nif b: pass\n").expect_err("a circular import");
        assert!(error.contains("partially initialized module 'one'"), "{error}");
        assert_eq!(
            outcome(&[("m", "x = 1")], "from m import y\n").err().as_deref(),
            Some("ImportError: cannot import name 'y' from 'm' (m.py)")
        );
        assert_eq!(
            outcome(
                &[("m", "__all__ = ['x', '_y']\nx = 1\n_y = 2\nz = 3\n")],
                "from m import *\nprint(x, _y)\ntry:\n    z\nexcept NameError as e:\n    print(e)\n"
            ),
            Ok("1 2\nname 'z' is not defined\n".to_owned())
        );
        assert_eq!(
            outcome(&[], "from . import x\n").err().as_deref(),
            Some("ImportError: attempted relative import with no known parent package")
        );
    });
}

#[test]
fn stubs_give_names_their_values() {
    with_stack(|| {
        let (mut vm, console) = project(&[]);
        vm.set_stub("app.config.SCHEMA", Value::str("public"));
        vm.set_stub("settings.DEBUG", Value::Bool(true));
        eval(&mut vm, "from app.config import SCHEMA\nfrom settings import DEBUG\nprint(SCHEMA, DEBUG)\n")
            .expect("the stubs are found");
        assert_eq!(*console.out.borrow(), "public True\n");
    });
}

#[test]
fn messages_to_an_unresolved_logger_are_no_effect() {
    with_stack(|| {
        fine("from kin.logs import get_logger\nlog = get_logger(__name__)\ndef upgrade():\n    log.info('begun')\n");
        fine("import app\ndef upgrade():\n    app.logger.warning('%s', 1)\n    app.migration_logger('x').error('y')\n");
        refused(
            "import app\ndef upgrade():\n    app.catalog.info()\n",
            "`app.catalog.info(…)` is called for its effect",
        );
        refused(
            "import app\ndef upgrade():\n    app.logger.flush()\n",
            "`app.logger.flush(…)` is called for its effect",
        );
    });
}
