//! What limbeck says to people, in every language that it speaks: the one catalog of messages.
//!
//! A message is a function that takes what differs from case to case and gives a [`Message`], which holds the text in
//! each [`Language`]. [`messages!`] makes these functions and does not compile where a language is missing. One file a
//! subject. The crate knows nothing of what its words are about; text that tools read (Alembic's output, log lines,
//! keys of JSON) is never here.

mod catalog;
mod language;
mod message;

pub use catalog::Entry;
pub use language::Language;
pub use message::{Argument, Message, Pieces};

pub mod compat;
pub mod connect;
pub mod connect_mysql;
pub mod display;
pub mod doctor;
pub mod fragments;
pub mod inspect;
pub mod journal;
pub mod lock;
pub mod migrate;
pub mod options;
pub mod plan;
pub mod project;
pub mod refusals;
pub mod scripts;
pub mod server;
pub mod standing;
pub mod units;
pub mod usage;
pub mod verify;

/// Every message of the catalog, for the tests that look at them all.
pub fn all() -> Vec<Entry> {
    [
        compat::ENTRIES,
        connect::ENTRIES,
        connect_mysql::ENTRIES,
        display::ENTRIES,
        doctor::ENTRIES,
        fragments::ENTRIES,
        inspect::ENTRIES,
        journal::ENTRIES,
        lock::ENTRIES,
        migrate::ENTRIES,
        options::ENTRIES,
        plan::ENTRIES,
        project::ENTRIES,
        refusals::ENTRIES,
        scripts::ENTRIES,
        server::ENTRIES,
        standing::ENTRIES,
        units::ENTRIES,
        usage::ENTRIES,
        verify::ENTRIES,
    ]
    .concat()
}
