//! Expressions in one normal form.

use sqlparser::ast::{
    AccessExpr, BinaryOperator, CaseWhen, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    Ident, ObjectName, ObjectNamePart, TrimWhereField, UnaryOperator, Value,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token as Raw;

use crate::catalog::fold::tokens::{Token, tokens};

/// How deep parentheses and calls may be: what fits on the small stack of a thread.
const DEEPEST: usize = 50;

/// How deep a chain of operators may be. `AND` and `OR` are not counted.
const LONGEST_CHAIN: usize = 120;

/// An expression without what the server adds or takes away when it writes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Column(String),
    Number(String),
    Text(String),
    Bool(bool),
    Null,
    /// An operator, a keyword of an operator, or `and`, `or` with any number of parts.
    Op(String, Vec<Node>),
    /// A function.
    Call(String, Vec<Node>),
    Array(Vec<Node>),
    Row(Vec<Node>),
    Case(Vec<Node>),
    Cast(Box<Node>, String),
    /// Something that is compared as text.
    Other(String),
}

/// Reads an expression; none where it can't be read.
pub(crate) fn normal(text: &str) -> Option<Node> {
    let dialect = PostgreSqlDialect {};
    let text = readable(text)?;
    let mut parser = Parser::new(&dialect).with_recursion_limit(DEEPEST).try_with_sql(&text).ok()?;
    let expression = parser.parse_expr().ok()?;
    (parser.peek_token_ref().token == Raw::EOF).then(|| node(&expression, 0))
}

/// Begins the name of a time zone that is a collation: the parser knows no `COLLATE` behind a cast, but binds this alike.
const COLLATED: &str = "collation ";

/// The text in words that the parser knows: `TRIM(BOTH FROM a)` is how the server writes `btrim(a)`.
fn readable(text: &str) -> Option<String> {
    let tokens = tokens(text).ok()?;
    let mut readable = String::with_capacity(text.len());
    let (mut done, mut at) = (0, 0);
    while let Some(token) = tokens.get(at) {
        let is = |ahead: usize, word: &str| tokens.get(at + ahead).is_some_and(|one| one.is_word(word));
        let opens = tokens.get(at + 1).is_some_and(|one| one.is_symbol("("));
        let sides = [("both", "btrim("), ("leading", "ltrim("), ("trailing", "rtrim(")];
        let trim = sides.iter().find(|(side, _)| is(0, "trim") && opens && is(2, side) && is(3, "from"));
        let (new, count) = match trim {
            Some((_, new)) => ((*new).to_owned(), 4),
            None if is(0, "isnull") => ("is null".to_owned(), 1),
            None if is(0, "notnull") => ("is not null".to_owned(), 1),
            None if is(0, "collate") => {
                let qualified = tokens.get(at + 2).is_some_and(|one| one.is_symbol("."));
                let count = if qualified { 4 } else { 2 };
                let name = tokens.get(at + count - 1).and_then(Token::name)?.replace('\'', "''");
                (format!("AT TIME ZONE '{COLLATED}{name}'"), count)
            }
            None => {
                at += 1;
                continue;
            }
        };
        readable.push_str(text.get(done..token.start)?);
        readable.push_str(&new);
        done = tokens.get(at + count - 1)?.end;
        at += count;
    }
    readable.push_str(text.get(done..)?);
    Some(readable)
}

fn name_of(ident: &Ident) -> String {
    if ident.quote_style.is_some() { ident.value.clone() } else { ident.value.to_lowercase() }
}

/// The last part of a name: what it is qualified with tells the server where to look.
fn last_name(name: &ObjectName) -> String {
    match name.0.last() {
        Some(ObjectNamePart::Identifier(ident)) => name_of(ident),
        Some(other) => other.to_string().to_lowercase(),
        None => String::new(),
    }
}

fn op(name: &str, parts: Vec<Node>) -> Node {
    Node::Op(name.to_owned(), parts)
}

fn call(name: &str, parts: Vec<Node>) -> Node {
    Node::Call(name.to_owned(), parts)
}

fn not(node: Node) -> Node {
    op("not", vec![node])
}

/// `and` and `or` of any number of parts.
fn joined(name: &str, left: Node, right: Node) -> Node {
    let mut parts = Vec::new();
    for side in [left, right] {
        match side {
            Node::Op(same, mut inner) if same == name => parts.append(&mut inner),
            other => parts.push(other),
        }
    }
    op(name, parts)
}

