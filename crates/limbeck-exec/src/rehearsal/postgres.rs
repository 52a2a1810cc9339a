use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::catalog::Fold;
use limbeck_ops::{
    Answer, AnswerColumn, Datum, Dialect, DialectName, Host, HostError, Operation, Origin, Params, Query, Reflection,
    ReflectionRequest, Timing, Type,
};
use limbeck_sql::Mode;

use super::{Deed, DeedHandler, about_itself, about_mysql, reflected};
use crate::batch::{self, Plan};
use crate::check_first;
use crate::postgres::keywords::first_word;
use crate::sql::{hide_implicit_returning, host_error};

/// A host that folds statements into a catalog in place of sending them.
pub(super) struct PostgresStandIn {
    dialect: Dialect,
    fold: Rc<RefCell<Fold>>,
    deeds: DeedHandler,
    /// Names of the savepoints of open transactions.
    levels: Vec<String>,
}

impl PostgresStandIn {
    pub fn new(dialect: Dialect, fold: Rc<RefCell<Fold>>, deeds: DeedHandler) -> PostgresStandIn {
        PostgresStandIn { dialect, fold, deeds, levels: Vec::new() }
    }

    fn note(&mut self, sql: &str, origin: &Origin) {
        (self.deeds)(Deed::Statement { sql: sql.to_owned(), origin: origin.clone() });
        self.fold.borrow_mut().statement(sql, origin);
    }

    /// The answer to a question about the schema, as far as it is certain.
    fn answer_about_itself(&self, sql: &str) -> Option<Answer> {
        let fold = self.fold.borrow();
        let catalog = fold.catalog();
        if !catalog.doubts.is_empty() {
            return None;
        }
        match self.dialect.name {
            DialectName::Mysql | DialectName::Mariadb => about_mysql::is_about_the_schema(sql)
                .then(|| about_mysql::answer(catalog, fold.mysql_facts(), sql))
                .flatten(),
            DialectName::Postgresql | DialectName::Sqlite => {
                about_itself::is_about_the_schema(sql).then(|| about_itself::answer(catalog, sql)).flatten()
            }
        }
    }

    /// Whether a `CREATE TYPE` or `DROP TYPE` that checks first finds its work done.
    fn type_is_done(&self, sql: &str) -> bool {
        let (rest, create) = match (sql.trim().strip_prefix("CREATE TYPE "), sql.trim().strip_prefix("DROP TYPE ")) {
            (Some(rest), _) => (rest.split(" AS ").next().unwrap_or(rest), true),
            (None, Some(rest)) => (rest, false),
            (None, None) => return false,
        };
        let fold = self.fold.borrow();
        let catalog = fold.catalog();
        let there = match unquoted(rest.trim()).as_slice() {
            [schema, name] => catalog.enums.keys().any(|one| one.schema == *schema && one.name == *name),
            [name] => catalog.enums.keys().any(|one| one.name == *name),
            _ => false,
        };
        there == create
    }
}

/// The parts of a name that SQL text has quoted or not.
fn unquoted(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in name.chars() {
        match c {
            '"' => quoted = !quoted,
            '.' if !quoted => parts.push(String::new()),
            c => {
                if let Some(part) = parts.last_mut() {
                    part.push(c);
                }
            }
        }
    }
    parts
}

/// Whether an INSERT takes its rows from a SELECT, which finds none in an empty database.
fn takes_rows(sql: &str) -> bool {
    let has = |wanted: &str| {
        let mut words = sql.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|word| word.eq_ignore_ascii_case(wanted))
    };
    has("SELECT") && !has("VALUES")
}

/// The word that the statement after a list of common table expressions begins with.
fn word_after_with(sql: &str) -> String {
    after_with(sql).split_whitespace().next().unwrap_or("SELECT").to_ascii_uppercase()
}

