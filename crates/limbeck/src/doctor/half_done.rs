//! Whether a step was left half done.

use limbeck_exec::journal;
use limbeck_messages::{journal as says, units};
use limbeck_ops::HostError;
use limbeck_sql::version::VersionTable;

use super::connection::Session;
use super::finding::{Check, Finding};
use super::text::on_one_line;
use super::versions::Recorded;

/// Checks what the journal says.
///
/// # Errors
/// When the connection is lost or the run interrupted.
pub(super) fn check(session: &Session, table: &VersionTable, recorded: &Recorded) -> Result<Finding, HostError> {
    let check = Check::HalfDone;
    let Some(rows) = &recorded.rows else { return Ok(Finding::not_checked(check)) };
    let unfinished = match journal::read(&session.host, table) {
        Ok(Some(unfinished)) => unfinished,
        Ok(None) => return Ok(Finding::right(check, says::none_unfinished())),
        Err(HostError::Server(error)) if !error.disconnected => {
            return Ok(Finding::not_checked_because(check, &error.message.as_str().into()));
        }
        Err(error) => return Err(error),
    };
    if !unfinished.is_at(rows) {
        return Ok(Finding::warning(check, says::is_stale(&unfinished.step), says::is_stale_help()));
    }
    let found = says::is_unfinished(&unfinished.step, units::statements(unfinished.finished()));
    // A step down ends below its revision.
    let command = if unfinished.step.starts_with("downgrade") { "downgrade -1" } else { unfinished.step.as_str() };
    let next = says::unfinished_help(format!("limbeck {command}"));
    let running = unfinished.running().map(|one| says::was_running(&one.place, on_one_line(&one.text)));
    Ok(Finding::wrong(check, found, next).with_details(running))
}
