//! Statements of a script that handle transactions and locks.

use limbeck_ops::{HostError, Origin};

use super::channel::Channel;
use super::keeper::{Before, Keeper, Locked, Ticket, nothing_known};
use super::lasting::{Control, Lasting};

impl Keeper {
    pub(super) fn before_control(
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
                let identity = self.identity(text, &Lasting::Permanent, origin);
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
                Control::Commit | Control::UnlockTables | Control::LockTables | Control::Rollback | Control::Other,
                Locked::No | Locked::Yes(_) | Locked::Done,
            ) => {}
        }
        Ok(Before::Send(Ticket::Control(control.clone())))
    }

    pub(super) fn after_control(&mut self, channel: &mut dyn Channel, control: &Control) -> Result<(), HostError> {
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
            Control::LockTables | Control::Other => {}
        }
        Ok(())
    }
}