/// A type as the server shows it, without the length that it may have.
fn type_name(ty: &DataType) -> String {
    let text = ty.to_string().to_lowercase();
    let (base, is_array) = match text.find('[') {
        Some(at) => (text.get(..at).unwrap_or_default(), "[]"),
        None => (text.as_str(), ""),
    };
    let name: String = {
        let mut depth = 0usize;
        let letters = base.chars().filter(|one| match one {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            '"' => false,
            _ => depth == 0,
        });
        letters.collect()
    };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.rsplit('.').next().unwrap_or_default();
    let name = match name {
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "bool" => "boolean",
        "varchar" | "char varying" => "character varying",
        "char" | "bpchar" => "character",
        "decimal" | "dec" => "numeric",
        "float8" | "float" | "double" => "double precision",
        "float4" => "real",
        "timestamptz" => "timestamp with time zone",
        "timestamp" => "timestamp without time zone",
        "timetz" => "time with time zone",
        "time" => "time without time zone",
        other => other,
    };
    format!("{name}{is_array}")
}

fn node(expression: &Expr, depth: usize) -> Node {
    if depth > LONGEST_CHAIN {
        return Node::Other(String::new());
    }
    let inner = |expression: &Expr| node(expression, depth + 1);
    let unary = |name: &str, expression: &Expr| op(name, vec![inner(expression)]);
    match expression {
        Expr::Nested(expression) => inner(expression),
        Expr::Identifier(ident) => match (ident.quote_style, name_of(ident).as_str()) {
            (None, "current_timestamp") => call("now", Vec::new()),
            (None, "user") => Node::Column("current_user".to_owned()),
            (_, name) => Node::Column(name.to_owned()),
        },
        Expr::CompoundIdentifier(parts) => match parts.last() {
            Some(last) => Node::Column(name_of(last)),
            None => Node::Other(expression.to_string()),
        },
        Expr::Value(value) => match &value.value {
            Value::Number(text, _) => Node::Number(text.clone()),
            Value::SingleQuotedString(text)
            | Value::EscapedStringLiteral(text)
            | Value::UnicodeStringLiteral(text)
            | Value::NationalStringLiteral(text) => Node::Text(text.clone()),
            Value::DollarQuotedString(text) => Node::Text(text.value.clone()),
            Value::Boolean(value) => Node::Bool(*value),
            Value::Null => Node::Null,
            other => Node::Other(other.to_string()),
        },
        Expr::TypedString(typed) => match &typed.value.value {
            Value::SingleQuotedString(text) | Value::EscapedStringLiteral(text) => {
                Node::Cast(Box::new(Node::Text(text.clone())), type_name(&typed.data_type))
            }
            _ => Node::Other(expression.to_string()),
        },
        Expr::Interval(interval) => {
            let value = match (inner(&interval.value), &interval.leading_field) {
                (Node::Text(text), Some(field)) => Node::Text(format!("{text} {field}").to_lowercase()),
                (value, _) => value,
            };
            Node::Cast(Box::new(value), "interval".to_owned())
        }
        Expr::Cast { expr, data_type, .. } => Node::Cast(Box::new(inner(expr)), type_name(data_type)),
        Expr::Collate { expr, collation } => {
            op("collate", vec![inner(expr), Node::Text(format!("{COLLATED}{}", last_name(collation)))])
        }
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => match inner(expr) {
            Node::Number(text) if !text.starts_with('-') => Node::Number(format!("-{text}")),
            other => op("-", vec![other]),
        },
        Expr::UnaryOp { op: UnaryOperator::Plus, expr } => inner(expr),
        Expr::UnaryOp { op: UnaryOperator::Not, expr } => not(inner(expr)),
        Expr::UnaryOp { op: other, expr } => unary(&other.to_string(), expr),
        Expr::BinaryOp { left, op: operator, right } => binary(left, operator, right, depth),
        Expr::IsNull(expr) => unary("is null", expr),
        Expr::IsNotNull(expr) => unary("is not null", expr),
        Expr::IsTrue(expr) => unary("is true", expr),
        Expr::IsNotTrue(expr) => unary("is not true", expr),
        Expr::IsFalse(expr) => unary("is false", expr),
        Expr::IsNotFalse(expr) => unary("is not false", expr),
        Expr::IsUnknown(expr) => unary("is unknown", expr),
        Expr::IsNotUnknown(expr) => unary("is not unknown", expr),
        Expr::IsDistinctFrom(left, right) => op("is distinct from", vec![inner(left), inner(right)]),
        Expr::IsNotDistinctFrom(left, right) => not(op("is distinct from", vec![inner(left), inner(right)])),
        Expr::Between { expr, negated, low, high } => {
            let (value, low, high) = (inner(expr), inner(low), inner(high));
            if *negated {
                joined("or", op("<", vec![value.clone(), low]), op(">", vec![value, high]))
            } else {
                joined("and", op(">=", vec![value.clone(), low]), op("<=", vec![value, high]))
            }
        }
        Expr::InList { expr, list, negated } => {
            let (value, name) = (inner(expr), if *negated { "<>" } else { "=" });
            match list.as_slice() {
                [one] => op(name, vec![value, inner(one)]),
                list => {
                    let list = Node::Array(list.iter().map(inner).collect());
                    op(if *negated { "<> all" } else { "= any" }, vec![value, list])
                }
            }
        }
        Expr::AnyOp { left, compare_op, right, .. } => {
            op(&format!("{} any", operator(compare_op)), vec![inner(left), inner(right)])
        }
        Expr::AllOp { left, compare_op, right } => {
            op(&format!("{} all", operator(compare_op)), vec![inner(left), inner(right)])
        }
        Expr::Like { negated, any: false, expr, pattern, escape_char } => {
            like(if *negated { "!~~" } else { "~~" }, inner(expr), inner(pattern), escape_char.as_deref().map(inner))
        }
        Expr::ILike { negated, any: false, expr, pattern, escape_char } => {
            like(if *negated { "!~~*" } else { "~~*" }, inner(expr), inner(pattern), escape_char.as_deref().map(inner))
        }
        Expr::SimilarTo { negated, expr, pattern, escape_char } => {
            let mut arguments = vec![inner(pattern)];
            arguments.extend(escape_char.as_deref().map(inner));
            op(if *negated { "!~" } else { "~" }, vec![inner(expr), call("similar_to_escape", arguments)])
        }
        Expr::AtTimeZone { timestamp, time_zone } => match inner(time_zone) {
            Node::Text(zone) if zone.starts_with(COLLATED) => op("collate", vec![inner(timestamp), Node::Text(zone)]),
            zone => call("timezone", vec![zone, inner(timestamp)]),
        },
        Expr::Extract { field, expr, .. } => {
            let field = field.to_string().to_lowercase();
            call("extract", vec![Node::Text(field.trim_matches('\'').to_owned()), inner(expr)])
        }
        Expr::Position { expr, r#in } => call("position", vec![inner(r#in), inner(expr)]),
        Expr::Substring { expr, substring_from, substring_for, .. } => {
            let mut arguments = vec![inner(expr)];
            arguments.extend(substring_from.as_deref().map(inner));
            arguments.extend(substring_for.as_deref().map(inner));
            call("substring", arguments)
        }
        Expr::Trim { trim_where, trim_what, expr, trim_characters } => {
            let name = match trim_where {
                Some(TrimWhereField::Leading) => "ltrim",
                Some(TrimWhereField::Trailing) => "rtrim",
                Some(TrimWhereField::Both) | None => "btrim",
            };
            let mut arguments = vec![inner(expr)];
            arguments.extend(trim_what.as_deref().map(inner));
            arguments.extend(trim_characters.iter().flatten().map(inner));
            call(name, arguments)
        }
        Expr::Overlay { expr, overlay_what, overlay_from, overlay_for } => {
            let mut arguments = vec![inner(expr), inner(overlay_what), inner(overlay_from)];
            arguments.extend(overlay_for.as_deref().map(inner));
            call("overlay", arguments)
        }
        Expr::Ceil { expr, .. } => call("ceil", vec![inner(expr)]),
        Expr::Floor { expr, .. } => call("floor", vec![inner(expr)]),
        Expr::Function(function) => function_node(function, depth),
        Expr::Case { operand, conditions, else_result, .. } => {
            let mut parts = Vec::new();
            let operand = operand.as_deref().map(inner);
            for CaseWhen { condition, result } in conditions {
                let condition = inner(condition);
                parts.push(match &operand {
                    Some(operand) => op("=", vec![operand.clone(), condition]),
                    None => condition,
                });
                parts.push(inner(result));
            }
            // `ELSE NULL` is written where there was no ELSE.
            parts.push(else_result.as_deref().map_or(Node::Null, inner));
            Node::Case(parts)
        }
        Expr::Array(array) => Node::Array(array.elem.iter().map(inner).collect()),
        Expr::Tuple(parts) => Node::Row(parts.iter().map(inner).collect()),
        Expr::CompoundFieldAccess { root, access_chain } => {
            let mut found = inner(root);
            for access in access_chain {
                found = match access {
                    AccessExpr::Dot(field) => op(".", vec![found, inner(field)]),
                    AccessExpr::Subscript(_) => op("[]", vec![found, Node::Text(access.to_string())]),
                };
            }
            found
        }
        other => Node::Other(other.to_string().to_lowercase()),
    }
}

fn like(name: &str, value: Node, pattern: Node, escape: Option<Node>) -> Node {
    let pattern = match escape {
        Some(escape) => call("like_escape", vec![pattern, escape]),
        None => pattern,
    };
    op(name, vec![value, pattern])
}

/// An operator's own text; `OPERATOR(pg_catalog.+)` is `+`.
fn operator(operator: &BinaryOperator) -> String {
    match operator {
        BinaryOperator::PGCustomBinaryOperator(parts) => parts.last().cloned().unwrap_or_default(),
        BinaryOperator::NotEq => "<>".to_owned(),
        other => other.to_string().to_lowercase(),
    }
}

fn binary(mut left: &Expr, name: &BinaryOperator, right: &Expr, depth: usize) -> Node {
    if let BinaryOperator::And | BinaryOperator::Or = name {
        let mut parts = vec![node(right, depth + 1)];
        while let Expr::BinaryOp { left: next, op, right } = left
            && op == name
        {
            parts.push(node(right, depth + 1));
            left = next;
        }
        let first = node(left, depth + 1);
        let name = operator(name);
        return parts.into_iter().rev().fold(first, |left, right| joined(&name, left, right));
    }
    let parts = (node(left, depth + 1), node(right, depth + 1));
    match name {
        BinaryOperator::Overlaps => {
            let mut arguments = Vec::new();
            for side in [parts.0, parts.1] {
                match side {
                    Node::Row(mut row) => arguments.append(&mut row),
                    other => arguments.push(other),
                }
            }
            call("overlaps", arguments)
        }
        BinaryOperator::Eq | BinaryOperator::NotEq => match parts {
            // Rows are compared column by column.
            (Node::Row(left), Node::Row(right)) if left.len() == right.len() && !left.is_empty() => {
                let (each, all) = if *name == BinaryOperator::Eq { ("=", "and") } else { ("<>", "or") };
                op(all, left.into_iter().zip(right).map(|(one, two)| op(each, vec![one, two])).collect())
            }
            parts => op(&operator(name), vec![parts.0, parts.1]),
        },
        other => op(&operator(other), vec![parts.0, parts.1]),
    }
}

fn function_node(function: &Function, depth: usize) -> Node {
    let mut name = last_name(&function.name);
    let plain = function.filter.is_none() && function.over.is_none() && function.within_group.is_empty();
    let mut arguments = Vec::new();
    match &function.args {
        FunctionArguments::None => (),
        FunctionArguments::List(list) if list.duplicate_treatment.is_none() && list.clauses.is_empty() && plain => {
            for argument in &list.args {
                match argument {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(one)) => arguments.push(node(one, depth + 1)),
                    other => arguments.push(Node::Other(other.to_string().to_lowercase())),
                }
            }
        }
        FunctionArguments::List(_) | FunctionArguments::Subquery(_) => {
            return Node::Other(function.to_string().to_lowercase());
        }
    }
    match (name.as_str(), arguments.as_slice()) {
        ("current_timestamp" | "transaction_timestamp", []) => name = "now".to_owned(),
        ("current_user" | "current_role" | "user", []) => return Node::Column("current_user".to_owned()),
        ("current_date" | "current_time" | "localtime" | "localtimestamp" | "session_user" | "current_catalog", []) => {
            return Node::Column(name);
        }
        ("row", _) => return Node::Row(arguments),
        // Before version 14 the server wrote EXTRACT so.
        ("date_part", [_, _]) => name = "extract".to_owned(),
        // The server keeps `ceiling` and the like as they were; only these are spelled in two ways.
        ("trim", _) => name = "btrim".to_owned(),
        // A sequence is written with its schema where the path lacks that.
        ("nextval" | "currval" | "setval", _) => {
            let text = match arguments.first() {
                Some(Node::Cast(inner, ty)) if ty == "regclass" => match inner.as_ref() {
                    Node::Text(text) => Some(text.clone()),
                    _ => None,
                },
                Some(Node::Text(text)) => Some(text.clone()),
                Some(_) | None => None,
            };
            if let (Some(text), Some(first)) = (text, arguments.first_mut()) {
                let last = text.rsplit('.').next().unwrap_or_default().trim_matches('"').to_owned();
                *first = Node::Text(last);
            }
        }
        _ => (),
    }
    Node::Call(name, arguments)
}
