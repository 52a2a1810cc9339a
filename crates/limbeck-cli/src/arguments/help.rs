//! Examples shown below the help of each command, and beside a missing argument.

pub(super) const ROOT: &str = "\
Examples:
  limbeck upgrade head                 bring the database up to date
  limbeck current                      where the database stands
  limbeck downgrade -1                 take back the last revision
  limbeck upgrade head --sql           print the SQL instead of running it
  limbeck --url sqlite:///pet.db history -i

The commands revision, merge, edit, init, check and list_templates are Alembic's; both can take turns on one database.

Exit codes:
  0  done                                       4  a script can't be evaluated
  1  the answer is no (current --check-heads)   5  the database refused, or can't be reached
  2  the arguments make no sense                6  partly applied
  3  the project can't be read                  7  another run holds the lock";

pub(super) const UPGRADE: &str = "\
Examples:
  limbeck upgrade head          to the newest revision
  limbeck upgrade heads         to the newest revision of every branch
  limbeck upgrade +2            two revisions up from here
  limbeck upgrade ae10          to the revision whose id begins with ae10
  limbeck upgrade shop@head     to the newest revision of the branch `shop`
  limbeck upgrade ae10:head --sql > up.sql";

pub(super) const DOWNGRADE: &str = "\
Examples:
  limbeck downgrade -1          one revision back
  limbeck downgrade ae10        back to this revision, which stays
  limbeck downgrade base        back to the empty database
  limbeck downgrade shop@-1     one revision back on the branch `shop`
  limbeck downgrade head:ae10 --sql > down.sql";

pub(super) const CURRENT: &str = "\
Examples:
  limbeck current
  limbeck current --check-heads || limbeck upgrade heads";

pub(super) const HISTORY: &str = "\
Examples:
  limbeck history
  limbeck history -i            with a mark where the database stands
  limbeck history -r ae10:head
  limbeck history -r-3:         the last three
  limbeck history -r current:   what is still to be run";

pub(super) const SHOW: &str = "\
Examples:
  limbeck show head
  limbeck show ae10";

pub(super) const STAMP: &str = "\
Examples:
  limbeck stamp head            the tables are there already: only write it down
  limbeck stamp base            as if nothing had been run
  limbeck stamp --purge ae10    when the version table names revisions that no file has";

/// A call of the command that works, for those who left something out.
pub(super) fn example(command: &str) -> Option<&'static str> {
    match command {
        "upgrade" => Some("upgrade head"),
        "downgrade" => Some("downgrade -1"),
        "show" => Some("show head"),
        "stamp" => Some("stamp head"),
        _ => None,
    }
}

pub(super) fn short_usage(program: &str) -> String {
    format!(
        "usage: {program} [-c FILE] [-n SECTION] [-x KEY=VALUE] [--url URL] COMMAND …\n\
         commands: upgrade, downgrade, current, history, heads, branches, show, stamp, ensure_version\n\
         help: `{program} upgrade head` brings the database up to date; `{program} --help` says more\n"
    )
}
