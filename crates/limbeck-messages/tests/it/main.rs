//! The catalog as a whole.

use std::collections::BTreeSet;

use limbeck_messages::{Entry, Language, all};

fn names(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        if rest[start + 1..].starts_with('{') {
            rest = &rest[start + 2..];
            continue;
        }
        let Some(end) = rest[start..].find('}') else { break };
        names.insert(rest[start + 1..start + end].split(':').next().unwrap_or_default());
        rest = &rest[start + end..];
    }
    names
}

fn each(complaint: impl Fn(&Entry) -> Option<String>) {
    let complaints: Vec<String> = all().iter().filter_map(complaint).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_message_has_words_in_every_language() {
    each(|entry| {
        (entry.english.trim().is_empty() || entry.chinese.trim().is_empty()).then(|| format!("{} is empty", entry.id))
    });
}

#[test]
fn every_language_names_the_same_arguments() {
    each(|entry| {
        (names(entry.english) != names(entry.chinese)).then(|| {
            format!("{}: {:?} in English, {:?} in Chinese", entry.id, names(entry.english), names(entry.chinese))
        })
    });
}

#[test]
fn chinese_is_chinese() {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    // SQL's own words are the same everywhere.
    let is_sql = |text: &str| text.chars().all(|c| c.is_ascii_uppercase() || c == ' ');
    each(|entry| {
        (!entry.chinese.contains(is_han) && !is_sql(entry.chinese)).then(|| format!("{} is not translated", entry.id))
    });
    each(|entry| entry.english.contains(is_han).then(|| format!("{} has Chinese in English", entry.id)));
}

#[test]
fn an_argument_speaks_the_language_of_its_message() {
    let two = limbeck_messages::units::revisions(2);
    let both = two.then(", ", &limbeck_messages::units::tables(1));
    assert_eq!(both.text(Language::English), "2 revisions, 1 table");
    assert_eq!(both.text(Language::Chinese), "2 个版本, 1 张表");
}

#[test]
fn a_locale_chooses_the_language() {
    for (locale, language) in [
        ("zh_CN.UTF-8", Some(Language::Chinese)),
        ("zh-CN", Some(Language::Chinese)),
        ("zh", Some(Language::Chinese)),
        ("en_US.UTF-8", Some(Language::English)),
        ("C.UTF-8", Some(Language::English)),
        ("de_DE", None),
        ("", None),
    ] {
        assert_eq!(Language::of_locale(locale), language, "{locale}");
    }
}

#[test]
fn what_stands_for_a_server_is_told_from_what_a_server_says() {
    let words = limbeck_messages::server::words;
    assert_eq!(words("the disk is full").text(Language::Chinese), "磁盘已满");
    let lost = words("the connection to the server was lost: broken pipe");
    assert_eq!(lost.text(Language::Chinese), "与服务器的连接已断开：broken pipe");
    assert_eq!(lost.text(Language::English), "the connection to the server was lost: broken pipe");
    assert_eq!(words("the disk is full of tables").text(Language::Chinese), "the disk is full of tables");
}
