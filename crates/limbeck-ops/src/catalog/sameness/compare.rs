//! Two expressions in normal form.

use super::Sameness;
use super::literal::compare_literals;
use super::normal::Node;

/// Types that the server casts to of its own accord, so that operands fit an operator or a function.
const IMPLICIT: &[&str] = &[
    "text",
    "text[]",
    "character varying",
    "character varying[]",
    "character",
    "character[]",
    "name",
    "integer",
    "bigint",
    "numeric",
    "numeric[]",
    "integer[]",
    "bigint[]",
    "real",
    "double precision",
    "double precision[]",
    "timestamp without time zone",
    "timestamp with time zone",
    "time with time zone",
    "interval",
    "regclass",
    "oid",
    "inet",
    "bit varying",
    "anyarray",
    "anyenum",
];

/// Compares what was expected with what the server wrote.
pub(super) fn compare(expected: &Node, actual: &Node, type_of: &dyn Fn(&str) -> Option<String>) -> Sameness {
    let (expected, wanted) = without_casts(expected);
    let (actual, found) = without_casts(actual);
    let all = |left: &[Node], right: &[Node]| {
        if left.len() != right.len() {
            return Sameness::Different;
        }
        left.iter().zip(right).map(|(one, two)| compare(one, two, type_of)).fold(Sameness::Same, Sameness::and)
    };
    if is_literal(expected) && is_literal(actual) {
        return compare_literals(expected, actual, found.last().or(wanted.last()).copied().unwrap_or_default());
    }
    let casts = compare_casts(expected, &wanted, &found, type_of);
    let nodes = match (expected, actual) {
        (Node::Other(one), Node::Other(two)) if one == two => Sameness::Same,
        (Node::Other(_), _) | (_, Node::Other(_)) => Sameness::Unsure,
        (Node::Column(one), Node::Column(two)) => Sameness::of(one == two),
        (Node::Op(name, parts), Node::Op(other, others)) => {
            if name == other {
                all(parts, others)
            } else {
                Sameness::Different
            }
        }
        (Node::Call(name, parts), Node::Call(other, others)) => {
            if name == other {
                all(parts, others)
            } else {
                Sameness::Different
            }
        }
        (Node::Array(parts), Node::Array(others))
        | (Node::Row(parts), Node::Row(others))
        | (Node::Case(parts), Node::Case(others)) => all(parts, others),
        // `ROW(a)` and arrays that were folded into a literal.
        (Node::Array(_), Node::Text(_)) | (Node::Text(_), Node::Array(_)) => Sameness::Unsure,
        (_, _) => Sameness::Different,
    };
    nodes.and(casts)
}

/// The casts around a node, innermost first.
fn without_casts(mut node: &Node) -> (&Node, Vec<&str>) {
    let mut casts = Vec::new();
    while let Node::Cast(inner, ty) = node {
        casts.push(ty.as_str());
        node = inner;
    }
    casts.reverse();
    (node, casts)
}

fn is_literal(node: &Node) -> bool {
    match node {
        Node::Number(_) | Node::Text(_) | Node::Bool(_) | Node::Null => true,
        Node::Column(_) | Node::Op(..) | Node::Call(..) | Node::Array(_) | Node::Row(_) => false,
        Node::Case(_) | Node::Cast(..) | Node::Other(_) => false,
    }
}

/// Casts of what is no literal: those that were written stay, unless they do nothing; others are the server's.
fn compare_casts(node: &Node, wanted: &[&str], found: &[&str], type_of: &dyn Fn(&str) -> Option<String>) -> Sameness {
    let mut answer = Sameness::Same;
    for ty in wanted.iter().filter(|ty| !found.contains(ty)) {
        let idle = match node {
            Node::Column(name) => match type_of(name) {
                Some(own) => Sameness::of(base(&own) == *ty),
                None => Sameness::Unsure,
            },
            // Which type a function gives is not known here.
            Node::Call(..) | Node::Op(..) | Node::Case(_) | Node::Array(_) => {
                if IMPLICIT.contains(ty) {
                    Sameness::Same
                } else {
                    Sameness::Unsure
                }
            }
            Node::Row(_) | Node::Other(_) | Node::Number(_) | Node::Text(_) | Node::Bool(_) | Node::Null => {
                Sameness::Unsure
            }
            Node::Cast(..) => Sameness::Unsure,
        };
        answer = answer.and(idle);
    }
    for ty in found.iter().filter(|ty| !wanted.contains(ty)) {
        if !IMPLICIT.contains(ty) {
            answer = answer.and(match node {
                // A whole array or a choice is cast to the type of the other side.
                Node::Array(_) | Node::Case(_) | Node::Call(..) => Sameness::Unsure,
                Node::Column(_) | Node::Op(..) | Node::Row(_) | Node::Other(_) | Node::Cast(..) => Sameness::Different,
                Node::Number(_) | Node::Text(_) | Node::Bool(_) | Node::Null => Sameness::Different,
            });
        }
    }
    answer
}

/// `character varying` of `character varying(20)`.
fn base(ty: &str) -> String {
    let is_array = ty.ends_with("[]");
    let mut text = String::new();
    let mut depth = 0usize;
    for one in ty.trim_end_matches("[]").chars() {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '"' => (),
            _ if depth == 0 => text.push(one),
            _ => (),
        }
    }
    let text = text.rsplit('.').next().unwrap_or_default().to_lowercase();
    if is_array { format!("{text}[]") } else { text }
}
