//! Why revision files don't make a graph. Every error names the files.

use std::path::PathBuf;

use thiserror::Error;

use crate::RevisionId;

/// A defect of the revision files taken together. Alembic warns of some and ends in a traceback on others; here all of
/// them are refusals, whatever the command. Where Alembic has words of its own, the message begins with them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GraphError {
    /// A file declares an empty identifier.
    #[error("the revision identifier is empty: {}", .path.display())]
    EmptyId {
        /// The file.
        path: PathBuf,
    },
    /// An identifier contains what the notation of targets needs for itself.
    #[error("Character(s) '{characters}' not allowed in revision identifier '{revision}': {}", .path.display())]
    IllegalCharacters {
        /// The characters, sorted, with commas between them.
        characters: String,
        /// The identifier.
        revision: RevisionId,
        /// The file.
        path: PathBuf,
    },
    /// Several files declare the same identifier.
    #[error("Revision {revision} is present more than once: {}", files(.paths))]
    DuplicateId {
        /// The identifier.
        revision: RevisionId,
        /// The files, in load order.
        paths: Vec<PathBuf>,
    },
    /// A branch label is used twice, or is the identifier of a revision.
    #[error("Branch name '{label}' in revision {revision} already used by revision {used_by}: {}", files(.paths))]
    DuplicateLabel {
        /// The label.
        label: String,
        /// The revision that comes second.
        revision: RevisionId,
        /// The revision that comes first.
        used_by: RevisionId,
        /// The files of both; one, where it uses a label twice.
        paths: Vec<PathBuf>,
    },
    /// `down_revision` names a revision that no file has.
    #[error("Revision {parent} referenced from {revision} is not present: {}", .path.display())]
    MissingParent {
        /// The missing identifier.
        parent: RevisionId,
        /// The revision that follows it.
        revision: RevisionId,
        /// Its file.
        path: PathBuf,
    },
    /// `depends_on` names neither a revision nor a branch label.
    #[error("Revision {dependency} that {revision} depends on is not present: {}", .path.display())]
    MissingDependency {
        /// The missing identifier or label.
        dependency: String,
        /// The revision that depends on it.
        revision: RevisionId,
        /// Its file.
        path: PathBuf,
    },
    /// A revision follows itself.
    #[error("Self-loop is detected in revisions ({revision}): {}", .path.display())]
    SelfLoop {
        /// The revision.
        revision: RevisionId,
        /// Its file.
        path: PathBuf,
    },
    /// A revision depends on itself.
    #[error("Dependency self-loop is detected in revisions ({revision}): {}", .path.display())]
    DependencySelfLoop {
        /// The revision.
        revision: RevisionId,
        /// Its file.
        path: PathBuf,
    },
    /// Revisions follow each other in a circle.
    #[error("Cycle is detected in revisions ({}): {}", crate::id::comma(.revisions), files(.paths))]
    Cycle {
        /// The revisions of the circle and no others, each one followed by one that it follows.
        revisions: Vec<RevisionId>,
        /// Their files, in the same order.
        paths: Vec<PathBuf>,
    },
    /// Revisions follow each other in a circle, once dependencies count.
    #[error("Dependency cycle is detected in revisions ({}): {}", crate::id::comma(.revisions), files(.paths))]
    DependencyCycle {
        /// The revisions of the circle and no others, each one followed by one that it follows or depends on.
        revisions: Vec<RevisionId>,
        /// Their files, in the same order.
        paths: Vec<PathBuf>,
    },
}

impl GraphError {
    /// The files that have to change.
    pub fn paths(&self) -> Vec<&PathBuf> {
        match self {
            Self::EmptyId { path }
            | Self::IllegalCharacters { path, .. }
            | Self::MissingParent { path, .. }
            | Self::MissingDependency { path, .. }
            | Self::SelfLoop { path, .. }
            | Self::DependencySelfLoop { path, .. } => vec![path],
            Self::DuplicateId { paths, .. }
            | Self::DuplicateLabel { paths, .. }
            | Self::Cycle { paths, .. }
            | Self::DependencyCycle { paths, .. } => paths.iter().collect(),
        }
    }
}

fn files(paths: &[PathBuf]) -> String {
    let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    crate::id::comma(&names)
}
