//! Failures and warnings as text for people: what happened, where, in what state the database is, what to do next.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use limbeck::{Failure, Language, Message, Place};
use limbeck_messages::{display, server};

use crate::mask::{mask, mask_source};

/// Lines and characters of a statement that are shown, unless everything is asked for.
const STATEMENT_LINES: usize = 12;
const STATEMENT_CHARACTERS: usize = 1_000;
/// Outer calls that are shown, unless everything is asked for.
const OUTER_CALLS: usize = 4;

/// How to render.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colours, for a terminal.
    pub color: bool,
    /// `--raiseerr`: every frame and the whole statement.
    pub everything: bool,
    /// The language of labels and messages.
    pub language: Language,
    /// Characters in a line of the terminal.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Look {
            color: false,
            everything: false,
            language: Language::English,
            width: annotate_snippets::renderer::DEFAULT_TERM_WIDTH,
        }
    }
}

/// A failure, with its line end.
pub fn failure(failure: &Failure, look: Look) -> String {
    let mut out = String::new();
    if look.everything && !failure.places.is_empty() {
        out.push_str("Traceback (most recent call last):\n");
        for place in &failure.places {
            out.push_str(&frame(place));
        }
    }
    out.push_str(&snippet(Level::ERROR, &display::error(), &failure.message, failure.place(), look));
    if !look.everything {
        out.push_str(&outer_calls(&failure.places, look));
    }
    if let Some(statement) = &failure.statement {
        out.push_str(&label(&display::statement(), look));
        out.push('\n');
        out.push_str(&indented(&shortened(&mask(statement), look)));
    }
    for (name, note) in &failure.server_notes {
        field(&mut out, &note_label(name), &server::words(note), look);
    }
    if let Some(database) = &failure.database {
        field(&mut out, &display::database(), database, look);
    }
    if let Some(help) = &failure.help {
        field(&mut out, &display::help(), help, look);
    }
    out
}

/// A warning, with its line end.
pub fn warning(message: &Message, place: Option<&str>, look: Look) -> String {
    let mut out = snippet(Level::WARNING, &display::warning(), message, None, look);
    if let Some(place) = place {
        out.push_str(&format!("  --> {place}\n"));
    }
    out
}

/// Arguments that make no sense.
pub fn usage(message: &Message, help: &Message, look: Look) -> String {
    let mut out = snippet(Level::ERROR, &display::error(), message, None, look);
    field(&mut out, &display::help(), help, look);
    out
}

/// The title, and the source line with a caret where it is known.
fn snippet(level: Level<'_>, name: &Message, message: &Message, place: Option<&Place>, look: Look) -> String {
    let name = name.text(look.language);
    let level = level.with_name(name);
    let message = mask(message.text(look.language));
    let renderer = if look.color { Renderer::styled() } else { Renderer::plain() }.term_width(look.width);
    // Further lines of a message stand below it as they came, not as the renderer would align them.
    let (title, more) = message.split_once('\n').map_or((message.as_ref(), ""), |(title, more)| (title, more));
    let title = level.primary_title(title);
    let shown = place.map(|place| (place, mask_source(&place.source_line)));
    let report = match &shown {
        None => renderer.render(&[Group::with_title(title)]),
        Some((place, source)) if source.trim().is_empty() => {
            let title = renderer.render(&[Group::with_title(title)]);
            format!("{title}\n  --> {}:{}:{}", place.path, place.line, place.column)
        }
        Some((place, source)) => {
            let caret = AnnotationKind::Primary.span(bytes_of(source, place.column, place.end_column));
            let source = Snippet::source(source.as_ref()).line_start(place.line).path(place.path.as_str());
            renderer.render(&[title.element(source.annotation(caret))])
        }
    };
    let mut lines = report.lines();
    let first = lines.next().unwrap_or_default();
    let mut out = match look.language {
        Language::English => first.to_owned(),
        // The renderer knows one colon only.
        Language::Chinese => first.replacen(": ", "：", 1),
    };
    out.push('\n');
    if !more.is_empty() {
        out.push_str(&indented(more));
    }
    for line in lines {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Columns in characters from 1 to bytes from 0, inside the line whatever they say. Where only the start is known, as of
/// a call over several lines, the name that stands there is meant.
fn bytes_of(line: &str, column: usize, end_column: usize) -> std::ops::Range<usize> {
    let byte = |column: usize| line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    let start = byte(column);
    if end_column > column {
        return start..byte(end_column).max(start);
    }
    let name = line[start..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    let end = name.map_or(line.len(), |len| start + len);
    start..if end > start { end } else { byte(column.saturating_add(1)).max(start) }
}

/// The calls that led to the place, innermost first.
fn outer_calls(places: &[Place], look: Look) -> String {
    let mut out = String::new();
    let Some((_, outer)) = places.split_last() else { return out };
    if outer.is_empty() {
        return out;
    }
    out.push_str(&label(&display::called_from(), look));
    out.push('\n');
    for place in outer.iter().rev().take(OUTER_CALLS) {
        out.push_str(&frame(place));
    }
    if let Some(more) = outer.len().checked_sub(OUTER_CALLS).filter(|more| *more > 0) {
        out.push_str(&format!("  {}\n", display::more_calls(more).text(look.language)));
    }
    out
}

/// A frame as Python writes it.
fn frame(place: &Place) -> String {
    let mut out = format!("  File \"{}\", line {}, in {}\n", place.path, place.line, place.function);
    let source = mask_source(place.source_line.trim()).into_owned();
    if !source.is_empty() {
        out.push_str(&format!("    {source}\n"));
    }
    out
}

fn shortened(statement: &str, look: Look) -> String {
    let statement = statement.trim_matches('\n');
    if look.everything {
        return statement.to_owned();
    }
    let mut kept: String = statement.lines().take(STATEMENT_LINES).collect::<Vec<_>>().join("\n");
    if let Some((at, _)) = kept.char_indices().nth(STATEMENT_CHARACTERS) {
        kept.truncate(at);
    }
    let left = statement.chars().count().saturating_sub(kept.chars().count());
    if left > 0 {
        kept.push('\n');
        kept.push_str(display::more_characters(left).text(look.language));
    }
    kept
}

fn field(out: &mut String, name: &Message, text: &Message, look: Look) {
    out.push_str(&label(name, look));
    if look.language == Language::English {
        out.push(' ');
    }
    let text = mask(text.text(look.language));
    let mut lines = text.lines();
    out.push_str(&format!("{}\n", lines.next().unwrap_or_default()));
    for line in lines {
        out.push_str(&format!("  {line}\n"));
    }
}

/// What the server calls a note, in the user's language where it has a word for it.
fn note_label(name: &str) -> Message {
    match name {
        "DETAIL" => display::detail(),
        "HINT" => display::hint(),
        "CONTEXT" => display::context(),
        other => Message::new(other.to_lowercase(), other),
    }
}

fn label(name: &Message, look: Look) -> String {
    let colon = match look.language {
        Language::English => ":",
        Language::Chinese => "：",
    };
    let text = name.text(look.language);
    match look.color {
        false => format!("{text}{colon}"),
        true if *name == display::help() => format!("\x1b[1;96m{text}\x1b[0m\x1b[1m{colon}\x1b[0m"),
        true => format!("\x1b[1m{text}{colon}\x1b[0m"),
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}
