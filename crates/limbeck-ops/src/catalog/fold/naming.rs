//! The names that PostgreSQL gives to what has none (`makeObjectName` and `ChooseRelationName` of its sources), and
//! how it writes names back.

/// Words that PostgreSQL puts in quotes where they are names: `pg_get_keywords()` but for the unreserved ones.
const QUOTED_WORDS: &str = "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit \
boolean both case cast char character check coalesce collate collation column concurrently constraint create cross \
current_catalog current_date current_role current_schema current_time current_timestamp current_user dec decimal default \
deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest \
group grouping having ilike in initially inner inout int integer intersect interval into is isnull join lateral leading \
least left like limit localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric offset \
on only or order out outer overlaps overlay placing position precision primary real references returning right row select \
session_user setof similar smallint some substring symmetric table tablesample then time timestamp to trailing treat trim \
true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement \
xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable";

/// A name as PostgreSQL writes it, in quotes where it needs them.
pub(crate) fn quoted(name: &str) -> String {
    let plain = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_')
        && !QUOTED_WORDS.split(' ').any(|word| word == name);
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// The longest start of a name that has at most `bytes` bytes and whole characters.
pub(crate) fn cut(name: &str, bytes: usize) -> &str {
    if name.len() <= bytes {
        return name;
    }
    let end = (0..=bytes).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
    name.get(..end).unwrap_or_default()
}

/// `first_second_label` in 63 bytes: the longer of both names is cut first.
pub(crate) fn object_name(first: &str, second: Option<&str>, label: &str) -> String {
    let mut overhead = if label.is_empty() { 0 } else { label.len() + 1 };
    overhead += usize::from(second.is_some());
    let room = 63usize.saturating_sub(overhead);
    let (mut one, mut two) = (first.len(), second.map_or(0, str::len));
    while one + two > room {
        if one > two {
            one -= 1;
        } else {
            two -= 1;
        }
    }
    let mut name = cut(first, one).to_owned();
    if let Some(second) = second {
        name.push('_');
        name.push_str(cut(second, two));
    }
    if !label.is_empty() {
        name.push('_');
        name.push_str(label);
    }
    name
}

/// The first of `first_second_label`, `…label1`, `…label2` that is free.
pub(crate) fn free_name(first: &str, second: Option<&str>, label: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = object_name(first, second, label);
    let mut pass = 0u64;
    while taken(&name) {
        pass += 1;
        name = object_name(first, second, &format!("{label}{pass}"));
    }
    name
}

/// Column names of a key or index as one part of a name.
pub(crate) fn joined<'a>(columns: impl IntoIterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for column in columns {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(column);
        if joined.len() >= 63 {
            break;
        }
    }
    cut(&joined, 63).to_owned()
}
