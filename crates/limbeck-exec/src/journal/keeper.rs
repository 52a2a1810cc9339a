//! Keeps the journal of one step on one connection.

use limbeck_messages::{Message, journal as says};
use limbeck_ops::{
    Answer, DialectName, HostError, JournalState, NotedStatement, Origin, Reflection, ReflectionRequest, Resume,
    StepJournal,
};
use limbeck_sql::journal as sql;

use super::catalog::{self, Fate};
use super::channel::Channel;
use super::digest::digest;
use super::lasting::{Control, Lasting, changes_one_of, lasting};
use super::matching::{Found, Given, find};
use super::{answer, subject};
use crate::postgres::keywords;
use crate::sql::host_error;

/// More of a statement's text is not kept.
const MAX_TEXT: usize = 4000;

/// A statement that is done in the transaction that is open, to be written with its end.
struct Note {
    ordinal: i64,
    hash: String,
    place: String,
    text: String,
    answer: String,
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
    hash: String,
    place: String,
    text: String,
}

/// `LOCK TABLES` of MySQL, under which the journal can't be reached: all until it ends is noted as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Locked {
    No,
    /// It is in force; its row.
    Yes(Option<i64>),
    /// All under it is done already.
    Done,
}

/// The journal of a step while its script runs.
pub(crate) struct Keeper {
    journal: StepJournal,
    /// The first noted statement that the script has not given yet.
    next: usize,
    /// The number of the next row.
    ordinal: i64,
    /// Done in the open transaction, not written.
    notes: Vec<Note>,
    /// How many of the notes are older than each savepoint.
    marks: Vec<usize>,
    /// The same for savepoints that the script sets by statements.
    named_marks: Vec<(String, usize)>,
    /// Rows of statements that are known not to be done.
    refused_rows: Vec<i64>,
    /// Statements that are done and permanent.
    finished: usize,
    /// Written in the open transaction.
    written: usize,
    /// Whether the table was made in the open transaction.
    is_new: bool,
    /// Whether any row was written.
    has_rows: bool,
    /// Whether a transaction with rows in it ended in a way that nobody saw.
    is_unsure: bool,
    /// The statement that is noted as started, until its end is seen.
    running: Option<NotedStatement>,
    /// Set once the step can't be gone on with.
    refusal: Option<HostError>,
    temporary: Vec<String>,
    locked: Locked,
    /// The role may not make the table.
    is_off: bool,
    warnings: Vec<Message>,
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
            marks: Vec::new(),
            named_marks: Vec::new(),
            refused_rows: Vec::new(),
            finished,
            written: 0,
            is_new: false,
            has_rows,
            is_unsure: false,
            running: None,
            refusal: None,
            temporary: Vec::new(),
            locked: Locked::No,
            is_off: false,
            warnings: Vec::new(),
        }
    }

    fn is_same_script(&self) -> bool {
        self.journal.noted.last().is_none_or(|last| last.script == self.journal.script)
    }

    /// Takes the journal out of what a script sees of the database: it may go through all tables there are.
    pub fn hide(&self, request: &ReflectionRequest, reflection: &mut Reflection) {
        if let (ReflectionRequest::Tables(_), Reflection::Names(names)) = (request, reflection) {
            names.retain(|name| *name != self.journal.table.name.text);
        }
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
        let is_rows = lasting == Lasting::Transaction && begins_with_rows(text);
        let identity = Identity { hash: digest(text), place: place(origin), text: kept_text(text, is_rows) };
        if let Some(answer) = self.found(channel, &identity, origin)? {
            return Ok(Before::Done(answer));
        }
        self.ticket(channel, lasting, identity, text).map(Before::Send)
    }

    /// The answer of a statement that is done already.
    fn found(
        &mut self,
        channel: &mut dyn Channel,
        identity: &Identity,
        origin: &Origin,
    ) -> Result<Option<Answer>, HostError> {
        let changes_rows = !identity.text.contains(char::is_whitespace);
        let given = Given { hash: &identity.hash, place: &identity.place, changes_rows };
        let found = find(&self.journal.noted, self.next, &given, self.is_same_script());
        let at = match found {
            Found::New => return Ok(None),
            Found::Done(at) | Found::Started(at) | Found::Changed(at) => at,
        };
        let Some(noted) = self.journal.noted.get(at).cloned() else { return Ok(None) };
        let resume = self.journal.resume;
        match found {
            Found::New => Ok(None),
            Found::Done(_) => {
                let answer = match &noted.answer {
                    None => Some(nothing_known()),
                    Some(text) => answer::read(text),
                };
                match (answer, resume) {
                    (Some(answer), _) => {
                        self.next = at + 1;
                        Ok(Some(answer))
                    }
                    (None, Resume::Again) => {
                        self.next = at + 1;
                        Ok(None)
                    }
                    (None, Resume::Ask | Resume::Skip | Resume::Anew) => {
                        let command =
                            format!("limbeck stamp {}", self.journal.step.rsplit(' ').next().unwrap_or("REVISION"));
                        Err(self.refuse(says::no_rows(&noted.place), says::no_rows_help(command), origin))
                    }
                }
            }
            Found::Started(_) => self.resolve(channel, at, &noted, origin),
            // The statement at which the earlier run ended is another one now.
            Found::Changed(_) if !noted.is_finished => match self.resolve(channel, at, &noted, origin)? {
                None => Ok(None),
                Some(answer) if resume == Resume::Skip => Ok(Some(answer)),
                Some(_) => Err(self.refuse_change(&noted, identity, origin)),
            },
            Found::Changed(_) => match resume {
                Resume::Ask | Resume::Anew => Err(self.refuse_change(&noted, identity, origin)),
                Resume::Skip => {
                    self.next = at + 1;
                    Ok(Some(nothing_known()))
                }
                Resume::Again => {
                    self.next = at + 1;
                    Ok(None)
                }
            },
        }
    }

    fn refuse_change(&mut self, noted: &NotedStatement, given: &Identity, origin: &Origin) -> HostError {
        self.refuse(says::changed(&noted.place, &given.place), says::changed_help(), origin)
    }

    /// Finds out about a statement that was started: its answer if it was done.
    fn resolve(
        &mut self,
        channel: &mut dyn Channel,
        at: usize,
        noted: &NotedStatement,
        origin: &Origin,
    ) -> Result<Option<Answer>, HostError> {
        let mut fate = catalog::fate(channel, noted)?;
        if fate == Fate::Unclear {
            fate = match self.journal.resume {
                Resume::Ask | Resume::Anew => Fate::Unclear,
                Resume::Skip => Fate::Done,
                Resume::Again => Fate::NotDone,
            };
        }
        match fate {
            Fate::Done => {
                self.next = at + 1;
                let answer = nothing_known();
                self.finish(channel, noted.ordinal, &answer)?;
                if channel.in_transaction() && !is_mysql(channel) {
                    self.written += 1;
                } else {
                    self.commit_own(channel)?;
                    self.finished += 1;
                }
                Ok(Some(answer))
            }
            Fate::NotDone => {
                self.next = at + 1;
                self.refused_rows.push(noted.ordinal);
                Ok(None)
            }
            Fate::LeftInvalid => {
                if let subject::Subject::Index { name, table } = subject::subject(&noted.text, &channel.dialect()) {
                    self.warnings.push(says::dropping_invalid(&name));
                    // An index lives where its table does.
                    let schema = table.as_deref().and_then(|table| table.rsplit_once('.')).map(|(schema, _)| schema);
                    let name = schema.map_or_else(|| name.clone(), |schema| format!("{schema}.{name}"));
                    channel.own(&format!("DROP INDEX CONCURRENTLY IF EXISTS {name}"))?;
                }
                self.next = at + 1;
                self.refused_rows.push(noted.ordinal);
                Ok(None)
            }
            Fate::Running => {
                let session = noted.session.clone().unwrap_or_default();
                let message = says::still_running(&noted.place, session);
                Err(self.refuse(message, says::still_running_help(), origin))
            }
            Fate::Unclear => {
                let message = says::unclear(&noted.place, on_one_line(&noted.text));
                Err(self.refuse(message, says::unclear_help(), origin))
            }
        }
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

    /// Notes a statement as started.
    fn start(&mut self, channel: &mut dyn Channel, identity: &Identity, text: &str) -> Result<i64, HostError> {
        let before = catalog::look(channel, text)?;
        let session = catalog::session(channel)?;
        self.write_notes(channel)?;
        let ordinal = self.ordinal;
        self.ordinal += 1;
        let row = sql::Row {
            ordinal,
            step: &self.journal.step,
            heads: &self.journal.heads,
            script: &self.journal.script,
            hash: &identity.hash,
            place: &identity.place,
            statement: &identity.text,
            is_finished: false,
            answer: None,
            before: before.as_deref(),
            session: session.as_deref(),
        };
        let insert = sql::insert(&channel.dialect(), &self.journal.table, &[row]);
        channel.own(&insert.map_err(|error| host_error(error, &Origin::internal()))?)?;
        self.has_rows = true;
        self.running = Some(NotedStatement {
            ordinal,
            hash: identity.hash.clone(),
            place: identity.place.clone(),
            text: identity.text.clone(),
            before,
            // Nobody but this session can be at it.
            ..NotedStatement::default()
        });
        Ok(ordinal)
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

    fn finish(&mut self, channel: &mut dyn Channel, ordinal: i64, answer: &Answer) -> Result<(), HostError> {
        let text = answer::write(answer);
        let finish = sql::finish(&channel.dialect(), &self.journal.table, ordinal, &text);
        channel.own(&finish.map_err(|error| host_error(error, &Origin::internal()))?).map(|_| ())
    }

    /// Ends the transaction that a statement of the journal has begun by itself (MySQL).
    fn commit_own(&mut self, channel: &mut dyn Channel) -> Result<(), HostError> {
        match channel.in_transaction() && is_mysql(channel) && self.notes.is_empty() {
            true => channel.own("COMMIT").map(|_| ()),
            false => Ok(()),
        }
    }

    fn note(&mut self, identity: Identity, answer: &Answer) {
        let ordinal = self.ordinal;
        self.ordinal += 1;
        let Identity { hash, place, text } = identity;
        self.notes.push(Note { ordinal, hash, place, text, answer: answer::write(answer) });
    }

    /// Writes the notes into the open transaction.
    fn write_notes(&mut self, channel: &mut dyn Channel) -> Result<(), HostError> {
        let dialect = channel.dialect();
        let refused = |error| host_error(error, &Origin::internal());
        if !self.refused_rows.is_empty() {
            let forget = sql::forget(&dialect, &self.journal.table, &self.refused_rows).map_err(refused)?;
            channel.own(&forget)?;
            self.refused_rows.clear();
        }
        if self.notes.is_empty() {
            return Ok(());
        }
        let notes = std::mem::take(&mut self.notes);
        for chunk in notes.chunks(200) {
            let rows: Vec<sql::Row<'_>> = chunk
                .iter()
                .map(|note| sql::Row {
                    ordinal: note.ordinal,
                    step: &self.journal.step,
                    heads: &self.journal.heads,
                    script: &self.journal.script,
                    hash: &note.hash,
                    place: &note.place,
                    statement: &note.text,
                    is_finished: true,
                    answer: Some(&note.answer),
                    before: None,
                    session: None,
                })
                .collect();
            channel.own(&sql::insert(&dialect, &self.journal.table, &rows).map_err(refused)?)?;
        }
        self.written += notes.len();
        self.has_rows = true;
        Ok(())
    }

    /// Makes the table where it is not there; false where that is not allowed.
    fn ensure_table(&mut self, channel: &mut dyn Channel) -> Result<bool, HostError> {
        if self.journal.is_there || self.is_off {
            return Ok(!self.is_off);
        }
        let dialect = channel.dialect();
        let create =
            sql::create(&dialect, &self.journal.table).map_err(|error| host_error(error, &Origin::internal()))?;
        // On MySQL it would end a transaction in which something was done that is not written yet.
        let made = match is_mysql(channel) && channel.in_transaction() && !self.notes.is_empty() {
            true => channel.own_elsewhere(&create),
            false => channel.own(&create).map(|_| ()),
        };
        match made {
            Ok(()) => {
                self.journal.is_there = true;
                self.is_new = channel.in_transaction() && !is_mysql(channel);
                Ok(true)
            }
            Err(HostError::Server(error))
                if matches!(error.code.as_deref(), Some("1142" | "1044" | "42501")) && !would_abort(channel) =>
            {
                self.is_off = true;
                self.warnings.push(says::no_right(&self.journal.table.name.text));
                Ok(false)
            }
            Err(error) => Err(error),
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
        self.marks.clear();
        self.named_marks.clear();
    }

    /// The open transaction is rolled back.
    pub fn rolled_back(&mut self) {
        self.notes.clear();
        self.marks.clear();
        self.named_marks.clear();
        self.written = 0;
        if std::mem::take(&mut self.is_new) {
            self.journal.is_there = false;
        }
    }

    /// A savepoint is set.
    pub fn savepoint(&mut self) {
        self.marks.push(self.notes.len());
    }

    /// The savepoint set last is released.
    pub fn released(&mut self) {
        self.marks.pop();
    }

    /// What followed the savepoint set last is rolled back.
    pub fn rolled_back_to_savepoint(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.notes.truncate(mark);
        }
    }

    fn before_control(
        &mut self,
        channel: &mut dyn Channel,
        control: &Control,
        text: &str,
        origin: &Origin,
    ) -> Result<Before, HostError> {
        match (control, self.locked) {
            (Control::UnlockTables, Locked::Done) => {
                self.locked = Locked::No;
                return Ok(Before::Done(nothing_known()));
            }
            (Control::Commit | Control::UnlockTables, Locked::No) if channel.in_transaction() => {
                self.before_commit(channel)?;
            }
            (Control::LockTables, Locked::No) => {
                let identity = Identity { hash: digest(text), place: place(origin), text: kept_text(text, false) };
                if let Some(answer) = self.found(channel, &identity, origin)? {
                    self.locked = Locked::Done;
                    return Ok(Before::Done(answer));
                }
                let row = match self.ensure_table(channel)? {
                    true => Some(self.start(channel, &identity, text)?),
                    false => None,
                };
                self.locked = Locked::Yes(row);
            }
            (
                Control::Commit
                | Control::UnlockTables
                | Control::LockTables
                | Control::Rollback
                | Control::Savepoint(_)
                | Control::RollbackTo(_)
                | Control::Other,
                Locked::No | Locked::Yes(_) | Locked::Done,
            ) => {}
        }
        Ok(Before::Send(Ticket::Control(control.clone())))
    }

    fn after_control(&mut self, channel: &mut dyn Channel, control: &Control) -> Result<(), HostError> {
        match control {
            Control::Commit => self.committed(),
            Control::UnlockTables => {
                if let Locked::Yes(Some(row)) = std::mem::replace(&mut self.locked, Locked::No) {
                    self.finish(channel, row, &nothing_known())?;
                    self.running = None;
                    self.commit_own(channel)?;
                    self.written += 1;
                }
                self.committed();
            }
            Control::Rollback => self.rolled_back(),
            Control::Savepoint(name) => self.named_marks.push((name.clone(), self.notes.len())),
            Control::RollbackTo(name) => {
                if let Some((_, mark)) = self.named_marks.iter().rev().find(|(known, _)| known == name) {
                    self.notes.truncate(*mark);
                }
            }
            Control::LockTables | Control::Other => {}
        }
        Ok(())
    }

    fn refuse(&mut self, message: Message, help: Message, origin: &Origin) -> HostError {
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
fn nothing_known() -> Answer {
    Answer { row_count: -1, ..Answer::default() }
}

fn is_mysql(channel: &dyn Channel) -> bool {
    matches!(channel.dialect().name, DialectName::Mysql | DialectName::Mariadb)
}

/// Whether a refusal makes the open transaction useless.
fn would_abort(channel: &dyn Channel) -> bool {
    channel.in_transaction() && channel.dialect().name == DialectName::Postgresql
}

fn is_lost(error: &HostError) -> bool {
    matches!(error, HostError::Server(server) if server.disconnected)
}

/// The file, with the folder it is in, and the line: the same wherever the project lies.
fn place(origin: &Origin) -> String {
    let Some(frame) = origin.place() else { return String::new() };
    let parts: Vec<&str> = frame.path.rsplit(['/', '\\']).take(2).collect();
    let path: Vec<&str> = parts.into_iter().rev().collect();
    format!("{}:{}", path.join("/"), frame.line)
}

/// Whether it is a statement on rows, whose values are nobody's business.
fn begins_with_rows(text: &str) -> bool {
    matches!(
        keywords::first_word(text).as_str(),
        "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "WITH" | "MERGE" | "LOAD"
    )
}

fn kept_text(text: &str, is_rows: bool) -> String {
    if is_rows {
        return keywords::first_word(text);
    }
    text.chars().take(MAX_TEXT).collect()
}

fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
