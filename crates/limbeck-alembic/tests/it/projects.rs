use std::path::{Path, PathBuf};

use limbeck_alembic::{Config, ConfigError, ConfigOptions, Project, ProjectError};

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

fn load(file: PathBuf) -> Result<Config, ConfigError> {
    Config::load(&ConfigOptions { files: vec![file], ..ConfigOptions::default() })
}

fn open(folder: &Path) -> Result<Project, ProjectError> {
    Project::open(load(folder.join("alembic.ini"))?)
}

const INI: &str = "[alembic]\nscript_location = %(here)s/migrations\n";

#[test]
fn revisions_are_read_from_headers_in_all_their_forms() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    write(at, "alembic.ini", INI);
    write(at, "migrations/versions/a.py", "'''first\n\nmore'''\nrevision: str = 'a1'\ndown_revision = None\n");
    write(
        at,
        "migrations/versions/b.py",
        "revision = 'b' 'x'\ndown_revision = ('a1',)\nbranch_labels = ['web']\ndef upgrade(: broken\n",
    );
    write(
        at,
        "migrations/versions/c.py",
        "P = 'b'\nrevision = P.upper() + '1'\ndown_revision = P + 'x'\ndepends_on = 'a1'\n",
    );
    write(at, "migrations/versions/__init__.py", "");
    write(at, "migrations/versions/notes.txt", "not a script");
    let project = open(at).expect("a project");
    let lines: Vec<String> =
        project.graph.walk().iter().map(|member| member.line(limbeck_graph::LineOptions::HISTORY)).collect();
    assert_eq!(lines, ["bx (a1) -> B1 (web) (head), ", "a1 -> bx (web), ", "<base> -> a1, first"]);
}

#[test]
fn a_script_without_an_id_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "alembic.ini", INI);
    write(folder.path(), "migrations/versions/helper.py", "def f(): pass\n");
    let error = open(folder.path()).expect_err("no id");
    assert!(error.to_string().starts_with("Could not determine revision id from filename helper.py."), "{error}");
}

#[test]
fn pyproject_and_ini_complete_one_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    write(
        at,
        "pyproject.toml",
        "[tool.alembic]\nscript_location = \"%(here)s/migrations\"\nprepend_sys_path = [\".\"]\nversion_locations = [\"%(here)s/one\"]\n",
    );
    write(at, "one/a.py", "revision = 'a'\ndown_revision = None\n");
    write(at, "migrations/env.py", "");
    let config = load(at.join("pyproject.toml")).expect("a configuration");
    assert_eq!(config.prepend_sys_path().expect("a list"), ["."]);
    let project = Project::open(config).expect("a project");
    assert_eq!(project.graph.len(), 1);
}

#[test]
fn what_is_missing_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    assert!(matches!(load(at.join("alembic.ini")), Err(ConfigError::NoFile { .. })));
    write(at, "alembic.ini", "[other]\nscript_location = x\n");
    let config = load(at.join("alembic.ini")).expect("a configuration");
    assert_eq!(
        config.script_location().expect_err("no section").to_string(),
        "No 'script_location' key found in configuration."
    );
    write(at, "alembic.ini", "[alembic]\nscript_location = %(here)s/nowhere\n");
    let config = load(at.join("alembic.ini")).expect("a configuration");
    assert!(matches!(config.script_location(), Err(ConfigError::NoScriptFolder { .. })));
}
