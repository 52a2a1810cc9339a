//! Reading the tz database's files.

use std::path::Path;
use std::rc::Rc;

use super::Local;
use super::posix::Rules;

/// A time zone.
#[derive(Debug)]
pub(crate) struct Zone {
    /// Seconds since 1970, and the state that begins then.
    transitions: Vec<(i64, Local)>,
    /// The state before the first transition.
    before: Local,
    /// What holds after the last transition.
    rules: Option<Rules>,
}

impl Zone {
    pub fn fixed(offset: i64, name: &str) -> Zone {
        Zone { transitions: Vec::new(), before: Local { offset, dst: 0, name: Rc::from(name) }, rules: None }
    }

    pub fn by_rules(rules: Rules) -> Zone {
        Zone { transitions: Vec::new(), before: rules.standard(), rules: Some(rules) }
    }

    /// The state at a time in UTC.
    pub fn at_utc(&self, seconds: i64) -> Local {
        let after = self.transitions.partition_point(|(at, _)| *at <= seconds);
        if after == self.transitions.len()
            && let Some(rules) = &self.rules
        {
            return rules.at_utc(seconds);
        }
        self.state(after)
    }

    /// The state at a wall time; the earlier one where the clock shows it twice.
    pub fn at_wall(&self, seconds: i64) -> Local {
        let mut after = 0;
        for (number, (at, state)) in self.transitions.iter().enumerate() {
            let before = self.state(number).offset;
            if at + before.max(state.offset) <= seconds {
                after = number + 1;
            }
        }
        if after == self.transitions.len()
            && let Some(rules) = &self.rules
        {
            return rules.at_wall(seconds);
        }
        self.state(after)
    }

    /// The state after so many transitions.
    fn state(&self, count: usize) -> Local {
        match count.checked_sub(1).and_then(|at| self.transitions.get(at)) {
            Some((_, state)) => state.clone(),
            None => self.before.clone(),
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (part, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(part)
    }

    fn count(&mut self) -> Option<usize> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?) as usize)
    }

    fn number(&mut self, wide: bool) -> Option<i64> {
        Some(if wide {
            i64::from_be_bytes(self.take(8)?.try_into().ok()?)
        } else {
            i64::from(i32::from_be_bytes(self.take(4)?.try_into().ok()?))
        })
    }
}

struct Counts {
    utc: usize,
    standard: usize,
    leaps: usize,
    times: usize,
    types: usize,
    chars: usize,
}

fn header(reader: &mut Reader<'_>) -> Option<(u8, Counts)> {
    if reader.take(4)? != b"TZif" {
        return None;
    }
    let version = *reader.take(1)?.first()?;
    reader.take(15)?;
    let (utc, standard, leaps) = (reader.count()?, reader.count()?, reader.count()?);
    let (times, types, chars) = (reader.count()?, reader.count()?, reader.count()?);
    Some((version, Counts { utc, standard, leaps, times, types, chars }))
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Option<Zone> {
    let size = std::fs::metadata(path).ok()?.len();
    if size > 1 << 20 {
        return None;
    }
    parse(&std::fs::read(path).ok()?)
}

fn parse(bytes: &[u8]) -> Option<Zone> {
    let mut reader = Reader { bytes };
    let (version, mut counts) = header(&mut reader)?;
    let wide = version >= b'2';
    if wide {
        let body = counts.times * 5 + counts.types * 6 + counts.chars + counts.leaps * 8 + counts.standard + counts.utc;
        reader.take(body)?;
        counts = header(&mut reader)?.1;
    }
    let mut times = Vec::new();
    for _ in 0..counts.times {
        times.push(reader.number(wide)?);
    }
    let kinds = reader.take(counts.times)?;
    let mut types = Vec::new();
    for _ in 0..counts.types {
        let offset = reader.number(false)?;
        let flags = reader.take(2)?;
        types.push((offset, *flags.first()? != 0, usize::from(*flags.get(1)?)));
    }
    let chars = reader.take(counts.chars)?;
    reader.take(counts.leaps * if wide { 12 } else { 8 } + counts.standard + counts.utc)?;
    let rules = if wide {
        let footer = std::str::from_utf8(reader.bytes).ok()?.trim_matches('\n');
        Rules::parse(footer)
    } else {
        None
    };
    let name = |at: usize| -> Rc<str> {
        let text: Vec<u8> = chars.iter().skip(at).copied().take_while(|byte| *byte != 0).collect();
        Rc::from(String::from_utf8_lossy(&text).as_ref())
    };
    let first = types.iter().find(|(_, dst, _)| !dst).or(types.first())?;
    let before = Local { offset: first.0, dst: 0, name: name(first.2) };
    let mut transitions: Vec<(i64, Local)> = Vec::new();
    let sequence: Vec<(i64, (i64, bool, usize))> =
        times.into_iter().zip(kinds).filter_map(|(at, kind)| Some((at, *types.get(usize::from(*kind))?))).collect();
    for (number, (at, (offset, is_dst, text))) in sequence.iter().enumerate() {
        let dst = if *is_dst {
            let earlier = sequence.iter().take(number).rev().find(|(_, (_, dst, _))| !dst);
            let later = sequence.iter().skip(number + 1).find(|(_, (_, dst, _))| !dst);
            match earlier.or(later) {
                Some((_, (standard, _, _))) if standard != offset => offset - standard,
                _ => 3600,
            }
        } else {
            0
        };
        transitions.push((*at, Local { offset: *offset, dst, name: name(*text) }));
    }
    Some(Zone { transitions, before, rules })
}
