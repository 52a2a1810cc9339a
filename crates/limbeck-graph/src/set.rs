//! A set of revisions, by their position in the graph.

/// One bit a revision. Iterates in the order of the graph, which is how every order that Python leaves to chance is
/// settled here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RevisionSet {
    words: Vec<u64>,
}

impl RevisionSet {
    /// The empty set for a graph of `size` revisions.
    pub fn new(size: usize) -> Self {
        Self { words: vec![0; size.div_ceil(64)] }
    }

    pub fn of(size: usize, members: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Self::new(size);
        for member in members {
            set.insert(member);
        }
        set
    }

    /// Says whether the member was new.
    pub fn insert(&mut self, member: usize) -> bool {
        let bit = 1 << (member % 64);
        match self.words.get_mut(member / 64) {
            Some(word) => {
                let new = *word & bit == 0;
                *word |= bit;
                new
            }
            None => false,
        }
    }

    pub fn remove(&mut self, member: usize) {
        if let Some(word) = self.words.get_mut(member / 64) {
            *word &= !(1 << (member % 64));
        }
    }

    pub fn contains(&self, member: usize) -> bool {
        self.words.get(member / 64).is_some_and(|word| word & (1 << (member % 64)) != 0)
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub fn unite(&mut self, other: &Self) {
        for (word, theirs) in self.words.iter_mut().zip(&other.words) {
            *word |= theirs;
        }
    }

    pub fn intersect(&mut self, other: &Self) {
        for (word, theirs) in self.words.iter_mut().zip(&other.words) {
            *word &= theirs;
        }
    }

    pub fn subtract(&mut self, other: &Self) {
        for (word, theirs) in self.words.iter_mut().zip(&other.words) {
            *word &= !theirs;
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(position, word)| {
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| position * 64 + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_combine() {
        let mut left = RevisionSet::of(130, [1, 64, 129]);
        let right = RevisionSet::of(130, [64, 2]);
        assert!(!left.insert(64));
        left.subtract(&right);
        assert_eq!(left.iter().collect::<Vec<_>>(), [1, 129]);
        left.unite(&right);
        left.remove(1);
        assert_eq!(left.iter().collect::<Vec<_>>(), [2, 64, 129]);
        left.intersect(&right);
        assert_eq!(left.iter().collect::<Vec<_>>(), [2, 64]);
        assert!(!left.is_empty() && !left.contains(3) && RevisionSet::new(0).is_empty());
    }
}