/// The statement after a list of common table expressions: from the first of these words outside of parentheses and quotes.
fn after_with(sql: &str) -> &str {
    const WORDS: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE"];
    let (mut depth, mut quote, mut start) = (0_i32, None, None);
    for (at, c) in sql.char_indices() {
        if let Some(open) = quote {
            quote = (c != open).then_some(open);
            continue;
        }
        let in_word = c.is_alphanumeric() || c == '_';
        if !in_word
            && let Some(from) = start.take()
            && depth == 0
            && sql.get(from..at).is_some_and(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
        {
            return &sql[from..];
        }
        match c {
            '\'' | '"' => quote = Some(c),
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if in_word && start.is_none() => start = Some(at),
            _ => {}
        }
    }
    sql
}

/// What an empty database answers to a question about rows.
fn empty_answer(sql: &str) -> Answer {
    let sql = if first_word(sql) == "WITH" { after_with(sql) } else { sql };
    let text = sql.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    let one = |name: &str, value: Datum| Answer {
        columns: vec![AnswerColumn { name: name.to_owned() }],
        returns_rows: true,
        rows: vec![vec![value]],
        row_count: 1,
        ..Answer::default()
    };
    let groups = text.contains(" group by ");
    if text.starts_with("select count(") && !groups {
        return one("count", Datum::Int(0));
    }
    if text.starts_with("select exists") {
        return one("exists", Datum::Bool(false));
    }
    if text.starts_with("select not exists") {
        return one("?column?", Datum::Bool(true));
    }
    let aggregate =
        ["max(", "min(", "sum(", "avg("].iter().any(|name| text[6.min(text.len())..].trim_start().starts_with(name));
    if text.starts_with("select ") && aggregate && !groups && !text.contains(" over ") {
        return one("max", Datum::Null);
    }
    Answer { returns_rows: true, ..Answer::default() }
}

impl Host for PostgresStandIn {
    fn dialect(&self) -> Dialect {
        self.dialect.clone()
    }

    fn is_offline(&self) -> bool {
        false
    }

    fn operate(&mut self, operation: &Operation, origin: &Origin, _timing: Timing) -> Result<(), HostError> {
        if let Operation::Batch(batch) = operation {
            match batch::plan(batch, self.dialect.name) {
                Plan::Each(inner) => {
                    return inner.into_iter().try_for_each(|(one, at)| self.operate(one, at, Timing::Now));
                }
                Plan::Anew(first) => first.into_iter().try_for_each(|(one, at)| self.operate(one, at, Timing::Now))?,
            }
        }
        let mut ask = |request: &ReflectionRequest| self.reflect(request, origin);
        if check_first::is_done(operation, &mut ask)? {
            return Ok(());
        }
        let statements = limbeck_sql::operation(&self.dialect, operation, Mode::Online);
        for statement in statements.map_err(|error| host_error(error, origin))? {
            if check_first::checks_types(operation) && self.type_is_done(&statement.sql) {
                continue;
            }
            self.note(&statement.sql, origin);
        }
        Ok(())
    }

    fn query(&mut self, query: &Query, params: &Params, origin: &Origin) -> Result<Answer, HostError> {
        let statements = limbeck_sql::query(&self.dialect, query, params, Mode::Online);
        let mut last = Answer { row_count: -1, ..Answer::default() };
        for statement in statements.map_err(|error| host_error(error, origin))? {
            let sql = statement.sql;
            self.note(&sql, origin);
            let word = match first_word(&sql).as_str() {
                "WITH" => word_after_with(&sql),
                word => word.to_owned(),
            };
            let returns = sql.to_ascii_lowercase().contains("returning");
            last = match word.as_str() {
                "SELECT" | "VALUES" | "SHOW" | "TABLE" => {
                    if let Some(answer) = self.answer_about_itself(&sql) {
                        last = answer;
                        continue;
                    }
                    (self.deeds)(Deed::Question { sql: sql.clone(), origin: origin.clone() });
                    empty_answer(&sql)
                }
                "INSERT" | "UPDATE" | "DELETE" | "MERGE" if returns => {
                    if !matches!(query, Query::Insert(insert) if insert.returning.is_empty()) {
                        (self.deeds)(Deed::Question { sql: sql.clone(), origin: origin.clone() });
                    }
                    Answer { returns_rows: true, ..Answer::default() }
                }
                "INSERT" => Answer { row_count: i64::from(!takes_rows(&sql)), ..Answer::default() },
                "UPDATE" | "DELETE" => Answer { row_count: 0, ..Answer::default() },
                _ => Answer { row_count: -1, ..Answer::default() },
            };
        }
        Ok(hide_implicit_returning(query, last))
    }

    fn render(&self, query: &Query, literal_binds: bool) -> Result<String, HostError> {
        limbeck_sql::render_query(&self.dialect, query, literal_binds)
            .map_err(|error| host_error(error, &Origin::internal()))
    }

    fn render_type(&self, ty: &Type) -> Result<String, HostError> {
        limbeck_sql::render_type(&self.dialect, ty).map_err(|error| host_error(error, &Origin::internal()))
    }

    fn reflect(&mut self, request: &ReflectionRequest, _origin: &Origin) -> Result<Reflection, HostError> {
        Ok(reflected::answer(self.fold.borrow().catalog(), request))
    }

    fn begin(&mut self, _origin: &Origin) -> Result<(), HostError> {
        let name = format!("limbeck {}", self.levels.len());
        self.fold.borrow_mut().savepoint(&name);
        self.levels.push(name);
        Ok(())
    }

    fn commit(&mut self, _origin: &Origin) -> Result<(), HostError> {
        if let Some(name) = self.levels.pop() {
            self.fold.borrow_mut().release(&name);
        }
        Ok(())
    }

    fn rollback(&mut self, _origin: &Origin) -> Result<(), HostError> {
        if let Some(name) = self.levels.pop() {
            let mut fold = self.fold.borrow_mut();
            fold.rollback_to(&name);
            fold.release(&name);
        }
        Ok(())
    }

    fn depth(&self) -> usize {
        self.levels.len()
    }

    fn flush(&mut self) -> Result<(), HostError> {
        Ok(())
    }

    fn emit(&mut self, _text: &str) {}
}

#[cfg(test)]
mod tests {
    use super::{empty_answer, takes_rows, word_after_with};
    use limbeck_ops::Datum;

    #[test]
    fn the_statement_after_common_table_expressions_counts() {
        let sql = "WITH a AS (SELECT 1), \"update\" AS (DELETE FROM x RETURNING id) UPDATE pet SET n = 'SELECT'";
        assert_eq!(word_after_with(sql), "UPDATE");
        assert_eq!(word_after_with("WITH u AS (UPDATE pet SET n = 1 RETURNING id) SELECT count(*) FROM u"), "SELECT");
        let answer = empty_answer("WITH u AS (UPDATE pet SET n = 1 RETURNING id)\nSELECT COUNT(*) FROM u");
        assert_eq!(answer.rows, [[Datum::Int(0)]]);
    }

    #[test]
    fn an_insert_takes_no_rows_from_an_empty_database() {
        assert!(takes_rows("INSERT INTO pet SELECT * FROM other"));
        assert!(!takes_rows("INSERT INTO pet (selected) VALUES (1)"));
    }
}
