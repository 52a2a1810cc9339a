//! From an identifier to revisions: symbols, prefixes, labels, `label@…`.
//!
//! Follows `_resolve_revision_number`, `_revision_for_ident`, `get_revision(s)` and `filter_for_lineage` of Alembic's
//! `RevisionMap`.

use crate::identifiers::{Identifiers, Point};
use crate::python::PythonInt;
use crate::refusal::{Context, Refusal};
use crate::set::RevisionSet;
use crate::traverse::{Edges, lineage, reach};
use crate::walk::{self, Steps};
use crate::{Graph, Member, PlanError, RevisionId};

/// What an identifier names before it is looked up.
struct Named<'a> {
    ids: Vec<String>,
    label: Option<&'a str>,
}

impl Graph {
    /// The revisions that an identifier means: a full identifier, a unique prefix, a label, `head`, `heads`, `base` (none),
    /// `label@…`, `-N`. Alembic's `ScriptDirectory.get_revisions`.
    pub fn resolve(&self, identifier: &str) -> Result<Vec<Member<'_>>, PlanError> {
        self.points(Identifiers::Typed(identifier))
            .map_err(|refusal| Context::Lookup.explain(refusal, &[]))?
            .into_iter()
            .map(|point| match point.revision() {
                Some(position) => Ok(Member::new(self, position)),
                None => Err(PlanError::NotARevision { target: identifier.to_owned() }),
            })
            .collect()
    }

    /// The single revision that an identifier means; none for `base`. Alembic's `ScriptDirectory.get_revision`.
    pub fn resolve_one(&self, identifier: &str) -> Result<Option<Member<'_>>, PlanError> {
        let found = self.point(identifier).map_err(|refusal| Context::Lookup.explain(refusal, &[]))?;
        Ok(found.map(|position| Member::new(self, position)))
    }

    /// The rows of a version table as revisions.
    ///
    /// # Errors
    /// [`PlanError::UnknownApplied`] for a row that no file has.
    pub fn resolve_applied(&self, applied: &[RevisionId]) -> Result<Vec<Member<'_>>, PlanError> {
        let mut members = Vec::with_capacity(applied.len());
        for row in applied {
            let found = self
                .points(Identifiers::Typed(row.as_str()))
                .and_then(|points| {
                    points.into_iter().map(|point| self.needed(point, row.as_str())).collect::<Result<Vec<_>, _>>()
                })
                .map_err(|refusal| Context::Lookup.explain(refusal, applied))?;
            members.extend(self.members(&found));
        }
        Ok(members)
    }

    /// The only head; none in an empty graph.
    pub fn current_head(&self) -> Result<Option<Member<'_>>, PlanError> {
        let head = self.head_of(None).map_err(|refusal| Context::CurrentHead.explain(refusal, &[]))?;
        Ok(head.map(|position| Member::new(self, position)))
    }

    /// A symbol as the identifiers it stands for, without looking them up: `ScriptDirectory.as_revision_number`, which
    /// `context.get_head_revision()` and its like answer with. Empty for `base`; at most one, unless asked for `heads`.
    pub fn revision_numbers(&self, identifier: &str) -> Result<Vec<String>, PlanError> {
        let mut ids = self.named(identifier).map_err(|refusal| Context::Lookup.explain(refusal, &[]))?.ids;
        if identifier != "heads" {
            ids.truncate(1);
        }
        Ok(ids)
    }

    /// What `current` shows: the applied revisions, and those they depend on, as far as no child of theirs is applied too.
    /// In load order. Alembic's `ScriptDirectory.get_all_current`.
    pub fn all_current(&self, applied: &[RevisionId]) -> Result<Vec<Member<'_>>, PlanError> {
        let current = self
            .all_current_positions(&applied.iter().map(RevisionId::as_str).collect::<Vec<_>>())
            .map_err(|refusal| Context::Lookup.explain(refusal, applied))?;
        Ok(self.members(&current))
    }

    pub(crate) fn all_current_positions(&self, applied: &[&str]) -> Result<Vec<usize>, Refusal> {
        let mut tops = Vec::new();
        for row in applied {
            for point in self.points(Identifiers::Typed(row))? {
                tops.push(self.needed(point, row)?);
            }
        }
        let active = reach(self, &tops, Edges::NormalizedParents);
        // Below an active revision, along down_revision only.
        let below: Vec<usize> = active.iter().flat_map(|at| self.links[at].parents.iter().copied()).collect();
        let mut current = active;
        current.subtract(&reach(self, &below, Edges::Parents));
        Ok(current.iter().collect())
    }

    /// `get_revisions` of Alembic's map.
    pub(crate) fn points(&self, identifiers: Identifiers<'_>) -> Result<Vec<Point>, Refusal> {
        let identifier = match identifiers {
            Identifiers::Typed(identifier) => identifier,
            Identifiers::Rows(rows) => {
                let mut points = Vec::with_capacity(rows.len());
                for row in rows {
                    points.extend(self.points(Identifiers::Typed(row.as_str()))?);
                }
                return Ok(points);
            }
        };
        let named = self.named(identifier)?;
        if let [id] = named.ids.as_slice()
            && let Some(steps) = PythonInt::parse(id)
            && steps.negative
        {
            return self
                .effective_heads
                .iter()
                .filter(|head| {
                    let labels = &self.links[**head].labels;
                    named.label.is_none_or(|label| labels.iter().any(|one| one == label))
                })
                .map(|head| {
                    let steps = Steps { down: true, count: steps.magnitude(), no_overwalk: true };
                    walk::walk(self, Point::Revision(*head), steps, None)
                })
                .collect();
        }
        named.ids.iter().map(|id| Ok(Point::Revision(self.located(id, named.label)?))).collect()
    }

    /// `get_revision` of Alembic's map; none for `base`.
    pub(crate) fn point(&self, identifier: &str) -> Result<Option<usize>, Refusal> {
        let named = self.named(identifier)?;
        match named.ids.as_slice() {
            [] => {
                if let Some(label) = named.label.filter(|label| !label.is_empty()) {
                    self.branch(label)?;
                }
                Ok(None)
            }
            [id] => self.located(id, named.label).map(Some),
            several => Err(Refusal::MultipleHeads {
                argument: identifier.to_owned(),
                heads: several.iter().map(|id| id.as_str().into()).collect(),
            }),
        }
    }

    /// A point that has to be a revision; Alembic asserts it.
    pub(crate) fn needed(&self, point: Point, target: &str) -> Result<usize, Refusal> {
        point.revision().ok_or_else(|| Refusal::Plain(PlanError::NotARevision { target: target.to_owned() }))
    }

    /// `_resolve_revision_number`: takes the branch apart and replaces symbols.
    fn named<'a>(&self, identifier: &'a str) -> Result<Named<'a>, Refusal> {
        let (label, id) = match identifier.split_once('@') {
            Some((label, id)) => (Some(label), id),
            None => (None, identifier),
        };
        let on_branch = label.filter(|label| !label.is_empty());
        let text = |position: &usize| self.id(*position).to_string();
        let ids = match id {
            "heads" => match on_branch {
                Some(label) => {
                    self.on_lineage(label, false, self.heads.clone(), |head| Ok(*head))?.iter().map(text).collect()
                }
                None => self.effective_heads.iter().map(text).collect(),
            },
            "head" => self.head_of(on_branch)?.iter().map(text).collect(),
            "base" => Vec::new(),
            id => vec![id.to_owned()],
        };
        Ok(Named { ids, label })
    }

    /// `get_current_head`.
    fn head_of(&self, label: Option<&str>) -> Result<Option<usize>, Refusal> {
        let heads = match label {
            Some(label) => self.on_lineage(label, false, self.heads.clone(), |head| Ok(*head))?,
            None => self.heads.clone(),
        };
        match heads.as_slice() {
            [] => Ok(None),
            [head] => Ok(Some(*head)),
            several => Err(Refusal::MultipleHeads {
                argument: match label {
                    Some(label) => format!("{label}@head"),
                    None => "head".to_owned(),
                },
                heads: self.ids(several),
            }),
        }
    }

    /// `_resolve_branch`: the revision that a label, or an identifier in its place, stands for.
    pub(crate) fn branch(&self, label: &str) -> Result<usize, Refusal> {
        self.located(label, None).map_err(|refusal| match refusal {
            Refusal::NotLocated { .. } => {
                Refusal::NotLocated { identifier: label.to_owned(), reason: format!("No such branch: '{label}'") }
            }
            other => other,
        })
    }

    /// `_revision_for_ident`: an identifier, a label or a unique prefix of one, on the branch if one is given.
    pub(crate) fn located(&self, id: &str, on_branch: Option<&str>) -> Result<usize, Refusal> {
        let on_branch = on_branch.filter(|label| !label.is_empty());
        let branch = match on_branch {
            Some(label) => Some((label, self.branch(label)?)),
            None => None,
        };
        let position = match self.positions.get(id) {
            Some(position) => *position,
            None => self.located_by_prefix(id, on_branch)?,
        };
        if let Some((label, root)) = branch
            && !lineage(self, &[root], false).contains(position)
        {
            return Err(Refusal::NotLocated {
                identifier: id.to_owned(),
                reason: format!("Revision {} is not a member of branch '{label}'", self.id(position)),
            });
        }
        Ok(position)
    }

    fn located_by_prefix(&self, id: &str, on_branch: Option<&str>) -> Result<usize, Refusal> {
        if id.is_empty() {
            let target = on_branch.map_or(String::new(), |label| format!("{label}@"));
            return Err(PlanError::EmptyIdentifier { target }.into());
        }
        let fits = |name: &str| name.starts_with(id) && name.chars().nth(3).is_some();
        let ids = self.revisions.iter().map(|revision| revision.id.as_str());
        let labels = &self.declared_labels;
        let mut found: Vec<(&str, usize)> = ids
            .zip(0..)
            .chain(labels.iter().map(|(label, at)| (label.as_str(), *at)))
            .filter(|(name, _)| fits(name))
            .collect();
        if let Some(label) = on_branch {
            found = self.on_lineage(label, false, found, |(_, position)| Ok(*position))?;
        }
        match found.as_slice() {
            [(_, position)] => Ok(*position),
            [] => {
                let hint = if id.chars().nth(3).is_none() {
                    "; please ensure at least four characters are present for partial revision identifier matches"
                } else {
                    ""
                };
                Err(Refusal::NotLocated {
                    identifier: id.to_owned(),
                    reason: format!("No such revision or branch '{id}'{hint}"),
                })
            }
            several => {
                let names: Vec<String> = several.iter().take(3).map(|(name, _)| format!("'{name}'")).collect();
                Err(Refusal::NotLocated {
                    identifier: id.to_owned(),
                    reason: format!("Multiple revisions start with '{id}': {}...", crate::id::comma(&names)),
                })
            }
        }
    }

    /// `filter_for_lineage`: those targets that lie above or below what `against` means. An unknown branch is an error
    /// only where there is something to compare with it.
    pub(crate) fn on_lineage<T>(
        &self,
        against: &str,
        with_dependencies: bool,
        targets: Vec<T>,
        position: impl Fn(&T) -> Result<usize, Refusal>,
    ) -> Result<Vec<T>, Refusal> {
        let mut filter = LineageFilter::new(self, against, with_dependencies)?;
        let mut kept = Vec::new();
        for target in targets {
            if filter.is_open() {
                kept.push(target);
                continue;
            }
            let at = position(&target)?;
            if filter.admits(at)? {
                kept.push(target);
            }
        }
        Ok(kept)
    }
}

