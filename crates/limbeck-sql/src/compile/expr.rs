//! Expressions.

use limbeck_ops::{
    BinaryOp, ColumnRef, Datum, Expr, FrameBound, FrameUnit, From, FunctionCall, ListOp, OrderBy, TextClause, Type,
    TypeKind, UnaryOp, WindowSpec,
};

use super::grouping::{
    Grouping, Op, affinity_of, folded, grouping, is_condition, is_like_pattern, is_quantified, is_value, negated,
    numeric, type_of,
};
use super::select::Place;
use super::types::Affinity;
use super::{Compiler, Inserted, Scope, Values, delimited, literal, types};
use crate::error::SqlError;
use crate::quoting::has_illegal_characters;

impl Compiler<'_> {
    /// An operand with the brackets that `self_group(against)` gives it.
    pub fn operand(&mut self, s: &Scope<'_>, expr: &Expr, against: Op<'_>) -> Result<String, SqlError> {
        match grouping(&self.style, expr, against) {
            Grouping::Plain => self.expr(s, expr),
            Grouping::Brackets => Ok(format!("({})", self.expr(&s.inner(), expr)?)),
            Grouping::AsCondition => self.as_condition(s, expr, true),
        }
    }

    /// A boolean value where a condition is wanted.
    fn as_condition(&mut self, s: &Scope<'_>, expr: &Expr, wanted: bool) -> Result<String, SqlError> {
        let text = self.expr(s, expr)?;
        Ok(match (self.style.flavour.native_boolean() || is_condition(expr), wanted) {
            (true, true) => text,
            (true, false) => format!("NOT {text}"),
            (false, true) => format!("{text} = 1"),
            (false, false) => format!("{text} = 0"),
        })
    }

    /// Conditions joined by AND, as WHERE and HAVING have them.
    pub fn conditions(&mut self, s: &Scope<'_>, filters: &[Expr]) -> Result<String, SqlError> {
        let kept = folded(ListOp::And, filters);
        match kept.as_slice() {
            [one] => self.operand(s, one, Op::Condition),
            many => {
                // What stood in an `and_()` of its own is inside of an operator, what stands in the clause itself is not.
                let inner = Scope { in_operator: true, ..*s };
                let parts: Result<Vec<_>, _> = many
                    .iter()
                    .map(|filter| {
                        let own = filters.iter().any(|one| std::ptr::eq(one, *filter));
                        self.operand(if own { s } else { &inner }, filter, Op::List(ListOp::And))
                    })
                    .collect();
                Ok(delimited(parts?, " AND "))
            }
        }
    }

    /// An expression without brackets around it.
    pub fn expr(&mut self, s: &Scope<'_>, expr: &Expr) -> Result<String, SqlError> {
        if self.depth >= super::DEEPEST {
            return Err(SqlError::of("RecursionError", "maximum recursion depth exceeded"));
        }
        self.depth += 1;
        let text = self.one(s, expr);
        self.depth -= 1;
        text
    }

    fn one(&mut self, s: &Scope<'_>, expr: &Expr) -> Result<String, SqlError> {
        match expr {
            Expr::Text(text) => self.text(s, text),
            Expr::Bind(bind) => self.bind(s, bind),
            Expr::Literal { value, ty } => literal::literal(&self.style, value, ty),
            Expr::Column(column) => self.column(s, column),
            Expr::Star => Ok("*".to_owned()),
            Expr::Null => Ok("NULL".to_owned()),
            Expr::True => Ok(literal::boolean(&self.style, true).to_owned()),
            Expr::False => Ok(literal::boolean(&self.style, false).to_owned()),
            Expr::Function(call) => self.function(&s.inner(), call),
            Expr::NextValue { sequence, schema } => {
                let sequence = limbeck_ops::Sequence {
                    name: Some(sequence.clone()),
                    schema: schema.clone(),
                    ..limbeck_ops::Sequence::default()
                };
                self.style.flavour.next_value(&self.style, &sequence)
            }
            Expr::Unary { op, expr } => self.unary(s, *op, expr),
            Expr::Binary { op, left, right, ty } => self.binary(s, op, left, right, ty),
            Expr::List { op, items } => self.list_of(s, *op, items),
            Expr::Between { expr, low, high, negated, symmetric } => {
                self.between(s, expr, low, high, (*negated, *symmetric))
            }
            Expr::Cast { tries: true, .. } if !self.style.dialect.generic => {
                Err(types::cannot_compile(&self.style, "<class 'sqlalchemy.sql.elements.TryCast'>"))
            }
            Expr::Cast { expr, ty, tries } => {
                let text = self.cast(s, expr, ty)?;
                Ok(if *tries { format!("TRY_{text}") } else { text })
            }
            Expr::Case { value, whens, otherwise, .. } => self.case(s, value.as_deref(), whens, otherwise.as_deref()),
            Expr::Tuple(items) => Ok(format!("({})", self.comma_list(s, items)?)),
            Expr::Grouping(inner) => Ok(format!("({})", self.expr(&s.inner(), inner)?)),
            Expr::Label { expr, .. } | Expr::TypeCoerce { expr, .. } => self.expr(s, expr),
            Expr::Subquery(select) => Ok(format!("({})", self.select(&s.inner(), select, Place::Scalar)?)),
            Expr::Extract { field, expr } => {
                let flavour = self.style.flavour;
                flavour.extract(self, &s.inner(), field, expr)
            }
            Expr::Over { function, window } => self.over(&s.inner(), function, window),
            Expr::Filter { function, condition } => {
                let function = self.expr(&s.inner(), function)?;
                Ok(format!("{function} FILTER (WHERE {})", self.expr(&s.inner(), condition)?))
            }
            Expr::WithinGroup { function, order_by } => {
                let function = self.expr(&s.inner(), function)?;
                Ok(format!("{function} WITHIN GROUP (ORDER BY {})", self.order_list(&s.inner(), order_by)?))
            }
            Expr::AggregateOrderBy { expr, order_by } => {
                let flavour = self.style.flavour;
                if !flavour.has_arrays() {
                    return Err(types::cannot_compile(
                        &self.style,
                        "<class 'sqlalchemy.dialects.postgresql.ext.aggregate_order_by'>",
                    ));
                }
                let argument = self.expr(&s.inner(), expr)?;
                Ok(format!("{argument} ORDER BY {}", self.order_list(&s.inner(), order_by)?))
            }
            Expr::Array { items, ty } => {
                if !self.style.flavour.has_arrays() {
                    return Err(types::cannot_compile(
                        &self.style,
                        "<class 'sqlalchemy.dialects.postgresql.array.array'>",
                    ));
                }
                let item_is_known = match &ty.kind {
                    TypeKind::Array { item, .. } => item.kind != TypeKind::Null,
                    _ => false,
                };
                if items.is_empty() && item_is_known {
                    return Ok(format!("ARRAY[]::{}", types::render(&self.style, ty)?));
                }
                Ok(format!("ARRAY[{}]", self.comma_list(&s.inner(), items)?))
            }
            Expr::Identifier(name) => Ok(self.quote(name)),
            Expr::Foreign(class) => Err(types::cannot_compile(&self.style, class)),
        }
    }

    /// Expressions between commas.
    pub fn comma_list(&mut self, s: &Scope<'_>, items: &[Expr]) -> Result<String, SqlError> {
        let parts: Result<Vec<_>, _> = items.iter().map(|item| self.operand(&s.inner(), item, Op::Comma)).collect();
        Ok(delimited(parts?, ", "))
    }

    /// The entries of an ORDER BY inside an expression.
    pub fn order_list(&mut self, s: &Scope<'_>, order_by: &[OrderBy]) -> Result<String, SqlError> {
        let mut parts = Vec::with_capacity(order_by.len());
        for by in order_by {
            let entry = super::select::resolved(s, &by.expr, &[])?;
            parts.push(self.operand(s, &entry, Op::Comma)?);
        }
        Ok(delimited(parts, ", "))
    }

    /// `text(…)`: percents, `:name` binds and `\:` escapes.
    pub fn text(&mut self, s: &Scope<'_>, clause: &TextClause) -> Result<String, SqlError> {
        let text = self.style.percents(&clause.text);
        let mut out = String::with_capacity(text.len());
        for piece in super::pyformat::text_pieces(&text) {
            match piece {
                super::pyformat::Piece::Text(text) => out.push_str(text),
                super::pyformat::Piece::Bind(name) => match clause.binds.iter().find(|bind| bind.name == name) {
                    Some(bind) => {
                        let bind = limbeck_ops::Bind { unique: false, ..bind.clone() };
                        out.push_str(&self.bind(&s.inner(), &bind)?);
                    }
                    None => {
                        let bind = limbeck_ops::Bind {
                            name: name.to_owned(),
                            value: None,
                            ty: self.untyped(name),
                            unique: false,
                            expanding: false,
                        };
                        out.push_str(&self.bind(&s.inner(), &bind)?);
                    }
                },
            }
        }
        Ok(out)
    }

    /// A bind of `text()` has no type; literals are rendered by the value's own.
    fn untyped(&self, name: &str) -> Type {
        match self.values {
            Values::Literal | Values::RequiredLiteral => {
                self.parameter(name).map_or(Type::new(TypeKind::Null), super::value_type)
            }
            Values::Named | Values::Driver => Type::new(TypeKind::Null),
        }
    }

    fn column(&mut self, s: &Scope<'_>, column: &ColumnRef) -> Result<String, SqlError> {
        let name = match &column.table {
            _ if column.is_literal => self.style.percents(&column.name.text),
            Some(_) if super::labels::unnamed(&column.name).is_some() => self.label(&column.name),
            Some(table) if is_cut(table, &column.name) => {
                let text = self.cut("colident", &column.name.text);
                self.quote(&limbeck_ops::Name { text, ..column.name.clone() })
            }
            Some(_) | None => self.quote(&column.name),
        };
        match &column.table {
            Some(table) if s.inserted != Inserted::Column && is_inserted(table) => Ok(match s.inserted {
                Inserted::Alias(alias) => format!("{alias}.{name}"),
                Inserted::Values | Inserted::Column => format!("VALUES({name})"),
            }),
            Some(table) if s.include_table && !is_whole_row(table, column) => match self.column_prefix(table)? {
                Some(prefix) => Ok(format!("{prefix}.{name}")),
                None => Ok(name),
            },
            Some(_) | None => Ok(name),
        }
    }

    fn function(&mut self, s: &Scope<'_>, call: &FunctionCall) -> Result<String, SqlError> {
        if let Some(text) = &call.written {
            return Ok(text.clone());
        }
        let flavour = self.style.flavour;
        if let Some(text) = flavour.function(self, s, call)? {
            return Ok(text);
        }
        let Some((name, packages)) = call.name.split_last() else {
            return Err(SqlError::Unsupported("a function without a name".to_owned()));
        };
        let lower = name.text.to_lowercase();
        if packages.is_empty() {
            let bare = match lower.as_str() {
                "current_date" => Some("CURRENT_DATE"),
                "current_time" => Some("CURRENT_TIME"),
                "current_timestamp" => Some("CURRENT_TIMESTAMP"),
                "current_user" => Some("CURRENT_USER"),
                "localtime" => Some("LOCALTIME"),
                "localtimestamp" => Some("LOCALTIMESTAMP"),
                "session_user" => Some("SESSION_USER"),
                "user" => Some("USER"),
                "sysdate" => Some("sysdate"),
                _ => None,
            };
            if let Some(bare) = bare {
                return Ok(match call.args.is_empty() {
                    true => bare.to_owned(),
                    false => format!("{bare}({})", self.comma_list(s, &call.args)?),
                });
            }
        }
        let lists = match lower.as_str() {
            "cube" => Some("CUBE"),
            "rollup" => Some("ROLLUP"),
            "grouping_sets" => Some("GROUPING SETS"),
            _ => None,
        };
        if let Some(word) = lists.filter(|_| packages.is_empty()) {
            return Ok(format!("{word}({})", self.comma_list(s, &call.args)?));
        }
        let quoted = |compiler: &Self, part: &limbeck_ops::Name| {
            if has_illegal_characters(&part.text) || part.quote.is_some() {
                compiler.style.quote(part)
            } else {
                part.text.clone()
            }
        };
        let mut text: Vec<String> = packages.iter().map(|part| quoted(self, part)).collect();
        text.push(quoted(self, name));
        let arguments =
            if call.args.is_empty() && lower == "count" { "*".to_owned() } else { self.comma_list(s, &call.args)? };
        Ok(format!("{}({arguments})", text.join(".")))
    }

    fn unary(&mut self, s: &Scope<'_>, op: UnaryOp, expr: &Expr) -> Result<String, SqlError> {
        let modifier = match op {
            UnaryOp::Desc => " DESC",
            UnaryOp::Asc => " ASC",
            UnaryOp::NullsFirst => " NULLS FIRST",
            UnaryOp::NullsLast => " NULLS LAST",
            UnaryOp::Not => return self.not(s, expr),
            UnaryOp::IsTrue => return self.as_condition(s, expr, true),
            UnaryOp::Neg => return Ok(format!("-{}", self.operand(s, expr, Op::Unary(op))?)),
            UnaryOp::BitNot => return Ok(format!("~{}", self.operand(s, expr, Op::Unary(op))?)),
            UnaryOp::Distinct => return Ok(format!("DISTINCT {}", self.operand(s, expr, Op::Unary(op))?)),
            UnaryOp::Exists => return Ok(format!("EXISTS {}", self.operand(s, expr, Op::Unary(op))?)),
            UnaryOp::Any => return Ok(format!("ANY {}", self.operand(s, expr, Op::Unary(op))?)),
            UnaryOp::All => return Ok(format!("ALL {}", self.operand(s, expr, Op::Unary(op))?)),
        };
        match expr {
            // Outside a SELECT there are no labels: a string is text.
            Expr::Identifier(name) if self.values == Values::Literal => {
                Ok(format!("{}{modifier}", self.style.percents(&name.text)))
            }
            _ => Ok(format!("{}{modifier}", self.operand(s, expr, Op::Unary(op))?)),
        }
    }

    /// NOT: comparisons are turned round, boolean values compared with false, the rest prefixed.
    fn not(&mut self, s: &Scope<'_>, expr: &Expr) -> Result<String, SqlError> {
        match expr {
            Expr::Binary { op, left, right, ty } => {
                if let Some(op) = negated(op).filter(|_| !is_quantified(right)) {
                    return self.binary(s, &op, left, right, ty);
                }
            }
            Expr::Between { expr, low, high, negated, symmetric } => {
                return self.between(s, expr, low, high, (!negated, *symmetric));
            }
            Expr::True => return self.expr(s, &Expr::False),
            Expr::False => return self.expr(s, &Expr::True),
            value if is_value(value) && affinity_of(&self.style, value) == Affinity::Boolean => {
                return self.as_condition(s, value, false);
            }
            _ => {}
        }
        Ok(format!("NOT {}", self.operand(s, expr, Op::Unary(UnaryOp::Not))?))
    }

    fn list_of(&mut self, s: &Scope<'_>, op: ListOp, items: &[Expr]) -> Result<String, SqlError> {
        let kept = folded(op, items);
        if let [one] = kept.as_slice() {
            return self.operand(s, one, Op::Condition);
        }
        let inner = Scope { in_operator: true, ..*s };
        let parts: Result<Vec<_>, _> = kept.iter().map(|item| self.operand(&inner, item, Op::List(op))).collect();
        let separator = match op {
            ListOp::And => " AND ",
            ListOp::Or => " OR ",
        };
        Ok(delimited(parts?, separator))
    }

    fn between(
        &mut self,
        s: &Scope<'_>,
        expr: &Expr,
        low: &Expr,
        high: &Expr,
        (negated, symmetric): (bool, bool),
    ) -> Result<String, SqlError> {
        let inner = Scope { in_operator: true, ..*s };
        let expr = self.operand(&inner, expr, Op::Between)?;
        let word = match (negated, symmetric) {
            (false, false) => "BETWEEN",
            (true, false) => "NOT BETWEEN",
            (false, true) => "BETWEEN SYMMETRIC",
            (true, true) => "NOT BETWEEN SYMMETRIC",
        };
        let bounds = vec![self.expr(&inner, low)?, self.expr(&inner, high)?];
        Ok(format!("{expr} {word} {}", delimited(bounds, " AND ")))
    }

    /// Two operands and the text between them.
    pub fn generic_binary(
        &mut self,
        s: &Scope<'_>,
        op: &BinaryOp,
        left: &Expr,
        right: &Expr,
        text: &str,
    ) -> Result<String, SqlError> {
        let inner = Scope { in_operator: true, ..*s };
        let left = self.operand(&inner, left, Op::Binary(op))?;
        let right = self.operand(&inner, right, Op::Binary(op))?;
        let whole = format!("{left}{text}{right}");
        Ok(if s.in_operator && s.eager { format!("({whole})") } else { whole })
    }

    fn binary(
        &mut self,
        s: &Scope<'_>,
        op: &BinaryOp,
        left: &Expr,
        right: &Expr,
        ty: &Type,
    ) -> Result<String, SqlError> {
        let flavour = self.style.flavour;
        if let Some(text) = flavour.binary(self, s, op, left, right, ty)? {
            return Ok(text);
        }
        // Only the operators of JSON ask for brackets around what is inside them.
        let s = &Scope { eager: false, ..*s };
        let text = match op {
            BinaryOp::Eq if *right == Expr::Null => " IS ",
            BinaryOp::Ne if *right == Expr::Null => " IS NOT ",
            BinaryOp::Eq => " = ",
            BinaryOp::Ne => " != ",
            BinaryOp::Lt => " < ",
            BinaryOp::Le => " <= ",
            BinaryOp::Gt => " > ",
            BinaryOp::Ge => " >= ",
            BinaryOp::Add => " + ",
            BinaryOp::Sub => " - ",
            BinaryOp::Mul => " * ",
            BinaryOp::TrueDiv => return self.true_division(s, left, right),
            BinaryOp::FloorDiv => {
                let integers = affinity_of(&self.style, left) == Affinity::Integer
                    && affinity_of(&self.style, right) == Affinity::Integer;
                let text = self.sides(s, op, left, " / ", right)?;
                return Ok(if integers && self.style.flavour.div_is_floordiv() {
                    text
                } else {
                    format!("FLOOR({text})")
                });
            }
            BinaryOp::Mod => {
                let text = if self.style.double_percents { " %% " } else { " % " };
                return self.sides(s, op, left, text, right);
            }
            BinaryOp::Concat => " || ",
            BinaryOp::Is => " IS ",
            BinaryOp::IsNot => " IS NOT ",
            BinaryOp::IsDistinctFrom => " IS DISTINCT FROM ",
            BinaryOp::IsNotDistinctFrom => " IS NOT DISTINCT FROM ",
            BinaryOp::Like(escape) => return self.like(s, op, left, right, " LIKE ", escape.as_deref()),
            BinaryOp::NotLike(escape) => return self.like(s, op, left, right, " NOT LIKE ", escape.as_deref()),
            BinaryOp::Ilike(escape) => return self.lower_like(s, left, right, " LIKE ", escape.as_deref()),
            BinaryOp::NotIlike(escape) => return self.lower_like(s, left, right, " NOT LIKE ", escape.as_deref()),
            BinaryOp::In => return self.in_list(s, op, left, right, " IN "),
            BinaryOp::NotIn => return Ok(format!("({})", self.in_list(s, op, left, right, " NOT IN ")?)),
            BinaryOp::Collate => " COLLATE ",
            BinaryOp::RegexpMatch(_) | BinaryOp::NotRegexpMatch(_) => {
                return Err(SqlError::compile(format!(
                    "{} dialect does not support regular expressions",
                    self.style.dialect.name
                )));
            }
            BinaryOp::RegexpReplace(_) => {
                return Err(SqlError::compile(format!(
                    "{} dialect does not support regular expression replacements",
                    self.style.dialect.name
                )));
            }
            BinaryOp::Match(_) => " MATCH ",
            BinaryOp::NotMatch(config) => {
                let positive = self.binary(&s.forgotten(), &BinaryOp::Match(config.clone()), left, right, ty)?;
                return Ok(format!("NOT {positive}"));
            }
            BinaryOp::MysqlMatch { .. } => {
                return Err(types::cannot_compile(&self.style, "<class 'sqlalchemy.dialects.mysql.expression.match'>"));
            }
            BinaryOp::BitXor => " ^ ",
            BinaryOp::Slice => {
                let from = self.expr(s, left)?;
                return Ok(format!("{from}:{}", self.expr(s, right)?));
            }
            BinaryOp::JsonItem | BinaryOp::JsonPath | BinaryOp::ArrayItem => {
                return Err(types::cannot_compile(&self.style, "<built-in function getitem>"));
            }
            BinaryOp::JsonItemText => " ->> ",
            BinaryOp::JsonPathText => " #>> ",
            BinaryOp::Eager(text, ..) => {
                let text = format!(" {} ", self.style.percents(text));
                return self.generic_binary(&Scope { eager: true, ..*s }, op, left, right, &text);
            }
            BinaryOp::Custom(text, ..) => {
                let text = format!(" {} ", self.style.percents(text));
                return self.generic_binary(s, op, left, right, &text);
            }
        };
        self.generic_binary(s, op, left, right, text)
    }

    /// A division or its rest, the sides of which SQLAlchemy does not take for operands.
    fn sides(
        &mut self,
        s: &Scope<'_>,
        op: &BinaryOp,
        left: &Expr,
        text: &str,
        right: &Expr,
    ) -> Result<String, SqlError> {
        let left = self.operand(s, left, Op::Binary(op))?;
        Ok(format!("{left}{text}{}", self.operand(s, right, Op::Binary(op))?))
    }

    fn true_division(&mut self, s: &Scope<'_>, left: &Expr, right: &Expr) -> Result<String, SqlError> {
        let op = BinaryOp::TrueDiv;
        if !self.style.flavour.div_is_floordiv() {
            return self.sides(s, &op, left, " / ", right);
        }
        let ty = match type_of(right) {
            Some(ty) if affinity_of(&self.style, right) == Affinity::Numeric => ty.clone(),
            Some(_) | None => numeric(),
        };
        let left = self.operand(s, left, Op::Binary(&op))?;
        let right = self.operand(s, right, Op::Binary(&op))?;
        Ok(format!("{left} / CAST({right} AS {})", types::render(&self.style, &ty)?))
    }

    /// LIKE and its kin, with ESCAPE.
    pub fn like(
        &mut self,
        s: &Scope<'_>,
        op: &BinaryOp,
        left: &Expr,
        right: &Expr,
        text: &str,
        escape: Option<&str>,
    ) -> Result<String, SqlError> {
        // `contains()` and its kin are no operators that SQLAlchemy has a precedence for: all is put in brackets.
        let pattern = is_like_pattern(op, right);
        let against = if pattern { Op::Unary(UnaryOp::NullsFirst) } else { Op::Binary(op) };
        let left = self.operand(s, left, against)?;
        let right = if pattern { self.expr(s, right)? } else { self.operand(s, right, against)? };
        Ok(format!("{left}{text}{right}{}", self.escape_clause(escape)))
    }

    fn escape_clause(&self, escape: Option<&str>) -> String {
        escape.map(|escape| format!(" ESCAPE {}", literal::string(&self.style, escape))).unwrap_or_default()
    }

    /// ILIKE where there is none.
    fn lower_like(
        &mut self,
        s: &Scope<'_>,
        left: &Expr,
        right: &Expr,
        text: &str,
        escape: Option<&str>,
    ) -> Result<String, SqlError> {
        if is_like_pattern(&BinaryOp::Ilike(None), right) {
            let left = self.operand(s, left, Op::Unary(UnaryOp::NullsFirst))?;
            let right = self.expr(s, &lowered(right))?;
            return Ok(format!("lower({left}){text}{right}{}", self.escape_clause(escape)));
        }
        let op = BinaryOp::Ilike(None);
        let left = self.operand(s, left, Op::Binary(&op))?;
        let right = self.operand(s, right, Op::Binary(&op))?;
        Ok(format!("lower({left}){text}lower({right}){}", self.escape_clause(escape)))
    }

    fn in_list(
        &mut self,
        s: &Scope<'_>,
        op: &BinaryOp,
        left: &Expr,
        right: &Expr,
        text: &str,
    ) -> Result<String, SqlError> {
        let s = &Scope { in_operator: true, ..*s };
        let is_empty = |compiler: &Self, side: &Expr| match side {
            Expr::Bind(bind) => bind.expanding && compiler.values != Values::Named && compiler.list_is_empty(bind),
            _ => false,
        };
        let tail = if *op == BinaryOp::In { "AND (1 != 1)" } else { "OR (1 = 1)" };
        // Beside ANY and ALL the list stands on the left.
        if is_empty(self, left) && self.style.flavour.empty_list_is_null() {
            let right = self.operand(&s.inner(), right, Op::Binary(op))?;
            return Ok(format!("(NULL) {tail}{text}{right}"));
        }
        if is_empty(self, right) && self.style.flavour.empty_list_is_null() {
            if let Some(ty) = type_of(right) {
                self.style.flavour.check_type(&self.style, ty)?;
            }
            let width = match type_of(right).map(|ty| &ty.kind) {
                Some(TypeKind::Tuple { parts, .. }) => parts.len(),
                _ => 1,
            };
            let nulls = vec!["NULL"; width].join(", ");
            let nulls = if width > 1 { format!("({nulls})") } else { nulls };
            let left = self.operand(s, left, Op::Binary(op))?;
            return Ok(format!("{left}{text}({nulls}) {tail}"));
        }
        let right_scope = s.inner();
        // SQLite compares rows with a table of them only.
        let in_values = matches!(left, Expr::Tuple(_)) && self.style.flavour.tuple_in_values();
        let left = self.operand(s, left, Op::Binary(op))?;
        let right = match right {
            Expr::List { items, .. } => format!("({})", self.comma_list(&right_scope, items)?),
            Expr::Tuple(rows) if in_values && rows.iter().all(is_plain_row) => {
                format!("(VALUES {})", self.comma_list(&right_scope, rows)?)
            }
            other => self.operand(&right_scope, other, Op::Binary(op))?,
        };
        Ok(format!("{left}{text}{right}"))
    }

    /// `REGEXP_REPLACE(…)`, with flags if there are such.
    pub fn regexp_replace(
        &mut self,
        s: &Scope<'_>,
        op: &BinaryOp,
        left: &Expr,
        right: &Expr,
        flags: Option<&str>,
    ) -> Result<String, SqlError> {
        let left = self.operand(s, left, Op::Binary(op))?;
        let flags = flags.map(|flags| literal::string(&self.style, flags));
        let parts = match right {
            Expr::Tuple(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        if let ([pattern, replacement], Some(flags), true) = (parts, &flags, self.style.dialect.mariadb) {
            let pattern = self.expr(&s.forgotten(), pattern)?;
            let replacement = self.expr(s, replacement)?;
            return Ok(format!("REGEXP_REPLACE({left}, CONCAT('(?', {flags}, ')', {pattern}), {replacement})"));
        }
        // Pattern and replacement are a list, and so inside of an operator.
        let right = self.comma_list(&Scope { in_operator: true, ..*s }, parts)?;
        Ok(match flags {
            None => format!("REGEXP_REPLACE({left}, {right})"),
            Some(flags) => format!("REGEXP_REPLACE({left}, {right}, {flags})"),
        })
    }

    fn list_is_empty(&self, bind: &limbeck_ops::Bind) -> bool {
        let given = if bind.unique { None } else { self.parameter(&bind.name) };
        matches!(given.or(bind.value.as_ref()), Some(Datum::List(items)) if items.is_empty())
    }

    fn cast(&mut self, s: &Scope<'_>, expr: &Expr, ty: &Type) -> Result<String, SqlError> {
        let flavour = self.style.flavour;
        if let Some(text) = flavour.cast(self, s, expr, ty)? {
            return Ok(text);
        }
        let ty = types::render(&self.style, ty)?;
        let text = self.expr(&s.inner(), expr)?;
        Ok(self.cast_text(&text, &ty))
    }

    /// `CAST(x AS type)`, with a collation behind the bracket.
    pub fn cast_text(&self, text: &str, ty: &str) -> String {
        match ty.rfind(" COLLATE ") {
            Some(at) => format!("CAST({text} AS {}){}", &ty[..at], &ty[at..]),
            None => format!("CAST({text} AS {ty})"),
        }
    }

    fn case(
        &mut self,
        s: &Scope<'_>,
        value: Option<&Expr>,
        whens: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
    ) -> Result<String, SqlError> {
        let s = &s.inner();
        let mut text = "CASE ".to_owned();
        if let Some(value) = value {
            text.push_str(&format!("{} ", self.expr(s, value)?));
        }
        for (condition, result) in whens {
            let condition = self.operand(s, condition, Op::None)?;
            text.push_str(&format!("WHEN {condition} THEN {} ", self.expr(s, result)?));
        }
        if let Some(otherwise) = otherwise {
            text.push_str(&format!("ELSE {} ", self.expr(s, otherwise)?));
        }
        Ok(format!("{text}END"))
    }

    fn over(&mut self, s: &Scope<'_>, function: &Expr, window: &WindowSpec) -> Result<String, SqlError> {
        let function = self.expr(s, function)?;
        let mut parts = Vec::new();
        if !window.partition_by.is_empty() {
            let by = delimited(self.by(s, &window.partition_by, &[])?, ", ");
            parts.push(format!("PARTITION BY {by}"));
        }
        if !window.order_by.is_empty() {
            parts.push(format!("ORDER BY {}", self.order_list(s, &window.order_by)?));
        }
        if let Some(frame) = &window.frame {
            let unit = match frame.unit {
                FrameUnit::Rows => "ROWS",
                FrameUnit::Range => "RANGE",
                FrameUnit::Groups => "GROUPS",
            };
            let start = self.frame_bound(s, frame.start, "UNBOUNDED PRECEDING")?;
            let end = self.frame_bound(s, frame.end, "UNBOUNDED FOLLOWING")?;
            parts.push(format!("{unit} BETWEEN {start} AND {end}"));
        }
        Ok(format!("{function} OVER ({})", parts.join(" ")))
    }

    fn frame_bound(&mut self, s: &Scope<'_>, bound: FrameBound, unbounded: &str) -> Result<String, SqlError> {
        match bound {
            FrameBound::Unbounded => Ok(unbounded.to_owned()),
            FrameBound::Offset(0) => Ok("CURRENT ROW".to_owned()),
            FrameBound::Offset(rows) => {
                let count = self.number(s, i64::try_from(rows.unsigned_abs()).unwrap_or(i64::MAX))?;
                Ok(format!("{count} {}", if rows < 0 { "PRECEDING" } else { "FOLLOWING" }))
            }
        }
    }

    /// A number that SQLAlchemy binds of its own accord.
    pub fn number(&mut self, s: &Scope<'_>, value: i64) -> Result<String, SqlError> {
        let bind = limbeck_ops::Bind {
            name: "param_1".to_owned(),
            value: Some(Datum::Int(value)),
            ty: Type::new(TypeKind::Integer),
            unique: true,
            expanding: false,
        };
        self.bind(s, &bind)
    }
}

/// Whether this is a row of values.
fn is_plain_row(row: &Expr) -> bool {
    match row {
        Expr::Tuple(items) => {
            items.iter().all(|item| matches!(item, Expr::Bind(_) | Expr::Null | Expr::True | Expr::False))
        }
        _ => false,
    }
}

/// The pattern of `icontains()` and its kin: what stands between the percents is made small.
fn lowered(pattern: &Expr) -> Expr {
    match pattern {
        Expr::Binary { op: BinaryOp::Concat, left, right, ty } => Expr::Binary {
            op: BinaryOp::Concat,
            left: Box::new(lowered(left)),
            right: Box::new(lowered(right)),
            ty: ty.clone(),
        },
        Expr::Column(column) if column.is_literal && column.name.text == "'%'" => pattern.clone(),
        other => Expr::Function(FunctionCall {
            name: vec![limbeck_ops::Name::new("lower")],
            args: vec![other.clone()],
            ty: type_of(other).cloned().unwrap_or_else(|| Type::new(TypeKind::Null)),
            written: None,
        }),
    }
}

/// Whether the name of a column of something is cut where it is too long: it is the name of a column of a SELECT, and not a
/// label.
fn is_cut(table: &From, name: &limbeck_ops::Name) -> bool {
    let of_select = |select: &limbeck_ops::Select| {
        let is_label = |expr: &Expr| matches!(expr, Expr::Label { name: label, .. } if label.text == name.text);
        !select.columns.iter().any(is_label)
    };
    match table {
        From::Subquery { select, .. } => of_select(select),
        From::Cte(cte) => match &cte.query {
            limbeck_ops::Query::Select(select) => of_select(select),
            limbeck_ops::Query::Text(_)
            | limbeck_ops::Query::Driver(_)
            | limbeck_ops::Query::Insert(_)
            | limbeck_ops::Query::Update(_)
            | limbeck_ops::Query::Delete(_)
            | limbeck_ops::Query::Expr(_) => false,
        },
        From::Alias { from, .. } | From::Sample { from, .. } => is_cut(from, name),
        From::Table(..) | From::Join { .. } | From::Function { .. } | From::Text(_) | From::Values { .. } => false,
    }
}

/// `insert().inserted`: what stands for the row that an INSERT brings.
fn is_inserted(table: &From) -> bool {
    matches!(table, From::Table(name, _) if name.schema.is_none() && name.name.text == "inserted")
}

/// `func.unnest(…).column_valued('x')`, `table.table_valued()`: the alias or the table itself is the value.
fn is_whole_row(table: &From, column: &ColumnRef) -> bool {
    match table {
        From::Function { name: Some(name), columns, .. } => columns.is_empty() && name.text == column.name.text,
        From::Table(table, _) => column.is_literal && table.name == column.name,
        From::Alias { name: Some(name), .. } | From::Subquery { name: Some(name), .. } => {
            column.is_literal && *name == column.name
        }
        From::Function { name: None, .. }
        | From::Alias { name: None, .. }
        | From::Subquery { name: None, .. }
        | From::Cte(_)
        | From::Join { .. }
        | From::Text(_)
        | From::Values { .. }
        | From::Sample { .. } => false,
    }
}
