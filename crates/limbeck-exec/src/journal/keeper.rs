//! Keeps the journal of one step on one connection.

use std::borrow::Cow;
use std::rc::Rc;

use limbeck_messages::{Message, journal as says};
use limbeck_ops::{
    Answer, DialectName, HostError, JournalState, NotedStatement, Origin, Reflection, ReflectionRequest, Resume,
    StepJournal,
};
use limbeck_sql::journal as sql;

use super::answer::KeptAnswer;
use super::catalog::{self, Fate};
use super::channel::Channel;
use super::digest::Digest;
use super::lasting::{Control, Lasting, changes_one_of, lasting};
use super::plan::Plan;
use super::subject;
use crate::postgres::keywords;

/// More of a statement's text is not kept.
const MAX_TEXT: usize = 4000;

/// A statement that is done in the transaction that is open, to be written with its end. There may be very many, most of
/// them of transactions that end with their step and are never written.
pub(super) struct Note {
    pub ordinal: i64,
    pub identity: Identity,
    pub answer: KeptAnswer,
}

/// What is to be done with a statement.
pub(crate) enum Before {
    /// Nothing: it is done already, with this answer.
    Done(Answer),
    /// It is to be sent, and the outcome told to [`Keeper::after`].
    Send(Ticket),
}

/// What [`Keeper::after`] has to know of a statement.
pub(crate) enum Ticket {
    /// It is not noted.
    Unnoted,
    /// It handles transactions.
    Control(Control),
    /// It is part of the open transaction.
    Noted(Identity),
    /// The keeper opened a transaction for it, so that it must be sent at once.
    Wrapped(Identity),
    /// It is noted as started.
    Started {
        /// Its row.
        ordinal: i64,
        /// Whether it has ended the transaction that was open, so that what follows may be committed.
        is_permanent: bool,
        /// Whether a refusal of the server tells that nothing of it is done.
        is_one: bool,
    },
}

/// A statement's marks.
pub(crate) struct Identity {
    pub(super) hash: Digest,
    pub(super) place: Rc<str>,
    pub(super) text: Cow<'static, str>,
}

/// `LOCK TABLES` of MySQL, under which the journal can't be reached: all until it ends is noted as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Locked {
    No,
    /// It is in force; its row.
    Yes(Option<i64>),
    /// All under it is done already.
    Done,
}

/// The journal of a step while its script runs.
pub(crate) struct Keeper {
    pub(super) journal: StepJournal,
    /// The first noted statement that the script has not given yet.
    pub(super) next: usize,
    /// The number of the next row.
    pub(super) ordinal: i64,
    /// Done in the open transaction, not written.
    pub(super) notes: Vec<Note>,
    /// Rows of statements that are known not to be done.
    pub(super) refused_rows: Vec<i64>,
    /// Statements that are done and permanent.
    pub(super) finished: usize,
    /// Written in the open transaction.
    pub(super) written: usize,
    /// Whether the table was made in the open transaction.
    pub(super) is_new: bool,
    /// Whether any row was written.
    pub(super) has_rows: bool,
    /// Whether a transaction with rows in it ended in a way that nobody saw.
    pub(super) is_unsure: bool,
    /// The statement that is noted as started, until its end is seen.
    pub(super) running: Option<NotedStatement>,
    /// What makes the table anew that is being made, until it is written down.
    pub(super) plan: Option<Plan>,
    /// The row that it is written with.
    pub(super) planned: Option<(i64, Plan)>,
    /// Set once the step can't be gone on with.
    pub(super) refusal: Option<HostError>,
    /// The place of the last statement.
    place: Option<Rc<str>>,
    pub(super) temporary: Vec<String>,
    pub(super) locked: Locked,
    /// The role may not make the table.
    pub(super) is_off: bool,
    pub(super) warnings: Vec<Message>,
}

impl Keeper {
    pub fn new(journal: StepJournal) -> Keeper {
        let ordinal = journal.noted.last().map_or(1, |last| last.ordinal + 1);
        let finished = journal.noted.iter().filter(|one| one.is_finished).count();
        let has_rows = !journal.noted.is_empty();
        Keeper {
            journal,
            next: 0,
            ordinal,
            notes: Vec::new(),
            refused_rows: Vec::new(),
            finished,
            written: 0,
            is_new: false,
            has_rows,
            is_unsure: false,
            running: None,
            plan: None,
            planned: None,
            refusal: None,
            place: None,
            temporary: Vec::new(),
            locked: Locked::No,
            is_off: false,
            warnings: Vec::new(),
        }
    }

    pub(super) fn is_same_script(&self) -> bool {
        self.journal.noted.last().is_none_or(|last| last.script == self.journal.script)
    }

    /// Takes the journal out of what a script sees of the database: it may go through all tables there are.
    pub fn hide(&self, request: &ReflectionRequest, reflection: &mut Reflection) {
        if let (ReflectionRequest::Tables(_) | ReflectionRequest::Relations(..), Reflection::Names(names)) =
            (request, reflection)
        {
            names.retain(|name| *name != self.journal.table.name.text);
        }
    }

