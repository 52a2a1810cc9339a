//! Paths into JSON.

use limbeck_ops::{Datum, Expr, Type, TypeKind};

/// A key, an index or a path as the JSON functions of SQLite and MySQL read it: `$."key"`, `$[0]`.
pub(crate) fn json_path(expr: &Expr) -> Expr {
    fn step(value: &Datum) -> String {
        match value {
            Datum::Int(index) => format!("[{index}]"),
            other => format!(".\"{}\"", super::python::text(other)),
        }
    }
    match expr {
        Expr::Bind(bind) => {
            let mut bind = bind.clone();
            bind.value = bind.value.as_ref().map(|value| match value {
                Datum::List(items) => Datum::Str(format!("${}", items.iter().map(step).collect::<String>())),
                Datum::Null => Datum::Null,
                other => Datum::Str(format!("${}", step(other))),
            });
            bind.ty = Type::new(TypeKind::Text(limbeck_ops::StringOptions::default()));
            bind.expanding = false;
            Expr::Bind(bind)
        }
        other => other.clone(),
    }
}
