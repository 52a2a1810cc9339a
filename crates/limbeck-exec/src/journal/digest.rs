//! A digest by which texts are told apart. It costs next to nothing, since every statement of every step has one.

use std::fmt;

/// A digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digest([u64; 2]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|lane| write!(f, "{lane:016x}"))
    }
}

/// The digest of a text in hexadecimal digits, the same in every build.
pub fn digest(text: &str) -> String {
    Digest::of(text).to_string()
}

impl Digest {
    /// That of a text.
    pub fn of(text: &str) -> Digest {
        let mut lanes = [0x243f_6a88_85a3_08d3_u64, 0x1319_8a2e_0370_7344_u64];
        for chunk in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            let word = u64::from_le_bytes(word);
            for (lane, factor) in lanes.iter_mut().zip([0x9e37_79b9_7f4a_7c15_u64, 0xc2b2_ae3d_27d4_eb4f_u64]) {
                *lane = (*lane ^ word).wrapping_mul(factor);
                *lane ^= *lane >> 29;
            }
        }
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        let end = |lane: u64| {
            let mixed = (lane ^ length).wrapping_mul(0xff51_afd7_ed55_8ccd);
            mixed ^ (mixed >> 32)
        };
        Digest(lanes.map(end))
    }
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn texts_are_told_apart() {
        let texts =
            ["", "a", "b", "a\0", "aaaaaaaa", "aaaaaaab", "aaaaaaaaa", "baaaaaaa", "DROP TABLE a", "DROP TABLE b"];
        let digests: std::collections::BTreeSet<String> = texts.iter().map(|text| digest(text)).collect();
        assert_eq!(digests.len(), texts.len());
        // Journals outlive builds.
        assert_eq!(digest("CREATE TABLE a (x INT)"), digest("CREATE TABLE a (x INT)"));
        assert_eq!(digest("").len(), 32);
    }
}
