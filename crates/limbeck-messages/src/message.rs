use std::fmt;

use crate::Language;

/// A text in every language; shows itself in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Message {
    english: String,
    chinese: String,
}

impl Message {
    /// A text from its two versions: what [`crate::messages!`] calls.
    pub fn new(english: impl Into<String>, chinese: impl Into<String>) -> Message {
        Message { english: english.into(), chinese: chinese.into() }
    }

    /// A text that is the same in every language: a name, what a server or Alembic says.
    pub fn verbatim(text: impl Into<String>) -> Message {
        let text = text.into();
        Message { chinese: text.clone(), english: text }
    }

    /// This text as the translation of words that others know by heart and search for: they stay as they are in English,
    /// and stand in brackets behind the translation elsewhere.
    #[must_use]
    pub fn quoting(self, original: &str) -> Message {
        Message { english: original.to_owned(), chinese: format!("{}（{original}）", self.chinese) }
    }

    /// The text in a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        }
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.english.is_empty()
    }

    /// This text and another, with the same thing between them in every language.
    #[must_use]
    pub fn then(&self, between: &str, next: &Message) -> Message {
        Message {
            english: format!("{}{between}{}", self.english, next.english),
            chinese: format!("{}{between}{}", self.chinese, next.chinese),
        }
    }

    /// Texts one after the other.
    pub fn join<'m>(messages: impl IntoIterator<Item = &'m Message>, between: &str) -> Message {
        let mut joined = Message::default();
        for (number, message) in messages.into_iter().enumerate() {
            joined = if number == 0 { message.clone() } else { joined.then(between, message) };
        }
        joined
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Message::verbatim(text)
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Message::verbatim(text)
    }
}

/// The versions of an argument of a message.
#[derive(Clone, Debug)]
pub struct Pieces {
    message: Message,
}

impl Pieces {
    /// The argument in a language.
    pub fn text(&self, language: Language) -> &str {
        self.message.text(language)
    }
}

/// What can stand in a message: anything that shows itself, and other messages in their language.
pub trait Argument {
    /// The argument in every language.
    fn pieces(&self) -> Pieces;
}

impl Argument for Message {
    fn pieces(&self) -> Pieces {
        Pieces { message: self.clone() }
    }
}

impl<A: Argument + ?Sized> Argument for &A {
    fn pieces(&self) -> Pieces {
        (**self).pieces()
    }
}

macro_rules! verbatim_arguments {
    ($($ty:ty),*) => {
        $(impl Argument for $ty {
            fn pieces(&self) -> Pieces {
                Pieces { message: Message::verbatim(self.to_string()) }
            }
        })*
    };
}

verbatim_arguments!(
    str,
    String,
    char,
    u8,
    u16,
    u32,
    u64,
    usize,
    i32,
    i64,
    std::borrow::Cow<'_, str>,
    std::path::Display<'_>,
    std::fmt::Arguments<'_>,
    std::io::Error
);
