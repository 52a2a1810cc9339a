use limbeck_messages::Message;

use crate::TableName;

/// What to do about a statement of which the journal can't tell whether it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resume {
    /// Refuse, and say what to look at.
    #[default]
    Ask,
    /// It is done, or not wanted: go on behind it.
    Skip,
    /// It is not done: run it again.
    Again,
    /// Forget the journal: run the step from its beginning.
    Anew,
}

/// A statement in the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotedStatement {
    /// Its number in the step; ascending, with gaps.
    pub ordinal: i64,
    /// The digest of the script that gave it.
    pub script: String,
    /// The digest of its text.
    pub hash: String,
    /// Where the script gives it: `file:line`.
    pub place: String,
    /// Its text; of a statement that changes rows only the first words.
    pub text: String,
    /// Whether it is done. Otherwise it was about to be sent when the run ended, and nobody knows.
    pub is_finished: bool,
    /// What the server answered, as limbeck-exec writes it.
    pub answer: Option<String>,
    /// How the objects that it changes looked before it, as limbeck-exec writes it.
    pub before: Option<String>,
    /// The session that sent it.
    pub session: Option<String>,
}

impl NotedStatement {
    /// Whether it changes rows, rather than the schema.
    pub fn changes_rows(&self) -> bool {
        !self.text.contains(char::is_whitespace)
    }
}

/// The journal of a step that begins: where it is kept, and what an earlier attempt left in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepJournal {
    /// The table that keeps it.
    pub table: TableName,
    /// Whether the table is there.
    pub is_there: bool,
    /// The step: `upgrade 3f2a`.
    pub step: String,
    /// The rows of the version table before the step.
    pub heads: String,
    /// The digest of the script as it is now.
    pub script: String,
    /// What is noted of the step, in its order.
    pub noted: Vec<NotedStatement>,
    /// What to do where that can't tell.
    pub resume: Resume,
}

/// The journal of a step whose script has ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalState {
    /// Whether the table is there.
    pub is_there: bool,
    /// How many statements are done and permanent.
    pub finished: usize,
    /// Rows of statements that the server refused: they are certainly not done.
    pub refused: Vec<i64>,
    /// Whether a row may be there.
    pub has_rows: bool,
    /// Whether nobody knows if the statement that was running is done.
    pub is_unclear: bool,
    /// What people have to be told.
    pub warnings: Vec<Message>,
}
