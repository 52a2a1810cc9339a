//! Where columns go: `insert_before`, `insert_after`, `partial_reordering`.

use limbeck_ops::Name;

use crate::error::SqlError;

/// Column and the column that follows it.
type Pair = (String, String);

/// The order that the block asks for.
#[derive(Debug, Default)]
pub(super) struct Ordering {
    /// The table's columns as they were, without those that were dropped.
    pub existing: Vec<String>,
    /// Pairs that added columns bring.
    added: Vec<Pair>,
    groups: Vec<Vec<String>>,
}

impl Ordering {
    pub fn new(existing: Vec<String>, groups: &[Vec<Name>]) -> Self {
        let groups = groups.iter().map(|group| group.iter().map(|name| name.text.clone()).collect()).collect();
        Ordering { existing, added: Vec::new(), groups }
    }

    /// Notes where an added column goes.
    ///
    /// # Errors
    /// Python's `KeyError` when it should go beside a column that is not there.
    pub fn add(&mut self, column: &str, before: Option<&Name>, after: Option<&Name>) -> Result<(), SqlError> {
        let mut before = before.map(|name| name.text.clone());
        let mut after = after.map(|name| name.text.clone());
        let position = |name: &str| self.existing.iter().position(|known| known == name);
        let missing = |name: &str| SqlError::of("KeyError", format!("'{name}'"));
        if self.groups.is_empty() {
            if let (Some(name), None) = (&after, &before) {
                before = match position(name) {
                    Some(at) => self.existing.get(at + 1).cloned(),
                    None => {
                        let follower = self.added.iter().rev().find(|(first, _)| first == name);
                        Some(follower.map(|(_, second)| second.clone()).ok_or_else(|| missing(name))?)
                    }
                };
            }
            if let (Some(name), None) = (&before, &after) {
                after = match position(name) {
                    Some(at) => at.checked_sub(1).and_then(|at| self.existing.get(at)).cloned(),
                    None => {
                        let leader = self.added.iter().rev().find(|(_, second)| second == name);
                        Some(leader.map(|(first, _)| first.clone()).ok_or_else(|| missing(name))?)
                    }
                };
            }
        }
        if let Some(before) = &before {
            self.added.push((column.to_owned(), before.clone()));
        }
        if let Some(after) = &after {
            self.added.push((after.clone(), column.to_owned()));
        }
        if self.groups.is_empty()
            && before.is_none()
            && after.is_none()
            && let Some(last) = self.existing.last()
        {
            self.added.push((last.clone(), column.to_owned()));
        }
        Ok(())
    }

    /// The columns in their new order; `columns` are those of the new table as the block left them.
    ///
    /// # Errors
    /// SQLAlchemy's `CircularDependencyError`.
    pub fn sorted(&self, columns: Vec<String>) -> Result<Vec<String>, SqlError> {
        if self.groups.is_empty() && self.added.is_empty() {
            return Ok(columns);
        }
        let mut pairs: Vec<Pair> = Vec::new();
        for group in &self.groups {
            pairs.extend(group.iter().zip(group.iter().skip(1)).map(|(a, b)| (a.clone(), b.clone())));
        }
        if self.groups.is_empty() {
            pairs.extend(columns.iter().zip(self.existing.iter().skip(1)).map(|(a, b)| (a.clone(), b.clone())));
        }
        pairs.extend(self.added.iter().cloned());
        pairs.retain(|(first, second)| first != second);
        topological(&pairs, columns)
    }
}

/// SQLAlchemy's `util.topological.sort`: all that wait for nothing, then all that waited for those alone.
fn topological(pairs: &[Pair], all: Vec<String>) -> Result<Vec<String>, SqlError> {
    let mut todo = all;
    let mut sorted = Vec::with_capacity(todo.len());
    while !todo.is_empty() {
        let waits = |node: &String| pairs.iter().any(|(first, second)| second == node && todo.contains(first));
        let (waiting, ready): (Vec<String>, Vec<String>) = todo.iter().cloned().partition(waits);
        if ready.is_empty() {
            let names: Vec<String> = cycles(pairs).into_iter().map(|name| shown(name)).collect();
            return Err(SqlError::of(
                "CircularDependencyError",
                format!("Circular dependency detected. ({})", names.join(", ")),
            ));
        }
        sorted.extend(ready);
        todo = waiting;
    }
    Ok(sorted)
}

/// A name as SQLAlchemy shows it: `quoted_name.__repr__`.
fn shown(name: &str) -> String {
    let one = |c: char| match u32::from(c) {
        0..0x80 => c.to_string(),
        code @ 0x80..0x100 => format!("\\x{code:02x}"),
        code @ 0x100..0x1_0000 => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    };
    format!("'{}'", name.chars().map(one).collect::<String>())
}

/// The names that wait for themselves (`topological.find_cycles`, a set): in the order of the pairs.
fn cycles(pairs: &[Pair]) -> Vec<&String> {
    let mut found = Vec::new();
    for (start, _) in pairs {
        let mut reached: Vec<&String> = Vec::new();
        let mut next = vec![start];
        while let Some(node) = next.pop() {
            let fresh = pairs.iter().filter(|(first, _)| first == node).map(|(_, second)| second);
            for follower in fresh {
                if !reached.contains(&follower) {
                    reached.push(follower);
                    next.push(follower);
                }
            }
        }
        if reached.contains(&start) && !found.contains(&start) {
            found.push(start);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &str) -> Vec<String> {
        names.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn an_added_column_goes_where_it_is_asked_for() {
        let mut order = Ordering::new(list("a b c"), &[]);
        order.add("x", Some(&"b".into()), None).unwrap();
        order.add("y", None, Some(&"x".into())).unwrap();
        order.add("z", None, None).unwrap();
        assert_eq!(order.sorted(list("a b c x y z")).unwrap(), list("a x y b c z"));
    }

    #[test]
    fn groups_decide_alone() {
        let order = Ordering::new(list("a b c d"), &[vec!["c".into(), "b".into()]]);
        assert_eq!(order.sorted(list("a b c d")).unwrap(), list("a c d b"));
    }

    #[test]
    fn those_that_only_wait_for_a_cycle_are_not_in_it() {
        let mut order = Ordering::new(list("id é b c"), &[]);
        order.add("b", None, None).unwrap();
        let refusal = order.sorted(list("id é b c")).unwrap_err();
        assert_eq!(refusal.to_string(), "Circular dependency detected. ('b', 'c')");
        assert_eq!(shown("é€😀"), "'\\xe9\\u20ac\\U0001f600'");
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        let order = Ordering::new(list("a b"), &[vec!["a".into(), "b".into(), "a".into()]]);
        let refusal = order.sorted(list("a b")).unwrap_err();
        assert_eq!(refusal.to_string(), "Circular dependency detected. ('a', 'b')");
        assert!(Ordering::new(list("a"), &[]).add("x", None, Some(&"q".into())).is_err());
    }
}
