//! Which things of both sides are the same: by name first, by what they say then.

/// The pairs of two lists, and what is left.
pub(super) struct Pairs<'a, T> {
    /// The same name, or no names at all.
    pub(super) same: Vec<(&'a T, &'a T)>,
    /// The same but for the name.
    pub(super) renamed: Vec<(&'a T, &'a T)>,
    pub(super) missing: Vec<&'a T>,
    pub(super) extra: Vec<&'a T>,
}

/// Pairs two lists. `is_twin` says whether two things are the same but for their names, and `is_like` whether one could be
/// the other changed: asked where one has no name.
pub(super) fn pairs<'a, T>(
    expected: &'a [T],
    actual: &'a [T],
    name: impl Fn(&T) -> Option<&str>,
    is_twin: impl Fn(&T, &T) -> bool,
    is_like: impl Fn(&T, &T) -> bool,
) -> Pairs<'a, T> {
    let mut pairs = Pairs { same: Vec::new(), renamed: Vec::new(), missing: Vec::new(), extra: Vec::new() };
    let mut left: Vec<&T> = actual.iter().collect();
    let mut open: Vec<&T> = Vec::new();
    for one in expected {
        let at = left.iter().position(|other| name(one).is_some() && name(one) == name(other));
        match at {
            Some(at) => pairs.same.push((one, left.remove(at))),
            None => open.push(one),
        }
    }
    let mut unlike = Vec::new();
    for one in open {
        match left.iter().position(|other| is_twin(one, other)) {
            Some(at) => {
                let other = left.remove(at);
                let nameless = name(one).is_none() || name(other).is_none();
                let into = if nameless { &mut pairs.same } else { &mut pairs.renamed };
                into.push((one, other));
            }
            None => unlike.push(one),
        }
    }
    for one in unlike {
        let like = |other: &&T| (name(one).is_none() || name(other).is_none()) && is_like(one, other);
        match left.iter().position(like) {
            Some(at) => pairs.same.push((one, left.remove(at))),
            None => pairs.missing.push(one),
        }
    }
    pairs.extra = left;
    pairs
}
