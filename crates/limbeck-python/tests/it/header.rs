//! Reading headers without evaluating.

use limbeck_python::{HeaderValue, read_header};

const NAMES: &[&str] = &["revision", "down_revision", "branch_labels", "depends_on"];

fn text(value: &str) -> HeaderValue {
    HeaderValue::Str(value.to_owned())
}

#[test]
fn literals_are_read() {
    let header = read_header(
        "\"\"\"Add things\n\nRevision ID: abc\n\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision: str = 'abc'\ndown_revision: Union[str, None] = ('x', \"y\")\nbranch_labels = None\ndepends_on = ['q' 'r']\n\ndef upgrade():\n    this is not python\n",
        NAMES,
    )
    .expect("a header");
    assert_eq!(header.doc.as_deref(), Some("Add things\n\nRevision ID: abc\n"));
    assert_eq!(header.get("revision"), Some(&text("abc")));
    assert_eq!(header.get("down_revision"), Some(&HeaderValue::Sequence(vec![text("x"), text("y")])));
    assert_eq!(header.get("branch_labels"), Some(&HeaderValue::None));
    assert_eq!(header.get("depends_on"), Some(&HeaderValue::Sequence(vec![text("qr")])));
}

#[test]
fn what_has_to_be_evaluated_is_computed() {
    let get = |script: &str| read_header(script, NAMES).expect("a header").get("revision").cloned();
    assert_eq!(get("revision = make()\n"), Some(HeaderValue::Computed));
    assert_eq!(get("revision = 'a' + 'b'\n"), Some(HeaderValue::Computed));
    assert_eq!(get("if x:\n    revision = 'a'\n"), Some(HeaderValue::Computed));
    assert_eq!(get("from x import revision\n"), Some(HeaderValue::Computed));
    assert_eq!(get("def f(): pass\nrevision = 'late'\n"), Some(text("late")));
    assert_eq!(get("def f():\n    global revision\n    revision = 'b'\nrevision = 'a'\n"), Some(text("a")));
    assert_eq!(get("revision, down_revision = 'a', 'b'\n"), Some(text("a")));
    assert_eq!(get("revision = down_revision = 'a'\n"), Some(text("a")));
    assert_eq!(get("x = '''\ndef f():\n'''\nrevision = 'a'\n"), Some(text("a")));
    assert_eq!(get("revisions = 'a'\n"), None);
    assert_eq!(get("\u{feff}revision = 'a'\n"), Some(text("a")));
    assert_eq!(get("revision = 'a'\r\ndown_revision = None\r\n"), Some(text("a")));
}

#[test]
fn a_file_that_is_not_python_is_a_syntax_error() {
    assert!(read_header("revision = = 1\n", NAMES).is_err());
    assert!(read_header(&"(".repeat(100_000), NAMES).is_err());
}
