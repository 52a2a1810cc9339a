//! The table that a name means.

use limbeck_messages::inspect as says;
use limbeck_ops::catalog::{Catalog, ObjectName};

use crate::failure::{Failure, FailureKind};

/// Finds a table or view by `name` or `schema.name`: as it is written, then whatever the case.
///
/// A name without schema is looked for in the default one, then everywhere.
///
/// # Errors
/// When nothing has that name, with the near ones; when several schemas have it.
pub(super) fn find(catalog: &Catalog, name: &str) -> Result<ObjectName, Failure> {
    let known: Vec<&ObjectName> = catalog.tables.keys().chain(catalog.views.keys()).collect();
    let own = ObjectName::new(catalog.default_schema.as_str(), name);
    if known.contains(&&own) {
        return Ok(own);
    }
    let full = |object: &ObjectName| object.to_string();
    let is_same = |object: &ObjectName| object.name == name || full(object) == name;
    let is_alike = |object: &ObjectName| {
        object.name.to_lowercase() == name.to_lowercase() || full(object).to_lowercase() == name.to_lowercase()
    };
    for test in [&is_same as &dyn Fn(&ObjectName) -> bool, &is_alike] {
        let found: Vec<&ObjectName> = known.iter().copied().filter(|object| test(object)).collect();
        match found.as_slice() {
            [] => {}
            [only] => return Ok((*only).clone()),
            several => {
                if let Some(own) = several.iter().find(|object| object.schema == catalog.default_schema) {
                    return Ok((*own).clone());
                }
                let names: Vec<String> = several.iter().map(|object| full(object)).collect();
                let message = says::several_tables(name, names.join(", "));
                return Err(Failure::new(FailureKind::Usage, message).with_help(says::several_tables_help()));
            }
        }
    }
    let near = near(&known, name, &catalog.default_schema);
    let help = if near.is_empty() { says::see_the_list() } else { says::did_you_mean(near.join(", ")) };
    Err(Failure::new(FailureKind::Usage, says::no_such_table(name)).with_help(help))
}

/// At most three names that are almost the one that was written, the nearest first.
fn near(known: &[&ObjectName], name: &str, default_schema: &str) -> Vec<String> {
    let wanted = name.rsplit('.').next().unwrap_or(name).to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut near: Vec<(usize, String)> = known
        .iter()
        .filter_map(|object| {
            let candidate = object.name.to_lowercase();
            let distance = match candidate.contains(&wanted) {
                true => 1,
                false => distance(&candidate, &wanted),
            };
            (distance <= (wanted.chars().count() / 3).max(1)).then(|| (distance, object.shown(default_schema)))
        })
        .collect();
    near.sort();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// How many characters must be put in, taken out or exchanged to make one text of the other (Levenshtein).
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (number, left) in a.chars().enumerate() {
        let mut next = vec![number + 1];
        for (at, right) in b.iter().enumerate() {
            let before = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let change = before(&row, at) + usize::from(left != *right);
            let cheapest = change.min(before(&row, at + 1) + 1).min(before(&next, at) + 1);
            next.push(cheapest);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use limbeck_ops::DialectName;
    use limbeck_ops::catalog::TableEntry;

    use super::*;

    #[test]
    fn names_are_found_and_near_ones_told() {
        let mut catalog = Catalog::new(DialectName::Postgresql, "public");
        for (schema, name) in [("public", "pet"), ("shop", "pet"), ("shop", "Owner"), ("a", "x"), ("b", "x")] {
            catalog.tables.insert(ObjectName::new(schema, name), TableEntry::default());
        }
        let find = |name: &str| match find(&catalog, name) {
            Ok(found) => found.to_string(),
            Err(failure) => {
                format!("{failure}; {}", failure.help.as_ref().map(|help| help.to_string()).unwrap_or_default())
            }
        };
        assert_eq!(find("pet"), "public.pet");
        assert_eq!(find("shop.pet"), "shop.pet");
        assert_eq!(find("PET"), "public.pet");
        assert_eq!(find("owner"), "shop.Owner");
        assert_eq!(find("x"), "\"x\" is the name of several: a.x, b.x; write the schema before the name");
        assert_eq!(find("pets"), "there is no table or view named \"pets\"; did you mean pet, shop.pet?");
        assert_eq!(find("shop.ownr"), "there is no table or view named \"shop.ownr\"; did you mean shop.Owner?");
        assert_eq!(find(""), "there is no table or view named \"\"; `limbeck inspect` lists the tables");
        assert_eq!(
            find("something"),
            "there is no table or view named \"something\"; `limbeck inspect` lists the tables"
        );
    }
}
