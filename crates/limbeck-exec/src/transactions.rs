//! Who begins and ends transactions in a run: Alembic's `MigrationContext.begin_transaction` and `autocommit_block`.

use std::cell::Cell;
use std::rc::Rc;

use limbeck_ops::{HostError, Origin, SharedHost};

use crate::apply::RunOptions;

/// What [`Transactions::begin`] opened, for [`Transactions::end`].
#[must_use]
#[derive(Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing: somebody else answers for the transaction, or there is none.
    Nothing,
    /// A transaction of the database.
    Database,
    /// `BEGIN;` in the text of `--sql`.
    Text,
}

/// What [`Transactions::enter_autocommit`] left, for [`Transactions::leave_autocommit`].
#[must_use]
#[derive(Debug)]
pub struct AutocommitBlock {
    begin_again: bool,
}

/// The transactions of a run, made when env.py calls `context.configure`.
pub struct Transactions {
    host: SharedHost,
    transactional_ddl: bool,
    per_migration: bool,
    offline: bool,
    /// env.py had begun a transaction before it called `context.configure`, and will end it.
    external: bool,
    /// Whether a transaction of ours is open: Alembic's `_transaction is not None`.
    open: Cell<bool>,
    /// How often a script made what came before it permanent.
    cuts: Cell<u64>,
}

impl Transactions {
    /// For a host, as it is now.
    pub fn new(host: &SharedHost, options: &RunOptions) -> Rc<Transactions> {
        let (offline, depth) = (host.borrow().is_offline(), host.borrow().depth());
        Rc::new(Transactions {
            host: host.clone(),
            transactional_ddl: options.transactional_ddl,
            per_migration: options.transaction_per_migration,
            offline,
            external: !offline && depth > 0,
            open: Cell::new(false),
            cuts: Cell::new(0),
        })
    }

    /// `context.begin_transaction()`, and inside a run the same around each step (`per_migration`).
    ///
    /// # Errors
    /// When the database refuses.
    pub fn begin(&self, per_migration: bool, origin: &Origin) -> Result<Scope, HostError> {
        let now = if self.transactional_ddl { per_migration == self.per_migration } else { per_migration };
        if self.external || !now {
            return Ok(Scope::Nothing);
        }
        if self.offline {
            if !self.transactional_ddl {
                return Ok(Scope::Nothing);
            }
            self.host.borrow_mut().emit("BEGIN;");
            return Ok(Scope::Text);
        }
        if !self.transactional_ddl && self.open.get() {
            return Ok(Scope::Nothing);
        }
        self.open_transaction(origin)?;
        Ok(Scope::Database)
    }

    /// Begins, or takes over the transaction that a query of env.py began by itself.
    fn open_transaction(&self, origin: &Origin) -> Result<(), HostError> {
        let mut host = self.host.borrow_mut();
        if host.depth() == 0 {
            host.begin(origin)?;
        }
        self.open.set(true);
        Ok(())
    }

    /// Leaves what [`Transactions::begin`] opened: commits, or rolls back where the work failed.
    ///
    /// # Errors
    /// When the commit is refused; the transaction is rolled back then.
    pub fn end(&self, scope: Scope, success: bool, origin: &Origin) -> Result<(), HostError> {
        match scope {
            Scope::Nothing => Ok(()),
            Scope::Text if success => {
                self.host.borrow_mut().emit("COMMIT;");
                Ok(())
            }
            Scope::Text => Ok(()),
            Scope::Database if !self.open.replace(false) => Ok(()),
            Scope::Database if success => self.commit_all(origin).inspect_err(|_| {
                // The refused commit is the error to tell.
                let _rolled_back = self.roll_back_all(origin);
            }),
            Scope::Database => self.roll_back_all(origin),
        }
    }

    fn commit_all(&self, origin: &Origin) -> Result<(), HostError> {
        let mut host = self.host.borrow_mut();
        while host.depth() > 0 {
            host.commit(origin)?;
        }
        Ok(())
    }

    fn roll_back_all(&self, origin: &Origin) -> Result<(), HostError> {
        let mut host = self.host.borrow_mut();
        let mut result = Ok(());
        while host.depth() > 0 {
            let rolled_back = host.rollback(origin);
            result = result.and(rolled_back);
        }
        result
    }

    /// `with op.get_context().autocommit_block():`: makes permanent what came before; what follows runs outside of any
    /// transaction.
    ///
    /// # Errors
    /// When the commit is refused, or the transaction is env.py's own.
    pub fn enter_autocommit(&self, origin: &Origin) -> Result<AutocommitBlock, HostError> {
        if self.offline {
            if self.transactional_ddl {
                self.host.borrow_mut().emit("COMMIT;");
            }
            return Ok(AutocommitBlock { begin_again: false });
        }
        let depth = self.host.borrow().depth();
        if depth == 0 {
            return Ok(AutocommitBlock { begin_again: false });
        }
        if !self.open.get() {
            return Err(HostError::Compile {
                class: "AssertionError",
                message: "autocommit_block() can't end a transaction that env.py began by itself: \
                          let env.py use context.begin_transaction()"
                    .to_owned(),
                origin: origin.clone(),
            });
        }
        self.commit_all(origin)?;
        self.open.set(false);
        self.cuts.set(self.cuts.get() + 1);
        Ok(AutocommitBlock { begin_again: true })
    }

    /// Leaves the block, also after an error in it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn leave_autocommit(&self, block: AutocommitBlock, origin: &Origin) -> Result<(), HostError> {
        if self.offline {
            if self.transactional_ddl {
                self.host.borrow_mut().emit("BEGIN;");
            }
            return Ok(());
        }
        if block.begin_again { self.open_transaction(origin) } else { Ok(()) }
    }

    /// `connection.commit()` in a script: what ran is kept, and a new transaction begins where the run has one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn script_commit(&self, origin: &Origin) -> Result<(), HostError> {
        self.commit_all(origin)?;
        if self.open.get() {
            self.cuts.set(self.cuts.get() + 1);
            self.open_transaction(origin)?;
        }
        Ok(())
    }

    /// `connection.rollback()` in a script.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn script_rollback(&self, origin: &Origin) -> Result<(), HostError> {
        self.roll_back_all(origin)?;
        if self.open.get() {
            self.open_transaction(origin)?;
        }
        Ok(())
    }

    /// How often a script made what came before it permanent: by an autocommit block or a commit of its own.
    pub fn cuts(&self) -> u64 {
        self.cuts.get()
    }

    /// Begins again where a script has ended the run's transaction behind our back.
    pub(crate) fn mend(&self, origin: &Origin) -> Result<bool, HostError> {
        let ended = {
            let host = self.host.borrow();
            self.open.get() && host.depth() == 0 && !host.is_autocommit()
        };
        if ended {
            self.cuts.set(self.cuts.get() + 1);
            self.open_transaction(origin)?;
        }
        Ok(ended)
    }
}
