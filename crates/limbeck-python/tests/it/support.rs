//! Running a script with its output captured.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use limbeck_python::{Console, Error, Module, Options, STACK_SIZE, Span, Vm};

/// Keeps what scripts print and log.
#[derive(Default)]
pub struct Captured {
    pub out: RefCell<String>,
    pub logged: RefCell<Vec<String>>,
}

impl Console for Captured {
    fn print(&self, text: &str) {
        self.out.borrow_mut().push_str(text);
    }
    fn log(&self, logger: &str, level: i32, level_name: &str, message: &str) {
        self.logged.borrow_mut().push(format!("{level_name}({level}) [{logger}] {message}"));
    }
    fn configure_logging(&self, file: &Path) {
        self.logged.borrow_mut().push(format!("configure {}", file.display()));
    }
    fn warn(&self, category: &str, message: &str, _: Span) {
        self.logged.borrow_mut().push(format!("{category}: {message}"));
    }
}

/// An evaluator with captured output.
pub fn vm() -> (Vm, Rc<Captured>) {
    let console = Rc::new(Captured::default());
    let vm = Vm::new(Options { console: Rc::clone(&console) as Rc<dyn Console>, ..Options::default() });
    (vm, console)
}

/// Evaluates a text as a module.
pub fn eval(vm: &mut Vm, text: &str) -> Result<Rc<Module>, Error> {
    vm.eval_module("snippet", Path::new("snippet.py"), text)
}

/// What a script printed, and its error as `Type: message`.
pub fn run(text: &str) -> (String, Option<String>) {
    let (mut vm, console) = vm();
    let error = eval(&mut vm, text).err().map(|error| match &error {
        Error::Raised(_) => error.to_string(),
        Error::Syntax(_) => "SyntaxError".to_owned(),
        Error::Unsupported(_) => format!("unsupported: {}", error.message()),
        Error::Unresolved(_) => format!("unresolved: {}", error.message()),
        Error::Limit(_) => format!("limit: {}", error.message()),
        Error::Interrupted => "interrupted".to_owned(),
    });
    let out = console.out.borrow().clone();
    (out, error)
}

/// Runs on a thread with the stack that scripts need.
pub fn with_stack<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(STACK_SIZE).spawn(f).expect("a thread starts");
    match thread.join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}
