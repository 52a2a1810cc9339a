//! What stands in for a name that could not be imported. Harmless until something depends on it.

use std::rc::Rc;

use crate::span::Span;

/// A name limbeck could not import, or something derived from one (an attribute, the result of a call).
#[derive(Debug)]
pub struct Unresolved {
    /// The dotted name as the script spells it, for example `app.models.User` or `requests.get(…)`.
    pub name: Rc<str>,
    /// Why.
    pub reason: Rc<Reason>,
}

/// Why a name is unresolved.
#[derive(Debug)]
pub struct Reason {
    /// One sentence.
    pub message: String,
    /// The imports that led there, outermost first: `app.models`, then what `app/models.py` imported and so on.
    pub chain: Vec<String>,
    /// The import statement.
    pub span: Span,
}

impl Unresolved {
    /// Something derived from it: the name grows, the reason stays.
    pub(crate) fn derive(&self, suffix: &str) -> Rc<Unresolved> {
        let mut name = String::from(&*self.name);
        if name.len() < 200 {
            name.push_str(suffix);
        }
        Rc::new(Unresolved { name: Rc::from(name), reason: Rc::clone(&self.reason) })
    }
}

impl Unresolved {
    /// Whether it is what a call of a logger gave, as `package.get_logger(…).info(…)`: no migration depends on that.
    pub(crate) fn is_log_message(&self) -> bool {
        let Some((receiver, method)) = self.name.strip_suffix("(…)").and_then(|name| name.rsplit_once('.')) else {
            return false;
        };
        let methods =
            ["debug", "info", "warning", "warn", "error", "exception", "critical", "log", "trace", "success", "notice"];
        let receiver = receiver.strip_suffix("(…)").unwrap_or(receiver);
        let logger = receiver.rsplit('.').next().unwrap_or(receiver).to_lowercase();
        methods.contains(&method)
            && (logger.ends_with("logger") || logger.ends_with("_log") || matches!(&*logger, "log" | "logging"))
    }
}

impl Reason {
    /// The message with the chain of imports.
    pub fn describe(&self) -> String {
        if self.chain.len() > 1 {
            format!("{} (imported through {})", self.message, self.chain.join(" → "))
        } else {
            self.message.clone()
        }
    }
}
