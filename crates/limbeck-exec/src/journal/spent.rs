//! What is left to do with the journal when the transaction around a run has ended.

use limbeck_ops::TableName;
use limbeck_sql::journal as sql;

use super::channel::Channel;

/// A journal that may be of no use any more.
pub(crate) struct Spent {
    /// The table.
    pub table: TableName,
    /// Rows of statements that the server refused.
    pub refused: Vec<i64>,
}

impl Spent {
    /// Tidies up, outside of any transaction. What does not come about the next run makes up for.
    pub fn tidy_up(self, channel: &mut dyn Channel) {
        let dialect = channel.dialect();
        if !self.refused.is_empty()
            && let Ok(forget) = sql::forget(&dialect, &self.table, &self.refused)
        {
            let _forgotten = channel.own(&forget);
        }
        let Ok(select) = sql::select(&dialect, &self.table) else { return };
        if channel.own(&select).is_ok_and(|rows| rows.is_empty())
            && let Ok(drop) = sql::drop(&dialect, &self.table)
        {
            let _dropped = channel.own(&drop);
        }
    }
}
