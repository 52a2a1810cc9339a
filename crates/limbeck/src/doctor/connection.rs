//! From the URL to a session: what comes of each stage.

use std::net::IpAddr;
use std::path::PathBuf;
use std::rc::Rc;

use limbeck_exec::probe::{LeftOut, Server, server};
use limbeck_exec::url::{Url, masked};
use limbeck_exec::{Refusal, Stage, Way};
use limbeck_messages::connect::sqlite_no_file_help;
use limbeck_messages::{Message, doctor as says};
use limbeck_ops::{DialectName, HostError, SharedHost};

use super::finding::{Check, Finding, fill};

/// A database that env.py, or a setting, names.
pub(super) struct Attempt {
    /// The URL with its password.
    pub url: String,
    /// What became of it.
    pub outcome: Result<Session, Refusal>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
    /// What env.py would have written.
    pub left_out: LeftOut,
}

/// A session that only reads.
#[derive(Clone)]
pub(super) struct Session {
    pub host: SharedHost,
    pub server: Server,
    /// The SQLite file, where the database is one.
    pub file: Option<PathBuf>,
}

/// Which checks lead to a session, each with the stage of an attempt that it stands for.
fn stages(dialect: DialectName) -> Vec<(Stage, Check)> {
    match dialect {
        DialectName::Postgresql | DialectName::Mysql | DialectName::Mariadb => vec![
            (Stage::Url, Check::Url),
            (Stage::Host, Check::Host),
            (Stage::Port, Check::Port),
            (Stage::Tls, Check::Tls),
            (Stage::Login, Check::Login),
            (Stage::Database, Check::Database),
        ],
        // A file has neither host nor password: what it refuses, it refuses as a file or as a database.
        DialectName::Sqlite => {
            vec![(Stage::Url, Check::Url), (Stage::Login, Check::File), (Stage::Database, Check::Database)]
        }
    }
}

impl Attempt {
    /// What became of an attempt to reach a database.
    ///
    /// # Errors
    /// When the session is lost again, or interrupted.
    pub fn new(url: &str, outcome: Result<limbeck_exec::probe::Reached, Refusal>) -> Result<Attempt, HostError> {
        let parsed = Url::parse(url).ok();
        let dialect = parsed.as_ref().and_then(|url| url.dialect().ok()).unwrap_or(DialectName::Postgresql);
        let stages = stages(dialect);
        let mut findings = Vec::new();
        let left_out = outcome.as_ref().map(|reached| Rc::clone(&reached.left_out)).unwrap_or_default();
        let outcome = match outcome {
            Ok(reached) => {
                let server = server(&reached.host)?;
                for (_, check) in &stages {
                    findings.push(passed(*check, url, parsed.as_ref(), Some((&reached, &server))));
                }
                let file = (dialect == DialectName::Sqlite).then(|| PathBuf::from(reached.address));
                Ok(Session { host: reached.host, server, file: file.filter(|path| path.is_file()) })
            }
            Err(refusal) => {
                for (stage, check) in &stages {
                    if *stage >= refusal.stage {
                        let (message, help) = (refusal.message.clone(), refusal.help.clone());
                        // A first upgrade makes the file: nothing need be wrong.
                        let is_missing_file = help == sqlite_no_file_help();
                        findings.push(match is_missing_file {
                            true => Finding::warning(*check, message, help),
                            false => Finding::wrong(*check, message, help),
                        });
                        break;
                    }
                    // Nothing is known of TLS before a session is open.
                    if *check != Check::Tls {
                        findings.push(passed(*check, url, parsed.as_ref(), None));
                    }
                }
                let checks: Vec<Check> = stages.iter().map(|(_, check)| *check).collect();
                fill(&mut findings, &checks);
                let order = |finding: &Finding| checks.iter().position(|check| *check == finding.check);
                findings.sort_by_key(order);
                Err(refusal)
            }
        };
        Ok(Attempt { url: url.to_owned(), outcome, findings, left_out })
    }
}

/// A stage that went well.
fn passed(
    check: Check,
    url: &str,
    parsed: Option<&Url>,
    session: Option<(&limbeck_exec::probe::Reached, &Server)>,
) -> Finding {
    let address = session.map(|(reached, _)| reached.address.clone());
    let given = |text: Option<String>| text.unwrap_or_default();
    let found: Message = match check {
        Check::Host => match parsed.and_then(|url| url.host.as_deref()) {
            Some(_) => says::host_fine(),
            None => says::host_none(),
        },
        Check::Port => {
            let place = parsed.map(|url| format!("{}:{}", given(url.host.clone()), url.port.unwrap_or(5432)));
            says::port_fine(address.or(place).unwrap_or_default())
        }
        Check::Tls => return tls(session),
        Check::Login => {
            let user = session.map(|(_, server)| server.user.clone());
            says::login_fine(given(user.or_else(|| parsed.and_then(|url| url.username.clone()))))
        }
        Check::Database => {
            let name = session.map(|(_, server)| server.database.clone()).filter(|name| !name.is_empty());
            says::database_fine(given(name.or(address)))
        }
        Check::File => Message::verbatim(given(address.or_else(|| parsed.and_then(|url| url.database.clone())))),
        Check::Url
        | Check::Configuration
        | Check::Scripts
        | Check::Graph
        | Check::Heads
        | Check::Constructs
        | Check::EnvPy
        | Check::ServerVersion
        | Check::Writable
        | Check::Rights
        | Check::VersionTable
        | Check::RevisionKnown
        | Check::UpToDate
        | Check::Schema
        | Check::Locks
        | Check::HalfDone
        | Check::OtherRun => Message::verbatim(masked(url)),
    };
    Finding::right(check, found)
}

fn tls(session: Option<(&limbeck_exec::probe::Reached, &Server)>) -> Finding {
    let Some((reached, server)) = session else { return Finding::not_checked(Check::Tls) };
    let reason = match reached.way {
        Some(Way::Tls) => {
            let found = server.tls.as_ref().map_or_else(says::tls_used_plain, says::tls_used);
            return Finding::right(Check::Tls, found);
        }
        Some(Way::Local) | None => return Finding::right(Check::Tls, says::tls_local()),
        Some(Way::NotAsked) => says::tls_not_asked(),
        Some(Way::NotOffered) => says::tls_not_offered(),
    };
    let ip = reached.address.rsplit_once(':').map(|(ip, _)| ip.trim_matches(['[', ']']).parse::<IpAddr>());
    match ip {
        Some(Ok(ip)) if ip.is_loopback() => Finding::right(Check::Tls, says::tls_loopback(reason)),
        Some(_) | None => Finding::warning(Check::Tls, says::tls_unused(reason), says::tls_help()),
    }
}
