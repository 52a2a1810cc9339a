//! What the database tells of a statement whose end nobody saw.

use std::time::{Duration, Instant};

use limbeck_ops::{Dialect, DialectName, HostError, NotedStatement};

use super::channel::Channel;
use super::digest::digest;
use super::subject::{Object, Subject, subject};

/// How long a statement of the earlier run may go on before the run is refused.
const PATIENCE: Duration = Duration::from_secs(20);
/// An object that is not there.
const ABSENT: &str = "-";
/// Comes first in what is seen of an index.
const INDEX: &str = "index:";

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was done.
    Done,
    /// It was not, or it does no harm to run it again.
    NotDone,
    /// An index was left that is not valid, and is in the way.
    LeftInvalid,
    /// The server is still at it.
    Running,
    /// Nobody knows.
    Unclear,
}

/// How the objects that a statement changes look; `None` where that would tell nothing.
pub(super) fn look(channel: &mut dyn Channel, sql: &str) -> Result<Option<String>, HostError> {
    match subject(sql, &channel.dialect()) {
        Subject::Repeatable | Subject::Unknown => Ok(None),
        Subject::Index { name, table } => {
            index(channel, &name, table.as_deref()).map(|seen| Some(format!("{INDEX}{seen}")))
        }
        Subject::Objects(objects) => {
            let mut seen = Vec::new();
            for object in &objects {
                match definition(channel, object)? {
                    Some(one) => seen.push(one),
                    None => return Ok(None),
                }
            }
            Ok(Some(seen.join(" ")))
        }
    }
}

/// The digest of an object's definition; `None` where the server does not show it.
fn definition(channel: &mut dyn Channel, object: &Object) -> Result<Option<String>, HostError> {
    match channel.own(&format!("SHOW CREATE {} {}", object.kind, object.name)) {
        Ok(rows) => {
            let text: Vec<String> = rows.into_iter().flatten().flatten().map(|text| without_counter(&text)).collect();
            Ok(Some(digest(&text.join("\n"))))
        }
        // No such database, table, trigger, routine, event.
        Err(HostError::Server(error))
            if matches!(
                error.code.as_deref(),
                Some("1049" | "1146" | "1051" | "1360" | "1305" | "1539" | "1347" | "4091")
            ) =>
        {
            Ok(Some(ABSENT.to_owned()))
        }
        Err(HostError::Server(error)) if !error.disconnected => Ok(None),
        Err(error) => Err(error),
    }
}

/// A definition without `AUTO_INCREMENT=7`, which rows change.
fn without_counter(definition: &str) -> String {
    let Some(at) = definition.rfind(" AUTO_INCREMENT=") else { return definition.to_owned() };
    let (head, tail) = definition.split_at(at);
    let digits = tail.trim_start_matches(" AUTO_INCREMENT=");
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{head}{rest}")
}

/// `valid`, `invalid` or absent.
fn index(channel: &mut dyn Channel, name: &str, table: Option<&str>) -> Result<&'static str, HostError> {
    let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let bare = name.rsplit('.').next().unwrap_or(name);
    let bare = match bare.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => bare.to_lowercase(),
    };
    let condition = match table {
        Some(table) => {
            format!("c.relname = {} AND i.indrelid = pg_catalog.to_regclass({})", literal(&bare), literal(table))
        }
        None => format!("i.indexrelid = pg_catalog.to_regclass({})", literal(name)),
    };
    let rows = channel.own(&format!(
        "SELECT CASE WHEN i.indisvalid THEN 'valid' ELSE 'invalid' END FROM pg_catalog.pg_index i \
         JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE {condition}"
    ))?;
    Ok(match rows.first().and_then(|row| row.first()).and_then(Option::as_deref) {
        Some("valid") => "valid",
        Some(_) => "invalid",
        None => ABSENT,
    })
}

/// The session that a statement is sent from.
pub(super) fn session(channel: &mut dyn Channel) -> Result<Option<String>, HostError> {
    let sql = match channel.dialect().name {
        DialectName::Mysql | DialectName::Mariadb => "SELECT CONNECTION_ID()",
        DialectName::Postgresql => "SELECT pg_catalog.pg_backend_pid()",
        DialectName::Sqlite => return Ok(None),
    };
    Ok(channel.own(sql)?.into_iter().next().and_then(|row| row.into_iter().next()).flatten())
}

