//! Going on with what an earlier run noted.

use limbeck_messages::journal as says;
use limbeck_ops::{Answer, HostError, NotedStatement, Origin, Resume};

use super::catalog::{self, Fate};
use super::channel::Channel;
use super::keeper::{Identity, Keeper, is_mysql, nothing_known};
use super::matching::{Found, Given, find};
use super::{answer, subject};

impl Keeper {
    /// The answer of a statement that is done already.
    pub(super) fn found(
        &mut self,
        channel: &mut dyn Channel,
        identity: &Identity,
        origin: &Origin,
    ) -> Result<Option<Answer>, HostError> {
        let changes_rows = !identity.text.contains(char::is_whitespace);
        let hash = if self.journal.noted.is_empty() { String::new() } else { identity.hash.to_string() };
        let given = Given { hash: &hash, place: &identity.place, changes_rows };
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

    pub(super) fn refuse_change(&mut self, noted: &NotedStatement, given: &Identity, origin: &Origin) -> HostError {
        self.refuse(says::changed(&noted.place, &*given.place), says::changed_help(), origin)
    }

    /// Finds out about a statement that was started: its answer if it was done.
    pub(super) fn resolve(
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
}

fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
