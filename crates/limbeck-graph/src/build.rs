//! From declarations to neighbours: the first half of Alembic's `RevisionMap._revision_map`.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use crate::graph::Links;
use crate::graph_error::GraphError;
use crate::set::RevisionSet;
use crate::{Revision, RevisionId};

type Positions = HashMap<Arc<str>, usize>;

/// Labels in the order of declaration, with their revision.
type Labels = Vec<(String, usize)>;

/// Characters that the notation of targets needs for itself.
const ILLEGAL: [char; 4] = ['+', '-', ':', '@'];

/// Refuses an identifier that Alembic's `verify_rev_id` would refuse; gives the offending characters.
pub(crate) fn illegal_characters(id: &str) -> Option<String> {
    let found: Vec<String> = ILLEGAL.iter().filter(|letter| id.contains(**letter)).map(char::to_string).collect();
    (!found.is_empty()).then(|| crate::id::comma(&found))
}

/// Where each identifier and label is found, and the labels in order.
pub(crate) fn positions(revisions: &[Revision]) -> Result<(Positions, Labels), Vec<GraphError>> {
    let mut errors = Vec::new();
    let mut positions = Positions::with_capacity(revisions.len());
    let mut duplicates: Vec<(usize, Vec<usize>)> = Vec::new();
    for (position, revision) in revisions.iter().enumerate() {
        check_alone(revision, &mut errors);
        match positions.entry(Arc::from(revision.id.as_str())) {
            Entry::Vacant(free) => {
                free.insert(position);
            }
            Entry::Occupied(taken) => {
                let first = *taken.get();
                match duplicates.iter_mut().find(|(known, _)| *known == first) {
                    Some((_, others)) => others.push(position),
                    None => duplicates.push((first, vec![position])),
                }
            }
        }
    }
    for (first, others) in duplicates {
        errors.push(GraphError::DuplicateId {
            revision: revisions[first].id.clone(),
            paths: std::iter::once(first).chain(others).map(|position| revisions[position].path.clone()).collect(),
        });
    }
    let mut labels = Vec::new();
    for (position, revision) in revisions.iter().enumerate() {
        for label in &revision.branch_labels {
            match positions.entry(Arc::from(label.as_str())) {
                Entry::Vacant(free) => {
                    free.insert(position);
                    labels.push((label.clone(), position));
                }
                Entry::Occupied(taken) => {
                    let first = &revisions[*taken.get()];
                    let mut paths = vec![first.path.clone()];
                    if first.path != revision.path {
                        paths.push(revision.path.clone());
                    }
                    errors.push(GraphError::DuplicateLabel {
                        label: label.clone(),
                        revision: revision.id.clone(),
                        used_by: first.id.clone(),
                        paths,
                    });
                }
            }
        }
    }
    if errors.is_empty() { Ok((positions, labels)) } else { Err(errors) }
}

/// What a revision can get wrong by itself.
fn check_alone(revision: &Revision, errors: &mut Vec<GraphError>) {
    let path = || revision.path.clone();
    let id = || revision.id.clone();
    if revision.id.as_str().is_empty() {
        errors.push(GraphError::EmptyId { path: path() });
    }
    if let Some(characters) = illegal_characters(revision.id.as_str()) {
        errors.push(GraphError::IllegalCharacters { characters, revision: id(), path: path() });
    }
    if revision.down_revisions.contains(&revision.id) {
        errors.push(GraphError::SelfLoop { revision: id(), path: path() });
    }
    if revision.depends_on.iter().any(|name| revision.id == name.as_str()) {
        errors.push(GraphError::DependencySelfLoop { revision: id(), path: path() });
    }
}

/// The neighbours of every revision; normalized ones, labels and heights are still to come.
pub(crate) fn links(revisions: &[Revision], positions: &Positions) -> Result<Vec<Links>, Vec<GraphError>> {
    let mut errors = Vec::new();
    let mut links = vec![Links::default(); revisions.len()];
    for (position, revision) in revisions.iter().enumerate() {
        for parent in &revision.down_revisions {
            // A label is found too, but down_revision takes identifiers only.
            match revision_at(revisions, positions, parent) {
                Some(parent) => links[position].parents.push(parent),
                None => errors.push(GraphError::MissingParent {
                    parent: parent.clone(),
                    revision: revision.id.clone(),
                    path: revision.path.clone(),
                }),
            }
        }
        for name in &revision.depends_on {
            match positions.get(name.as_str()) {
                Some(dependency) => push_new(&mut links[position].dependencies, *dependency),
                None => errors.push(GraphError::MissingDependency {
                    dependency: name.clone(),
                    revision: revision.id.clone(),
                    path: revision.path.clone(),
                }),
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    for position in 0..links.len() {
        for parent in links[position].parents.clone() {
            add_child(&mut links[parent].children, position);
            add_child(&mut links[parent].all_children, position);
        }
        for dependency in links[position].dependencies.clone() {
            add_child(&mut links[dependency].all_children, position);
        }
    }
    Ok(links)
}

fn revision_at(revisions: &[Revision], positions: &Positions, id: &RevisionId) -> Option<usize> {
    let position = *positions.get(id.as_str())?;
    (revisions[position].id == *id).then_some(position)
}

fn push_new(list: &mut Vec<usize>, item: usize) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Children come in load order, so a repeated one can only be the last.
fn add_child(list: &mut Vec<usize>, child: usize) {
    if list.last() != Some(&child) {
        list.push(child);
    }
}

/// Sets the length of the longest way down to a base. The graph has no circles by now.
pub(crate) fn set_heights(links: &mut [Links]) {
    let mut open: Vec<usize> = links.iter().map(|links| links.all_parents().count()).collect();
    let mut ready: Vec<usize> = (0..links.len()).filter(|one| open[*one] == 0).collect();
    while let Some(position) = ready.pop() {
        let above = links[position].height + 1;
        for child in links[position].all_children.clone() {
            // A revision that is parent and dependency at once, or parent twice, counts as often as it is named.
            let named = links[child].all_parents().filter(|parent| *parent == position).count();
            links[child].height = links[child].height.max(above);
            open[child] = open[child].saturating_sub(named);
            if open[child] == 0 {
                ready.push(child);
            }
        }
    }
}

/// Leaves out the dependencies that an ancestor (by `down_revision`) has as well: `_normalize_depends_on`.
pub(crate) fn normalize_dependencies(links: &mut [Links]) {
    let mut declared_by = vec![0_usize; links.len()];
    for one in links.iter() {
        for dependency in &one.dependencies {
            declared_by[*dependency] += 1;
        }
    }
    for position in 0..links.len() {
        let mut kept = links[position].dependencies.clone();
        // Only a dependency that several revisions declare can be an ancestor's as well.
        if kept.iter().any(|dependency| declared_by[*dependency] > 1) {
            let mut seen = RevisionSet::new(links.len());
            let mut todo = links[position].parents.clone();
            while let Some(ancestor) = todo.pop() {
                if kept.is_empty() {
                    break;
                }
                if seen.insert(ancestor) {
                    kept.retain(|dependency| !links[ancestor].dependencies.contains(dependency));
                    todo.extend(&links[ancestor].parents);
                }
            }
        }
        let mut normalized = Vec::new();
        for parent in links[position].parents.iter().chain(&kept) {
            push_new(&mut normalized, *parent);
        }
        for parent in &normalized {
            add_child(&mut links[*parent].normalized_children, position);
        }
        links[position].normalized_parents = normalized;
    }
}
