//! Generic functions and classes and the `type` statement.

use crate::support::{run, with_stack};

/// What CPython 3.12 prints.
const EXPECTED: &str = "\
(3, 'T') ['T', 'Ts', 'P'] 7 Box Box.Inner Small
5 True True
{'a': None} False False
('T', 'outer')
";

#[test]
fn type_parameters_do_what_they_do_under_cpython() {
    with_stack(|| assert_eq!(run(include_str!("type_parameters.py")), (EXPECTED.to_owned(), None)));
}
