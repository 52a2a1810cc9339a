//! The notation of relative targets: `+2`, `label@+1`, `REV-3`.

use crate::python::PythonInt;
use crate::walk::Steps;
use crate::{PlanError, refusal::Refusal};

/// A target that begins with a relative notation. Alembic's pattern is not anchored at the end, so what follows the
/// number is ignored: `+1 or so` is `+1`. Other digits than ASCII's are not taken for digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relative<'a> {
    pub label: Option<&'a str>,
    pub symbol: Option<&'a str>,
    /// The sign and the digits as typed.
    pub text: &'a str,
    pub number: PythonInt,
}

impl<'a> Relative<'a> {
    /// Matches `(?:(.+?)@)?(\w+)?((?:\+|-)\d+)`.
    pub fn parse(target: &'a str) -> Option<Self> {
        // The first @ that has a symbol and a number behind it ends the label; then a target without a label is tried.
        let first_line = target.find('\n').unwrap_or(target.len());
        target
            .match_indices('@')
            .filter(|(at, _)| *at > 0 && *at <= first_line)
            .find_map(|(at, _)| {
                let found = Self::without_label(&target[at + 1..])?;
                Some(Self { label: Some(&target[..at]), ..found })
            })
            .or_else(|| Self::without_label(target))
    }

    fn without_label(target: &'a str) -> Option<Self> {
        let word = target.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(target.len());
        let (symbol, rest) = target.split_at(word);
        let digits = rest.strip_prefix(['+', '-'])?;
        let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
        let text = &rest[..end + 1];
        Some(Self {
            label: None,
            symbol: (!symbol.is_empty()).then_some(symbol),
            text,
            number: PythonInt::parse(text)?,
        })
    }

    pub fn steps(&self, no_overwalk: bool) -> Steps {
        Steps { down: self.number.negative, count: self.number.magnitude(), no_overwalk }
    }

    /// The refusal that repeats the number as typed.
    pub fn too_far(&self) -> Refusal {
        self.refused(self.text.to_owned())
    }

    /// The refusal that repeats the number as a number.
    pub fn wrong_direction(&self) -> Refusal {
        self.refused(self.number.text())
    }

    fn refused(&self, relative: String) -> Refusal {
        Refusal::Plain(PlanError::RelativeTooFar { relative, count: self.number.digits.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_targets_match_as_in_alembic() {
        let parts = |target| Relative::parse(target).map(|found| (found.label, found.symbol, found.text));
        assert_eq!(parts("+1"), Some((None, None, "+1")));
        assert_eq!(parts("-12 or so"), Some((None, None, "-12")));
        assert_eq!(parts("abc-3"), Some((None, Some("abc"), "-3")));
        assert_eq!(parts("x@+1"), Some((Some("x"), None, "+1")));
        assert_eq!(parts("x-y@abc+1"), Some((Some("x-y"), Some("abc"), "+1")));
        assert_eq!(parts("a@b@-1"), Some((Some("a@b"), None, "-1")));
        assert_eq!(parts("a-1@b"), Some((None, Some("a"), "-1")));
        assert_eq!(parts("größe_1+2"), Some((None, Some("größe_1"), "+2")));
        for absolute in ["", "+", "abc", "a@b", "@+1", "a\n@+1", "x y+1", "++1"] {
            assert_eq!(parts(absolute), None, "{absolute}");
        }
    }
}
