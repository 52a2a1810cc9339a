//! The options of a table in `SHOW CREATE TABLE`, as SQLAlchemy's `_parse_table_options` and `_parse_partition_options`
//! find them.

use super::mysql_ddl::{quoted_length, unquoted};

/// Options with a text, then those with a word, in the order in which SQLAlchemy looks for them.
const TEXTS: &[&str] = &["COMMENT", "PASSWORD", "CONNECTION"];
const WORDS: &[&str] = &[
    "ENGINE",
    "AVG_ROW_LENGTH",
    "DEFAULT CHARSET",
    "CHECKSUM",
    "COLLATE",
    "DELAY_KEY_WRITE",
    "INSERT_METHOD",
    "MAX_ROWS",
    "MIN_ROWS",
    "PACK_KEYS",
    "ROW_FORMAT",
    "KEY_BLOCK_SIZE",
    "STATS_SAMPLE_PAGES",
];

/// The options in the line that ends the definition.
pub(super) fn of_table(line: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, value) in assignments(line) {
        // The pattern for CHECKSUM finds Aria's PAGE_CHECKSUM too.
        let name = if name == "PAGE_CHECKSUM" { "CHECKSUM".to_owned() } else { name };
        let order = TEXTS.iter().chain(WORDS).position(|known| *known == name);
        if let Some(order) = order {
            found.push((order, (name.to_ascii_lowercase(), value)));
        }
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, option)| option).collect()
}

/// `NAME=value` and `NAME='text'`, with the words before the sign as the name.
fn assignments(line: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = line.trim_start_matches(')');
    while let Some((name, after)) = rest.split_once('=') {
        let (value, length) = if after.starts_with('\'') {
            let length = quoted_length(after, '\'');
            (unquoted(after.get(..length).unwrap_or_default()), length)
        } else {
            let length = after.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len());
            (after.get(..length).unwrap_or_default().to_owned(), length)
        };
        found.push((name.trim().to_ascii_uppercase(), value));
        rest = after.get(length..).unwrap_or_default();
    }
    found
}

/// What follows a directive in a line where it stands between blanks.
fn after_directive<'l>(line: &'l str, directive: &str) -> Option<&'l str> {
    let upper = line.to_ascii_uppercase();
    let is_apart = |at: usize| !line.get(..at).is_some_and(|before| before.ends_with(|c: char| !c.is_whitespace()));
    let at = upper.match_indices(directive).map(|(at, _)| at).find(|at| is_apart(*at))?;
    line.get(at + directive.len()..)
}

/// Adds what a line about partitions says.
pub(super) fn add_partitions(options: &mut Vec<(String, String)>, line: &str) {
    let mut text = line.trim_start_matches(['(', ' ']).to_owned();
    for (start, name) in [("PARTITION BY ", "partition_by"), ("SUBPARTITION BY ", "subpartition_by")] {
        if let Some(value) = after_directive(&text, start) {
            options.push((name.to_owned(), value.trim_start().to_owned()));
            return;
        }
    }
    for (start, name) in [("PARTITIONS ", "partitions"), ("SUBPARTITIONS ", "subpartitions")] {
        if let Some(value) = after_directive(&text, start) {
            options.push((name.to_owned(), value.trim_start().chars().take_while(char::is_ascii_digit).collect()));
            return;
        }
    }
    let name = match ["PARTITION ", "SUBPARTITION "].map(|word| after_directive(&text, word).is_some()) {
        [true, _] => "partition_definitions",
        [false, true] => "subpartition_definitions",
        [false, false] => return,
    };
    text = text.replace(") */", "").replace(',', "");
    if name == "subpartition_definitions" {
        text = text.strip_suffix(')').map(str::to_owned).unwrap_or(text);
    }
    // Of MariaDB's last line; SQLAlchemy leaves the bracket where the URL says `mysql`, and the table can't be made of it.
    let is_last = ["MAXVALUE", "MINVALUE", "ENGINE"].iter().any(|word| text.contains(word));
    if is_last && let Some(shorter) = text.strip_suffix(')') {
        text = shorter.to_owned();
    }
    match options.iter_mut().find(|(known, _)| known == name) {
        Some((_, all)) => all.push_str(&format!(", {text}")),
        None => options.push((name.to_owned(), text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_words_and_texts() {
        let line = ") ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='it''s = a=b'";
        let pairs = [
            ("comment", "it's = a=b"),
            ("engine", "InnoDB"),
            ("default charset", "utf8mb4"),
            ("collate", "utf8mb4_bin"),
        ];
        let wanted: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        assert_eq!(of_table(line), wanted);
        assert_eq!(of_table(") x='"), Vec::new());
    }

    #[test]
    fn definitions_of_partitions_are_collected() {
        let mut options = Vec::new();
        for line in [
            " PARTITION BY RANGE (`a`)",
            "(PARTITION `p0` VALUES LESS THAN (10) ENGINE = InnoDB,",
            " PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)",
        ] {
            add_partitions(&mut options, line);
        }
        let definitions = "PARTITION `p0` VALUES LESS THAN (10) ENGINE = InnoDB, PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB";
        assert_eq!(options[0], ("partition_by".to_owned(), "RANGE (`a`)".to_owned()));
        assert_eq!(options[1], ("partition_definitions".to_owned(), definitions.to_owned()));
        // MySQL writes them in a comment.
        let mut of_mysql = Vec::new();
        for line in ["/*!50100 PARTITION BY HASH (`a`)", "PARTITIONS 4 */"] {
            add_partitions(&mut of_mysql, line);
        }
        assert_eq!(of_mysql[0], ("partition_by".to_owned(), "HASH (`a`)".to_owned()));
        assert_eq!(of_mysql[1], ("partitions".to_owned(), "4".to_owned()));
    }
}