    /// The marks of a statement.
    pub(super) fn identity(&mut self, text: &str, lasting: &Lasting, origin: &Origin) -> Identity {
        // The file, with the folder it is in, and the line: the same wherever the project lies.
        let frame = origin.place();
        let path = frame.map_or("", |frame| &*frame.path);
        let start = path.rmatch_indices(['/', '\\']).nth(1).map_or(0, |(at, _)| at + 1);
        let (path, line) = (path.get(start..).unwrap_or_default(), frame.map_or(0, |frame| frame.line));
        let is_same = |place: &Rc<str>| {
            place.strip_prefix(path).and_then(|rest| rest.strip_prefix(':')?.parse().ok()) == Some(line)
        };
        // One statement after the other comes from a loop.
        let place = match self.place.take_if(|place| is_same(place)) {
            Some(place) => place,
            None => Rc::from(format!("{path}:{line}")),
        };
        self.place = Some(Rc::clone(&place));
        Identity { hash: Digest::of(text), place, text: kept_text(text, lasting) }
    }

    /// Before a statement of the script is sent.
    pub fn before(&mut self, channel: &mut dyn Channel, text: &str, origin: &Origin) -> Result<Before, HostError> {
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        let dialect = channel.dialect();
        let lasting = lasting(text, &dialect);
        match &lasting {
            Lasting::Nothing => return Ok(Before::Send(Ticket::Unnoted)),
            Lasting::Temporary(name) => {
                self.temporary.push(name.clone());
                return Ok(Before::Send(Ticket::Unnoted));
            }
            Lasting::Control(control) => return self.before_control(channel, control, text, origin),
            Lasting::Transaction | Lasting::Permanent | Lasting::Alone => {}
        }
        if matches!(self.locked, Locked::Yes(_)) || changes_one_of(text, dialect.name, &self.temporary) {
            return Ok(Before::Send(Ticket::Unnoted));
        }
        if self.locked == Locked::Done {
            return Ok(Before::Done(nothing_known()));
        }
        let identity = self.identity(text, &lasting, origin);
        if let Some(answer) = self.found(channel, &identity, origin)? {
            return Ok(Before::Done(answer));
        }
        self.ticket(channel, lasting, identity, text).map(Before::Send)
    }

    /// Writes what has to be written before a statement that is new.
    fn ticket(
        &mut self,
        channel: &mut dyn Channel,
        lasting: Lasting,
        identity: Identity,
        text: &str,
    ) -> Result<Ticket, HostError> {
        let (inside, mysql) = (channel.in_transaction(), is_mysql(channel));
        let is_control_inside = lasting == Lasting::Alone && keywords::may_control_transactions(text);
        match (&lasting, inside) {
            (Lasting::Transaction, true) => return Ok(Ticket::Noted(identity)),
            (Lasting::Permanent | Lasting::Alone, true) if !mysql && !is_control_inside => {
                return Ok(Ticket::Noted(identity));
            }
            _ => {}
        }
        if !self.ensure_table(channel)? {
            return Ok(Ticket::Unnoted);
        }
        if lasting == Lasting::Transaction {
            channel.own(if mysql { "START TRANSACTION" } else { "BEGIN" })?;
            return Ok(Ticket::Wrapped(identity));
        }
        let ordinal = self.start(channel, &identity, text)?;
        // An index whose building is refused stays behind, and is not valid.
        let is_index = matches!(subject::subject(text, &channel.dialect()), subject::Subject::Index { .. });
        let is_one =
            !is_index && (lasting == Lasting::Permanent || !text.trim_end().trim_end_matches(';').contains(';'));
        Ok(Ticket::Started { ordinal, is_permanent: inside && lasting == Lasting::Permanent, is_one })
    }

    /// After a statement that [`Keeper::before`] let through.
    pub fn after(
        &mut self,
        channel: &mut dyn Channel,
        ticket: Ticket,
        outcome: Result<&Answer, &HostError>,
    ) -> Result<(), HostError> {
        match (ticket, outcome) {
            (Ticket::Unnoted, _) | (Ticket::Noted(_), Err(_)) => Ok(()),
            (Ticket::Control(control), Ok(_)) => self.after_control(channel, &control),
            (Ticket::Control(control), Err(_)) => {
                if control == Control::LockTables {
                    self.locked = Locked::No;
                }
                Ok(())
            }
            (Ticket::Noted(identity), Ok(answer)) => {
                self.note(identity, answer);
                Ok(())
            }
            (Ticket::Wrapped(identity), Ok(answer)) => {
                self.note(identity, answer);
                let written = self.write_notes(channel).and_then(|()| channel.own("COMMIT"));
                if let Err(error) = written {
                    // The first error is the one to tell.
                    let _rolled_back = channel.own("ROLLBACK");
                    self.rolled_back();
                    return Err(error);
                }
                channel.count_kept();
                self.committed();
                Ok(())
            }
            (Ticket::Wrapped(_), Err(error)) => {
                if is_lost(error) {
                    return Ok(());
                }
                channel.own("ROLLBACK").map(|_| ())
            }
            (Ticket::Started { ordinal, is_permanent, .. }, Ok(answer)) => {
                self.finish(channel, ordinal, answer)?;
                self.running = None;
                if is_permanent {
                    channel.own("COMMIT")?;
                }
                self.written += 1;
                if is_permanent || !channel.in_transaction() {
                    self.committed();
                }
                Ok(())
            }
            (Ticket::Started { ordinal, is_one, .. }, Err(error)) => {
                self.is_unsure = true;
                match error {
                    HostError::Server(server) if is_one && !server.disconnected => {
                        self.running = None;
                        self.refused_rows.push(ordinal);
                    }
                    HostError::Server(_)
                    | HostError::Compile { .. }
                    | HostError::Unsupported { .. }
                    | HostError::Offline { .. }
                    | HostError::Connect { .. }
                    | HostError::Journal { .. }
                    | HostError::Interrupted => {}
                }
                Ok(())
            }
        }
    }