/// Tells which revisions share a lineage with something; works it out once, at the first question.
pub(crate) struct LineageFilter<'g> {
    graph: &'g Graph,
    shares: Vec<String>,
    with_dependencies: bool,
    lineage: Option<RevisionSet>,
}

impl<'g> LineageFilter<'g> {
    pub fn new(graph: &'g Graph, against: &str, with_dependencies: bool) -> Result<Self, Refusal> {
        let named = graph.named(against)?;
        let label = named.label.filter(|label| !label.is_empty());
        let shares = label.map(str::to_owned).into_iter().chain(named.ids);
        Ok(Self { graph, shares: shares.collect(), with_dependencies, lineage: None })
    }

    /// Whether there is nothing to compare with, so that everything passes.
    pub fn is_open(&self) -> bool {
        self.shares.is_empty()
    }

    pub fn admits(&mut self, position: usize) -> Result<bool, Refusal> {
        if self.is_open() {
            return Ok(true);
        }
        if self.lineage.is_none() {
            let mut roots = Vec::with_capacity(self.shares.len());
            for share in &self.shares {
                roots.push(self.graph.located(share, None)?);
            }
            self.lineage = Some(lineage(self.graph, &roots, self.with_dependencies));
        }
        Ok(self.lineage.as_ref().is_some_and(|lineage| lineage.contains(position)))
    }
}
