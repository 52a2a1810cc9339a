//! `context.configure(output_buffer=…)`: where env.py wants the text of `--sql`.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;

use limbeck_python::{Args, Error, Result, Value, Vm};

use crate::runtime::{MigrationContext, environment};

/// A buffer of env.py, and the text that is still to be written to it: text is made where no script can be called.
#[derive(Debug)]
pub struct Output {
    buffer: Value,
    waiting: Rc<RefCell<String>>,
    begun: Cell<bool>,
}

impl Output {
    /// The buffer of a call; `None` for standard output, which is where the text goes anyway.
    pub(super) fn of(vm: &mut Vm, buffer: &Value) -> Result<Option<Output>> {
        if buffer.is_none() || buffer.is_unresolved() {
            return Ok(None);
        }
        let sys = vm.import("sys")?;
        let stdout = vm.get_attr(&sys, "stdout")?;
        if stdout.is_same(buffer) {
            return Ok(None);
        }
        Ok(Some(Output { buffer: buffer.clone(), waiting: Rc::default(), begun: Cell::new(false) }))
    }

    /// Where the text is collected.
    pub(super) fn waiting(&self) -> Rc<RefCell<String>> {
        Rc::clone(&self.waiting)
    }
}

/// Writes what waits to the buffer. What `open()` gave for writing keeps in memory what scripts write to it; the text of
/// `--sql` is the run's own, and goes into the file.
pub(super) fn pass_on(vm: &mut Vm, context: &MigrationContext) -> Result<()> {
    let Some(output) = &context.output else { return Ok(()) };
    let text = std::mem::take(&mut *output.waiting.borrow_mut());
    if text.is_empty() {
        return Ok(());
    }
    vm.call_method(&output.buffer, "write", Args::of([Value::str(&text)]))?;
    let Ok(path) = vm.get_attr(&output.buffer, "limbeck_path") else { return Ok(()) };
    let Some(path) = path.as_str().map(str::to_owned) else { return Ok(()) };
    let mode = vm.get_attr(&output.buffer, "mode")?;
    let anew = !output.begun.replace(true) && mode.as_str().is_none_or(|mode| !mode.contains('a'));
    let runtime = Rc::clone(&environment(vm)?.runtime);
    if !is_inside(vm, Path::new(&path)) {
        return Err(Error::unsupported(format!("writing `{path}`, which lies outside of the project,")));
    }
    runtime.write_output(Path::new(&path), &text, anew).map_err(|error| {
        let class = vm.builtin_exception("OSError");
        vm.new_exception(&class, vec![Value::from(error)])
    })
}

/// Whether a file lies below the project, wherever links lead.
fn is_inside(vm: &Vm, path: &Path) -> bool {
    let Some(Ok(root)) = vm.options().root.as_ref().map(|root| root.canonicalize()) else { return false };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let real = if path.exists() { path.canonicalize() } else { folder.canonicalize() };
    real.is_ok_and(|real| real.starts_with(root))
}

/// The same where something has been done that may have failed: its error is the one to tell.
pub(super) fn pass_on_after(vm: &mut Vm, context: &MigrationContext, done: Result<()>) -> Result<()> {
    let passed: std::result::Result<(), Error> = pass_on(vm, context);
    done.and(passed)
}