    /// Before the connection commits the open transaction.
    pub fn before_commit(&mut self, channel: &mut dyn Channel) -> Result<(), HostError> {
        if self.notes.is_empty() || self.locked != Locked::No || !self.ensure_table(channel)? {
            self.notes.clear();
            return Ok(());
        }
        self.write_notes(channel)
    }

    /// The open transaction is permanent.
    pub fn committed(&mut self) {
        self.finished += std::mem::take(&mut self.written);
        self.is_new = false;
    }

    /// The open transaction is rolled back.
    ///
    /// The notes stay, as they do when a savepoint is rolled back: when the script goes on and commits, they say that
    /// these statements are not to be run again, whose effect the script itself has taken back.
    pub fn rolled_back(&mut self) {
        self.written = 0;
        if std::mem::take(&mut self.is_new) {
            self.journal.is_there = false;
        }
    }

    pub(super) fn refuse(&mut self, message: Message, help: Message, origin: &Origin) -> HostError {
        let refusal = HostError::Journal { message, help, origin: origin.clone() };
        self.refusal = Some(refusal.clone());
        refusal
    }

    /// The script has ended.
    pub fn end(&mut self, channel: &mut dyn Channel, succeeded: bool) -> Result<JournalState, HostError> {
        if succeeded {
            if let Some(refusal) = &self.refusal {
                // The script caught it.
                return Err(refusal.clone());
            }
            let left = self.journal.noted.iter().skip(self.next).find(|one| one.is_finished).cloned();
            if let Some(noted) = left
                && !self.is_same_script()
                && self.journal.resume == Resume::Ask
            {
                return Err(self.refuse(says::left_out(&noted.place), says::changed_help(), &Origin::internal()));
            }
        } else if self.is_unsure && !channel.in_transaction() {
            self.count_rows(channel);
            self.settle(channel);
        }
        Ok(JournalState {
            is_there: self.journal.is_there,
            finished: self.finished,
            refused: std::mem::take(&mut self.refused_rows),
            has_rows: self.has_rows,
            is_unclear: self.running.is_some(),
            warnings: std::mem::take(&mut self.warnings),
        })
    }

    /// Asks the catalog about a statement that was interrupted.
    fn settle(&mut self, channel: &mut dyn Channel) {
        let Some(running) = self.running.take() else { return };
        match catalog::fate(channel, &running) {
            Ok(Fate::Done) if self.finish(channel, running.ordinal, &nothing_known()).is_ok() => self.finished += 1,
            Ok(Fate::NotDone) => self.refused_rows.push(running.ordinal),
            // The next run will ask again.
            Ok(Fate::Done | Fate::LeftInvalid | Fate::Running | Fate::Unclear) | Err(_) => self.running = Some(running),
        }
    }

    /// Counts what is really there; where the database does not answer, what was counted on the way stands.
    fn count_rows(&mut self, channel: &mut dyn Channel) {
        let Ok(select) = sql::select(&channel.dialect(), &self.journal.table) else { return };
        if let Ok(rows) = channel.own(&select) {
            let is_finished = |row: &&super::TextRow| row.get(7).and_then(Option::as_deref) == Some("finished");
            self.finished = rows.iter().filter(is_finished).count();
            self.has_rows = !rows.is_empty();
        }
    }
}

/// The answer where none was kept, as that of a statement on the schema.
pub(super) fn nothing_known() -> Answer {
    Answer { row_count: -1, ..Answer::default() }
}

pub(super) fn is_mysql(channel: &dyn Channel) -> bool {
    matches!(channel.dialect().name, DialectName::Mysql | DialectName::Mariadb)
}

fn is_lost(error: &HostError) -> bool {
    matches!(error, HostError::Server(server) if server.disconnected)
}

/// The first words of statements on rows, whose values are nobody's business.
const ON_ROWS: [&str; 7] = ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "MERGE", "LOAD"];

/// What is kept of the text of a statement.
pub(super) fn kept_text(text: &str, lasting: &Lasting) -> Cow<'static, str> {
    if *lasting == Lasting::Transaction {
        let word = keywords::first_word(text);
        if let Some(known) = ON_ROWS.iter().find(|known| **known == word) {
            return Cow::Borrowed(known);
        }
    }
    Cow::Owned(text.chars().take(MAX_TEXT).collect())
}
