//! What a check found.

use limbeck_messages::{Message, doctor as says, journal};

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// ✅
    Right,
    /// ⚠: it works, but look at it.
    Warning,
    /// ❌
    Wrong,
    /// An earlier one makes it impossible.
    NotChecked,
}

impl Mark {
    /// The sign before a finding.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::Right => "✅",
            Mark::Warning => "⚠️",
            Mark::Wrong => "❌",
            Mark::NotChecked => "➖",
        }
    }

    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Mark::Right => "ok",
            Mark::Warning => "warning",
            Mark::Wrong => "error",
            Mark::NotChecked => "not_checked",
        }
    }
}

/// The checks, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    Configuration,
    Scripts,
    Graph,
    Heads,
    Constructs,
    EnvPy,
    Url,
    Host,
    Port,
    File,
    Tls,
    Login,
    Database,
    ServerVersion,
    Writable,
    Rights,
    VersionTable,
    RevisionKnown,
    UpToDate,
    HalfDone,
    Schema,
    Locks,
    OtherRun,
}

impl Check {
    /// The checks of a project's files.
    pub const PROJECT: [Check; 6] =
        [Check::Configuration, Check::Scripts, Check::Graph, Check::Heads, Check::Constructs, Check::EnvPy];
    /// The checks of a database once it is reached.
    pub const INSIDE: [Check; 10] = [
        Check::ServerVersion,
        Check::Writable,
        Check::Rights,
        Check::VersionTable,
        Check::RevisionKnown,
        Check::UpToDate,
        Check::HalfDone,
        Check::Schema,
        Check::Locks,
        Check::OtherRun,
    ];

    /// Its name in JSON and for people, which the message catalog translates.
    fn names(self) -> (&'static str, Message) {
        match self {
            Check::Configuration => ("configuration", says::configuration()),
            Check::Scripts => ("scripts", says::scripts()),
            Check::Graph => ("graph", says::graph()),
            Check::Heads => ("heads", says::heads()),
            Check::Constructs => ("constructs", says::constructs()),
            Check::EnvPy => ("env_py", says::env_py()),
            Check::Url => ("url", says::url()),
            Check::Host => ("host", says::host()),
            Check::Port => ("port", says::port()),
            Check::File => ("file", says::file()),
            Check::Tls => ("tls", says::tls()),
            Check::Login => ("login", says::login()),
            Check::Database => ("database", says::database_there()),
            Check::ServerVersion => ("server_version", says::server_version()),
            Check::Writable => ("writable", says::writable()),
            Check::Rights => ("rights", says::rights()),
            Check::VersionTable => ("version_table", says::version_table()),
            Check::RevisionKnown => ("revision_known", says::revision_known()),
            Check::UpToDate => ("up_to_date", says::up_to_date()),
            Check::HalfDone => ("half_done", journal::unfinished()),
            Check::Schema => ("schema", says::schema()),
            Check::Locks => ("locks", says::locks()),
            Check::OtherRun => ("other_run", says::other_run()),
        }
    }

    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        self.names().0
    }

    /// Its name for people.
    pub fn title(self) -> Message {
        self.names().1
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub check: Check,
    pub mark: Mark,
    /// What is so; where something is wrong, the cause.
    pub found: Message,
    /// More about it, a line each.
    pub details: Vec<Message>,
    /// The next step, where something is to be done.
    pub next: Option<Message>,
}

impl Finding {
    fn new(check: Check, mark: Mark, found: impl Into<Message>, next: Option<Message>) -> Finding {
        Finding { check, mark, found: found.into(), details: Vec::new(), next }
    }

    /// All is well.
    pub fn right(check: Check, found: impl Into<Message>) -> Finding {
        Finding::new(check, Mark::Right, found, None)
    }

    /// It works, but look at it.
    pub fn warning(check: Check, found: impl Into<Message>, next: Message) -> Finding {
        Finding::new(check, Mark::Warning, found, Some(next))
    }

    /// Something is wrong.
    pub fn wrong(check: Check, found: impl Into<Message>, next: Message) -> Finding {
        Finding::new(check, Mark::Wrong, found, Some(next))
    }

    /// An earlier check makes it impossible.
    pub fn not_checked(check: Check) -> Finding {
        Finding::new(check, Mark::NotChecked, says::not_checked(), None)
    }

    /// It could not be made, for a reason of its own.
    pub fn not_checked_because(check: Check, reason: &Message) -> Finding {
        Finding::new(check, Mark::NotChecked, says::not_checked_because(reason), None)
    }

    /// Adds lines about it.
    #[must_use]
    pub fn with_details(mut self, details: impl IntoIterator<Item = Message>) -> Finding {
        self.details.extend(details);
        self
    }
}

/// Adds "not checked" for those of the checks that have no finding yet.
pub(super) fn fill(findings: &mut Vec<Finding>, checks: &[Check]) {
    for check in checks {
        if !findings.iter().any(|finding| finding.check == *check) {
            findings.push(Finding::not_checked(*check));
        }
    }
}

/// How a check ended; not checked where there is no finding.
pub(super) fn mark_of(findings: &[Finding], check: Check) -> Mark {
    findings.iter().find(|finding| finding.check == check).map_or(Mark::NotChecked, |finding| finding.mark)
}
