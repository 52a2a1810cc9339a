//! Every snippet prints the same, and fails with the same message, under CPython and here.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::{run, with_stack};

/// All snippets: files of `snippets/`, split at lines that begin with `#==`.
pub fn snippets() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/snippets");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of snippets")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a readable snippet file");
        let stem = file.file_stem().expect("a file name").to_string_lossy().into_owned();
        let mut current: Option<(String, String)> = None;
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("#==") {
                all.extend(current.take());
                current = Some((format!("{stem}: {}", name.trim()), String::new()));
            } else if let Some((_, text)) = &mut current {
                text.push_str(line);
                text.push('\n');
            }
        }
        all.extend(current);
    }
    // For work on one part: `LIMBECK_SNIPPETS=classes` runs those whose names begin so.
    if let Ok(prefix) = std::env::var("LIMBECK_SNIPPETS") {
        all.retain(|(name, _)| name.starts_with(&prefix));
    }
    all
}

fn cpython(texts: &[&str]) -> Vec<(String, Option<String>)> {
    let interpreter = std::env::var("LIMBECK_ORACLE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/oracle.py");
    let mut child = Command::new(&interpreter)
        .arg(script)
        .env("PYTHONHASHSEED", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{interpreter} is needed as the oracle: {error}"));
    let input = serde_json::to_string(texts).expect("texts are JSON");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("the oracle reads");
    let output = child.wait_with_output().expect("the oracle ends");
    assert!(output.status.success(), "the oracle failed");
    let results: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("the oracle answers JSON");
    results
        .into_iter()
        .map(|result| {
            let out = result["out"].as_str().unwrap_or_default().to_owned();
            (out, result["error"].as_str().map(str::to_owned))
        })
        .collect()
}

#[test]
fn snippets_do_what_they_do_under_cpython() {
    let all = snippets();
    let texts: Vec<&str> = all.iter().map(|(_, text)| text.as_str()).collect();
    let expected = cpython(&texts);
    let own = {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        with_stack(move || texts.iter().map(|text| run(text)).collect::<Vec<_>>())
    };
    let mut failures = String::new();
    let mut count = 0;
    for (((name, text), expected), own) in all.iter().zip(&expected).zip(&own) {
        if expected != own {
            count += 1;
            failures.push_str(&format!(
                "\n=== {name}\n{text}--- cpython: {:?}\n{}--- limbeck: {:?}\n{}",
                expected.1, expected.0, own.1, own.0
            ));
        }
    }
    assert!(count == 0, "{count} of {} snippets differ:{failures}", all.len());
}
