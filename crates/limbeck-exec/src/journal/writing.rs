//! What the journal writes.

use limbeck_messages::journal as says;
use limbeck_ops::{Answer, DialectName, HostError, NotedStatement, Origin};
use limbeck_sql::journal as sql;

use super::answer::{self, KeptAnswer};
use super::catalog;
use super::channel::Channel;
use super::keeper::{Identity, Keeper, Note, is_mysql};
use super::plan::Plan;
use crate::sql::host_error;

impl Keeper {
    /// Notes a statement as started.
    pub(super) fn start(
        &mut self,
        channel: &mut dyn Channel,
        identity: &Identity,
        text: &str,
    ) -> Result<i64, HostError> {
        let before = catalog::look(channel, text)?;
        let session = catalog::session(channel)?;
        self.write_notes(channel)?;
        let ordinal = self.ordinal;
        self.ordinal += 1;
        let hash = identity.hash.to_string();
        self.planned = self.plan.take().map(|plan| (ordinal, plan));
        let plan = self.planned.as_ref().map(|(_, plan)| plan.beside("{}"));
        let row = sql::Row {
            ordinal,
            step: &self.journal.step,
            heads: &self.journal.heads,
            script: &self.journal.script,
            hash: &hash,
            place: &identity.place,
            statement: &identity.text,
            is_finished: false,
            answer: plan.as_deref(),
            before: before.as_deref(),
            session: session.as_deref(),
        };
        let insert = sql::insert(&channel.dialect(), &self.journal.table, &[row]);
        channel.own(&insert.map_err(|error| host_error(error, &Origin::internal()))?)?;
        self.has_rows = true;
        self.running = Some(NotedStatement {
            ordinal,
            hash,
            place: identity.place.to_string(),
            text: identity.text.to_string(),
            before,
            // Nobody but this session can be at it.
            ..NotedStatement::default()
        });
        Ok(ordinal)
    }

    pub(super) fn finish(&mut self, channel: &mut dyn Channel, ordinal: i64, answer: &Answer) -> Result<(), HostError> {
        let mut text = answer::write(answer);
        // What an earlier run wrote down stays.
        let noted = || self.journal.noted.iter().find(|one| one.ordinal == ordinal).and_then(Plan::of);
        let own = self.planned.take_if(|(planned, _)| *planned == ordinal).map(|(_, plan)| plan);
        if let Some(plan) = own.or_else(noted) {
            text = plan.beside(&text);
        }
        let finish = sql::finish(&channel.dialect(), &self.journal.table, ordinal, &text);
        channel.own(&finish.map_err(|error| host_error(error, &Origin::internal()))?).map(|_| ())
    }

    /// Ends the transaction that a statement of the journal has begun by itself (MySQL).
    pub(super) fn commit_own(&mut self, channel: &mut dyn Channel) -> Result<(), HostError> {
        match channel.in_transaction() && is_mysql(channel) && self.notes.is_empty() {
            true => channel.own("COMMIT").map(|_| ()),
            false => Ok(()),
        }
    }

    pub(super) fn note(&mut self, identity: Identity, answer: &Answer) {
        let ordinal = self.ordinal;
        self.ordinal += 1;
        self.notes.push(Note { ordinal, identity, answer: KeptAnswer::of(answer) });
    }

    /// Writes the notes into the open transaction.
    pub(super) fn write_notes(&mut self, channel: &mut dyn Channel) -> Result<(), HostError> {
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
            let texts: Vec<(String, String)> =
                chunk.iter().map(|note| (note.identity.hash.to_string(), note.answer.text())).collect();
            let rows: Vec<sql::Row<'_>> = chunk
                .iter()
                .zip(&texts)
                .map(|(note, (hash, answer))| sql::Row {
                    ordinal: note.ordinal,
                    step: &self.journal.step,
                    heads: &self.journal.heads,
                    script: &self.journal.script,
                    hash,
                    place: &note.identity.place,
                    statement: &note.identity.text,
                    is_finished: true,
                    answer: Some(answer),
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
    pub(super) fn ensure_table(&mut self, channel: &mut dyn Channel) -> Result<bool, HostError> {
        if self.journal.is_there || self.is_off {
            return Ok(!self.is_off);
        }
        let dialect = channel.dialect();
        let create =
            sql::create(&dialect, &self.journal.table).map_err(|error| host_error(error, &Origin::internal()))?;
        if !self.may_create(channel)? {
            return Ok(self.go_without());
        }
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
                if is_mysql(channel) && matches!(error.code.as_deref(), Some("1142" | "1044")) =>
            {
                Ok(self.go_without())
            }
            Err(error) => Err(error),
        }
    }

    /// Asks PostgreSQL, where a refusal would make the open transaction useless.
    fn may_create(&self, channel: &mut dyn Channel) -> Result<bool, HostError> {
        if channel.dialect().name != DialectName::Postgresql {
            return Ok(true);
        }
        let schema = match &self.journal.table.schema {
            Some(schema) => format!("'{}'", schema.text.replace('\'', "''")),
            None => "pg_catalog.current_schema()".to_owned(),
        };
        let rows = channel.own(&format!("SELECT pg_catalog.has_schema_privilege({schema}, 'CREATE')"))?;
        Ok(rows.first().and_then(|row| row.first()).and_then(Option::as_deref) == Some("t"))
    }

    /// The run goes on without a journal.
    fn go_without(&mut self) -> bool {
        self.is_off = true;
        self.warnings.push(says::no_right(&self.journal.table.name.text));
        false
    }
}
