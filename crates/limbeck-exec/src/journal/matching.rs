//! Which of the noted statements is the one that the script gives now.

use limbeck_ops::NotedStatement;

/// A statement that the script gives.
pub(super) struct Given<'g> {
    /// The digest of its text.
    pub hash: &'g str,
    /// `file:line`
    pub place: &'g str,
    /// Whether it changes rows.
    pub changes_rows: bool,
}

/// What the journal has about it. Numbers are indexes of the noted statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is done.
    Done(usize),
    /// It was about to be sent when the earlier run ended.
    Started(usize),
    /// Another statement stands in its place.
    Changed(usize),
    /// Nothing: it is new.
    New,
}

/// Finds a statement among those that are noted, from `next` on.
///
/// A script that is what it was may leave statements out, because it asks the database and sees them done
/// (`if not inspector.has_table(…)`); then those are passed over. It may not change rows by another text at a place where
/// one that did is noted, since that is what a random value or today's date looks like: to run it would be to do it
/// twice. A script that was changed has to give what is noted, one after the other.
pub(super) fn find(noted: &[NotedStatement], next: usize, given: &Given<'_>, is_same_script: bool) -> Found {
    let rest = noted.get(next..).unwrap_or_default();
    let Some(first) = rest.first() else { return Found::New };
    let of = |at: usize| match noted.get(at) {
        Some(one) if one.is_finished => Found::Done(at),
        Some(_) | None => Found::Started(at),
    };
    if first.hash == given.hash {
        return of(next);
    }
    if !is_same_script {
        return Found::Changed(next);
    }
    if let Some(ahead) = rest.iter().position(|one| one.hash == given.hash) {
        return of(next + ahead);
    }
    let is_another = |one: &NotedStatement| one.place == given.place && one.changes_rows() && given.changes_rows;
    match rest.iter().position(is_another) {
        Some(ahead) => Found::Changed(next + ahead),
        None => Found::New,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a1 b2 c3-`: a digest and a line each, a minus where the statement was only started.
    fn noted(text: &str) -> Vec<NotedStatement> {
        let one = |word: &str| NotedStatement {
            hash: word[..1].to_owned(),
            place: word[1..2].to_owned(),
            text: if word.as_bytes()[0].is_ascii_uppercase() { "CREATE TABLE a" } else { "INSERT" }.to_owned(),
            is_finished: !word.ends_with('-'),
            ..NotedStatement::default()
        };
        text.split(' ').map(one).collect()
    }

    /// What is found for each statement of a script, as the keeper goes through them.
    #[track_caller]
    fn check(journal: &str, script: &str, is_same_script: bool, expected: &str) {
        let noted = noted(journal);
        let mut next = 0;
        let mut found = Vec::new();
        for word in script.split(' ') {
            let changes_rows = !word.as_bytes()[0].is_ascii_uppercase();
            let given = Given { hash: &word[..1], place: &word[1..2], changes_rows };
            found.push(match find(&noted, next, &given, is_same_script) {
                Found::Done(at) => {
                    next = at + 1;
                    format!("done{at}")
                }
                Found::Started(at) => {
                    next = at + 1;
                    format!("started{at}")
                }
                Found::Changed(at) => format!("changed{at}"),
                Found::New => "new".to_owned(),
            });
        }
        assert_eq!(found.join(" "), expected, "{script} with {journal}");
    }

    #[test]
    fn what_is_done_is_found_in_its_order() {
        check("a1 b2 c3-", "a1 b2 c3 d4", true, "done0 done1 started2 new");
        check("a1 a1 b2", "a1 a1 a1 b2", true, "done0 done1 new done2");
        check("a1", "b2 a1", true, "new done0");
    }

    #[test]
    fn a_script_that_asks_the_database_leaves_out_what_it_sees_done() {
        check("a1 b2 c3", "c3 d4", true, "done2 new");
        check("a1 b2 c3", "d4", true, "new");
        check("a1 b2-", "b2", true, "started1");
    }

    #[test]
    fn another_text_at_the_same_place_is_not_taken_for_new() {
        check("a1 b2", "a1 x2", true, "done0 changed1");
        check("A1 B1", "C1", true, "new");
    }

    #[test]
    fn a_changed_script_gives_what_is_noted_or_nothing() {
        check("a1 b2", "a9 b9 c9", false, "done0 done1 new");
        check("a1 b2", "a1 x3 b4", false, "done0 changed1 done1");
        check("a1 b2", "b2", false, "changed0");
    }
}
