//! Cutting a script's text into statements.

use limbeck_ops::{Dialect, DialectName};

/// Splits text at `;` outside quotes, dollar quotes and comments; empty pieces are left out.
///
/// SQLite's `CREATE TRIGGER … BEGIN … END` and PostgreSQL's `BEGIN ATOMIC … END` are kept whole.
pub fn split_statements<'t>(sql: &'t str, dialect: &Dialect) -> Vec<&'t str> {
    let bytes = sql.as_bytes();
    let dollar_quotes = dialect.name == DialectName::Postgresql;
    let nested_comments = dialect.name == DialectName::Postgresql;
    let mysql = dialect.name.is_mysql();
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut words = Words::default();
    let mut has_content = false;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let length = match rest {
            [b'-', b'-', next, ..] if mysql && !next.is_ascii_whitespace() => {
                has_content = true;
                2
            }
            [b'#', ..] if mysql => rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len()),
            [b'-', b'-', ..] => rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len()),
            [b'/', b'*', ..] => block_comment(rest, nested_comments),
            [quote @ (b'\'' | b'"'), ..] => {
                has_content = true;
                let escaped = mysql || (*quote == b'\'' && dollar_quotes && preceded_by_e(bytes, at));
                quoted(rest, *quote, escaped)
            }
            [quote @ (b'`' | b'['), ..] if dialect.name == DialectName::Sqlite || (mysql && *quote == b'`') => {
                has_content = true;
                let close = if *quote == b'[' { b']' } else { b'`' };
                rest.iter().skip(1).position(|b| *b == close).map_or(rest.len(), |end| end + 2)
            }
            [b'$', ..] if dollar_quotes && !preceded_by_word(bytes, at) => {
                has_content = true;
                dollar_quoted(rest)
            }
            [b';', ..] if !words.inside_body() => {
                if has_content {
                    pieces.push(sql[start..at].trim());
                }
                start = at + 1;
                has_content = false;
                words = Words::default();
                1
            }
            [first, ..] if is_word(*first) => {
                has_content = true;
                let end = rest.iter().position(|b| !is_word(*b) && !b.is_ascii_digit()).unwrap_or(rest.len());
                words.see(&sql[at..at + end], dialect.name);
                end
            }
            [first, ..] => {
                has_content |= !first.is_ascii_whitespace();
                1
            }
            [] => 1,
        };
        at += length.max(1);
    }
    if has_content {
        pieces.push(sql[start..].trim());
    }
    pieces
}

/// The words of a statement so far, as far as they tell whether a `;` belongs to a body.
#[derive(Default)]
struct Words {
    create: bool,
    trigger: bool,
    previous_begin: bool,
    depth: u32,
}

impl Words {
    fn inside_body(&self) -> bool {
        self.depth > 0
    }

    fn see(&mut self, word: &str, dialect: DialectName) {
        let is = |text: &str| word.eq_ignore_ascii_case(text);
        let body_may_begin = match dialect {
            DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => self.trigger,
            DialectName::Postgresql => false,
        };
        if self.previous_begin && is("ATOMIC") && self.create && dialect == DialectName::Postgresql {
            self.depth += 1;
        }
        self.previous_begin = is("BEGIN");
        if is("CREATE") {
            self.create = true;
        } else if is("TRIGGER") && self.create {
            self.trigger = true;
        } else if (is("BEGIN") && body_may_begin) || (is("CASE") && self.depth > 0) {
            self.depth += 1;
        } else if is("END") && self.depth > 0 {
            self.depth -= 1;
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn preceded_by_word(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| bytes.get(before))
        .is_some_and(|b| is_word(*b) || b.is_ascii_digit() || *b == b'$')
}

/// Whether the quote at `at` opens an `E'…'` string.
fn preceded_by_e(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(|b| matches!(b, b'e' | b'E'))
        && !at.checked_sub(1).is_some_and(|before| preceded_by_word(bytes, before))
}

/// Length of a quoted piece; a doubled quote stays inside.
fn quoted(rest: &[u8], quote: u8, backslashes: bool) -> usize {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        if backslashes && *byte == b'\\' {
            at += 2;
        } else if *byte == quote {
            if rest.get(at + 1) == Some(&quote) {
                at += 2;
            } else {
                return at + 1;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn block_comment(rest: &[u8], nested: bool) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] if nested || depth == 0 => {
                depth += 1;
                at += 2;
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

/// Length of `$tag$ … $tag$`; 1 when this `$` opens none.
fn dollar_quoted(rest: &[u8]) -> usize {
    let Some(end) = rest.iter().skip(1).position(|b| *b == b'$').map(|end| end + 2) else { return 1 };
    let tag = &rest[..end];
    let inner = &tag[1..end - 1];
    let valid = inner.iter().enumerate().all(|(i, b)| is_word(*b) || (i > 0 && b.is_ascii_digit()));
    if !valid {
        return 1;
    }
    rest[end..].windows(tag.len()).position(|window| window == tag).map_or(rest.len(), |close| end + close + tag.len())
}

#[cfg(test)]
mod tests {
    use limbeck_ops::{Dialect, DialectName};

    use super::split_statements;

    #[track_caller]
    fn check(dialect: DialectName, sql: &str, pieces: &[&str]) {
        assert_eq!(split_statements(sql, &Dialect::offline(dialect)), pieces);
    }

    #[test]
    fn semicolons_in_quotes_and_comments_do_not_split() {
        check(
            DialectName::Postgresql,
            "a ';' b; -- c;\n/* d; /* e; */ f; */ g \";\"; E'\\';' h;;\n",
            &["a ';' b", "-- c;\n/* d; /* e; */ f; */ g \";\"", "E'\\';' h"],
        );
    }

    #[test]
    fn dollar_quotes_are_kept_whole() {
        check(
            DialectName::Postgresql,
            "DO $$ begin a; end $$; SELECT $1; x $f_1$ ; $$ ; $f_1$",
            &["DO $$ begin a; end $$", "SELECT $1", "x $f_1$ ; $$ ; $f_1$"],
        );
    }

    #[test]
    fn trigger_bodies_are_kept_whole() {
        let trigger =
            "CREATE TRIGGER t AFTER INSERT ON x BEGIN UPDATE y SET a = CASE WHEN 1 THEN 2 END; DELETE FROM z; END";
        check(DialectName::Sqlite, &format!("{trigger}; SELECT 1"), &[trigger, "SELECT 1"]);
        let function = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END";
        check(DialectName::Postgresql, &format!("{function}; BEGIN; COMMIT"), &[function, "BEGIN", "COMMIT"]);
    }

    #[test]
    fn mysql_has_backslashes_and_two_more_comments() {
        check(
            DialectName::Mysql,
            "a '\\';' b; # c;\nd --e; f \"\\\";\" [g; h] `i;`",
            &["a '\\';' b", "# c;\nd --e", "f \"\\\";\" [g", "h] `i;`"],
        );
    }

    #[test]
    fn unfinished_text_is_one_statement() {
        for text in ["'", "\"", "$$", "$a", "/*", "é'", "`", "[", "--", "E'\\"] {
            for dialect in [DialectName::Postgresql, DialectName::Sqlite, DialectName::Mysql] {
                assert!(split_statements(text, &Dialect::offline(dialect)).len() <= 1);
            }
        }
    }
}
