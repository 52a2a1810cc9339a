//! Questions about a database that change nothing: whether it can be reached, what its server is, what the role may do
//! and who is at work in it.

mod reach;
mod reading;
mod rights;
mod server;
mod sessions;

use limbeck_ops::{Answer, Datum, HostError, Origin, Params, Query, SharedHost};

pub use reach::{Reached, reach, refuse_missing_file};
pub use reading::LeftOut;
pub use rights::{Rights, SchemaRights, TableRights, rights, table_rights};
pub use server::{Server, row_estimates, server};
pub use sessions::{Busy, is_locked_file, sessions};

fn ask(host: &SharedHost, sql: String) -> Result<Answer, HostError> {
    host.borrow_mut().query(&Query::Driver(sql), &Params::None, &Origin::internal())
}

fn text(row: &[Datum], column: usize) -> Option<String> {
    match row.get(column) {
        Some(Datum::Str(text)) => Some(text.clone()),
        Some(Datum::Int(value)) => Some(value.to_string()),
        Some(Datum::Server { text, .. }) => Some(text.clone()),
        Some(_) | None => None,
    }
}

fn is(row: &[Datum], column: usize) -> bool {
    matches!(row.get(column), Some(Datum::Bool(true)))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
