//! What limbeck says to people comes from the catalog, and nowhere else.

use std::path::Path;

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&entry).expect("a source");
            found.push((entry.display().to_string(), text));
        }
    }
}

#[test]
fn no_failure_help_or_warning_is_written_out_in_the_code() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for name in ["limbeck/src", "limbeck-cli/src", "limbeck-exec/src"] {
        sources(&crates.join(name), &mut found);
    }
    assert!(found.len() > 50, "only {} sources", found.len());
    let mut wrong = Vec::new();
    for (path, text) in found {
        // Without line ends and blanks, so that it does not matter how a call is laid out.
        let text: String = text.split_whitespace().collect();
        for call in ["with_help(", ".warn(&", ".warn(", "help:Some(", "database:Some(", "field("] {
            for literal in ["\"", "format!(", "\"\".to_owned"] {
                if text.contains(&format!("{call}{literal}")) {
                    wrong.push(format!("{path}: {call}{literal}"));
                }
            }
        }
        for kind in text.split("Failure::new(FailureKind::").skip(1) {
            let argument = kind.split_once(',').map_or("", |(_, argument)| argument);
            if argument.starts_with('"') || argument.starts_with("format!(") {
                wrong.push(format!("{path}: Failure::new({}", kind.chars().take(60).collect::<String>()));
            }
        }
    }
    assert!(wrong.is_empty(), "texts that are not in the catalog:\n{}", wrong.join("\n"));
}
