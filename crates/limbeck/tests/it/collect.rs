//! A reporter that keeps what it is told, and projects in temporary folders.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use limbeck::{ConfigOptions, Language, Level, Message, Progress, Reporter, Settings};

/// Keeps everything.
#[derive(Default)]
pub struct Collected {
    /// Standard output.
    pub out: RefCell<String>,
    /// Log records and warnings, a line each.
    pub log: RefCell<String>,
}

impl Reporter for Collected {
    fn print(&self, text: &str) {
        self.out.borrow_mut().push_str(text);
    }

    fn log(&self, logger: &str, level: Level, message: &str) {
        self.log.borrow_mut().push_str(&format!("{} [{logger}] {message}\n", level.name()));
    }

    fn configure_logging(&self, _file: &Path) {}

    fn warn(&self, message: &Message, _place: Option<&str>) {
        self.log.borrow_mut().push_str(&format!("WARNING {message}\n"));
    }

    fn progress(&self, _progress: &Progress) {}
}

/// A project in a temporary folder.
pub struct TestProject {
    folder: tempfile::TempDir,
}

impl TestProject {
    /// A project with this env.py and no revisions.
    pub fn new(env_py: &str) -> TestProject {
        let project = TestProject { folder: tempfile::tempdir().expect("a temporary folder") };
        project.write("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n");
        project.write("migrations/env.py", env_py);
        project
    }

    /// Writes a file of the project.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// A path in the project.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Settings for the project, and what will be reported.
    pub fn settings(&self) -> (Settings, Rc<Collected>) {
        settings_of(&self.path("alembic.ini"), None)
    }
}

/// Settings for an ini file and a database, and what will be reported.
pub fn settings_of(ini: &Path, url: Option<&str>) -> (Settings, Rc<Collected>) {
    let collected = Rc::new(Collected::default());
    let settings = Settings {
        config: ConfigOptions { files: vec![ini.to_owned()], ..ConfigOptions::default() },
        url: url.map(str::to_owned),
        lock_wait: Duration::ZERO,
        interrupt: Arc::default(),
        no_env: false,
        language: Language::English,
        resume: limbeck::Resume::Ask,
        reporter: Rc::clone(&collected) as Rc<dyn Reporter>,
    };
    (settings, collected)
}

/// The ini of the guide's project.
pub fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/hospital_value/backend/alembic.ini")
}

/// Runs on a thread with the stack that scripts need.
pub fn on_big_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new()
        .stack_size(limbeck::STACK_SIZE)
        .spawn(work)
        .expect("a thread")
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