/// Whether a session is still at a statement.
fn is_running(channel: &mut dyn Channel, session: &str, noted: &NotedStatement) -> Result<bool, HostError> {
    if session.is_empty() || !session.chars().all(|c| c.is_ascii_digit()) {
        return Ok(false);
    }
    let sql = match channel.dialect().name {
        DialectName::Mysql | DialectName::Mariadb => {
            format!("SELECT INFO FROM information_schema.PROCESSLIST WHERE ID = {session} AND ID <> CONNECTION_ID()")
        }
        DialectName::Postgresql => format!(
            "SELECT query FROM pg_catalog.pg_stat_activity WHERE pid = {session} AND state = 'active' \
             AND pid <> pg_catalog.pg_backend_pid()"
        ),
        DialectName::Sqlite => return Ok(false),
    };
    let texts = channel.own(&sql)?.into_iter().flatten().flatten();
    // PostgreSQL cuts long texts.
    Ok(texts
        .into_iter()
        .any(|text| digest(&text) == noted.hash || (text.len() >= 1000 && noted.text.starts_with(&text))))
}

/// Finds out what became of a noted statement.
pub(super) fn fate(channel: &mut dyn Channel, noted: &NotedStatement) -> Result<Fate, HostError> {
    if let Some(session) = &noted.session {
        let since = Instant::now();
        while is_running(channel, session, noted)? {
            if since.elapsed() > PATIENCE {
                return Ok(Fate::Running);
            }
            if channel.is_interrupted() {
                return Err(HostError::Interrupted);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    let dialect: Dialect = channel.dialect();
    if subject(&noted.text, &dialect) == Subject::Repeatable {
        return Ok(Fate::NotDone);
    }
    let Some(before) = &noted.before else { return Ok(Fate::Unclear) };
    let Some(now) = look(channel, &noted.text)? else { return Ok(Fate::Unclear) };
    Ok(compare(before, &now))
}

fn compare(before: &str, now: &str) -> Fate {
    if let (Some(before), Some(now)) = (before.strip_prefix(INDEX), now.strip_prefix(INDEX)) {
        return match (before, now) {
            (ABSENT, "invalid") => Fate::LeftInvalid,
            // A drop begins with making the index invalid.
            ("valid", "invalid") => Fate::NotDone,
            (before, now) if before == now => Fate::NotDone,
            _ => Fate::Done,
        };
    }
    let pairs: Vec<(&str, &str)> =
        before.split(' ').zip(now.split(' ')).filter(|(before, now)| (*before, *now) != (ABSENT, ABSENT)).collect();
    let changed = pairs.iter().filter(|(before, now)| before != now).count();
    match changed {
        0 => Fate::NotDone,
        all if all == pairs.len() => Fate::Done,
        _ => Fate::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_changed_was_done() {
        assert_eq!(compare("a", "b"), Fate::Done);
        assert_eq!(compare("-", "b"), Fate::Done);
        assert_eq!(compare("a", "a"), Fate::NotDone);
        assert_eq!(compare("-", "-"), Fate::NotDone);
        assert_eq!(compare("a b", "a -"), Fate::Unclear);
        assert_eq!(compare("a - b", "b - a"), Fate::Done, "a swap by way of a third name");
        assert_eq!(compare("index:-", "index:invalid"), Fate::LeftInvalid);
        assert_eq!(compare("index:-", "index:valid"), Fate::Done);
        assert_eq!(compare("index:valid", "index:-"), Fate::Done);
        assert_eq!(compare("index:valid", "index:invalid"), Fate::NotDone);
    }

    #[test]
    fn the_counter_of_a_table_is_no_part_of_its_definition() {
        let definition =
            "CREATE TABLE `t` (\n  `a` INT COMMENT ' AUTO_INCREMENT=1'\n) ENGINE=InnoDB AUTO_INCREMENT=7 COMMENT='x'";
        assert!(without_counter(definition).ends_with(") ENGINE=InnoDB COMMENT='x'"));
    }
}
