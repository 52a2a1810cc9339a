//! A small project in a temporary folder, and the binary that runs on it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use expect_test::Expect;
use tempfile::TempDir;

pub const LIMBECK: &str = env!("CARGO_BIN_EXE_limbeck");
/// Variables that would send a run elsewhere, or change how it looks.
const VARIABLES: [&str; 11] = [
    "ALEMBIC_CONFIG",
    "LIMBECK_URL",
    "DATABASE_URL",
    "NO_COLOR",
    "CI",
    "TERM",
    "RUST_BACKTRACE",
    "LIMBECK_LANG",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
];

const INI: &str = concat!(
    "[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = sqlite:///%(here)s/pets.db\n\n",
    include_str!("recorded/logging/template.ini"),
);
const ENV: &str = r#"from logging.config import fileConfig

from sqlalchemy import create_engine

from alembic import context

config = context.config
fileConfig(config.config_file_name)

if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(config.get_main_option("sqlalchemy.url")).connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
"#;
const PET: &str = r#""""create pet"""
import sqlalchemy as sa
from alembic import op

revision = "1a2b3c"
down_revision = None


def upgrade():
    op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("pet")
"#;
const OWNER: &str = r#""""create owner

Who feeds the pet.
"""
import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def create(name):
    op.create_table(name, sa.Column("id", sa.Integer, primary_key=True))


def upgrade():
    create("owner")


def downgrade():
    op.drop_table("owner")
"#;

/// A folder with the project, in which commands run.
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// With two revisions, on a SQLite file of its own.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let project = Project { folder };
        let ini = INI.replacen("[alembic]\nscript_location = %(here)s/alembic\n", "", 1);
        project.write("alembic.ini", &ini);
        project.write("migrations/env.py", ENV);
        project.write("migrations/versions/1a2b3c_pet.py", PET);
        project.write("migrations/versions/4d5e6f_owner.py", OWNER);
        project
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>, line: &str) -> Command {
        let mut command = Command::new(program);
        command.args(line.split_whitespace()).current_dir(self.path()).stdin(Stdio::null());
        for name in VARIABLES {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, line: &str) -> Output {
        self.command(LIMBECK, line).output().expect("limbeck runs")
    }

    /// Exit code, standard output and standard error, without the folder.
    pub fn told(&self, output: &Output) -> String {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).replace(&self.path().display().to_string(), "FOLDER");
            text.replace("/private", "")
        };
        format!(
            "exit code {}\n--- stdout\n{}--- stderr\n{}",
            output.status.code().map_or("none".to_owned(), |code| code.to_string()),
            text(&output.stdout),
            text(&output.stderr)
        )
    }

    pub fn check(&self, line: &str, wanted: Expect) {
        wanted.assert_eq(&self.told(&self.run(line)));
    }

    /// A run that has to end well, and what it prints.
    pub fn stdout(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", self.told(&output));
        String::from_utf8(output.stdout).expect("UTF-8")
    }
}

/// A folder and all in it, but databases and `.env`.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else if path.extension().is_none_or(|extension| extension != "db") && entry.file_name() != ".env" {
            std::fs::copy(&path, &target).expect("a copy");
        }
    }
}
