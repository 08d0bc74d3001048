//! The order in which skills are run. Never: which skills fit.

use crate::diag::Diagnostic;
use crate::rules::script::Scripts;
use rhai::{Array, Dynamic, INT};

/// Orders skills by the script `skills`: `candidates` with the most fitting first, `edges` as (before, after),
/// at most `limit` of them. Edges to skills that are not candidates have no effect.
pub fn order_skills<'s>(
    scripts: &Scripts<'_>,
    candidates: &[&'s str],
    edges: &[(&str, &str)],
    limit: usize,
) -> Result<Vec<&'s str>, Diagnostic> {
    let place = |skill: &str| candidates.iter().position(|known| *known == skill);
    let whole = |number: usize| INT::try_from(number).unwrap_or(INT::MAX);
    let indices: Array = candidates
        .iter()
        .filter_map(|skill| place(skill))
        .map(|at| Dynamic::from_int(whole(at)))
        .collect();
    let pairs: Array = edges
        .iter()
        .filter_map(|(before, after)| {
            let pair: Array = [place(before)?, place(after)?]
                .into_iter()
                .map(|at| Dynamic::from_int(whole(at)))
                .collect();
            Some(Dynamic::from_array(pair))
        })
        .collect();
    let ordered: Array = scripts.call("skills", (indices, pairs, whole(limit)))?;
    let skill = |at: &Dynamic| {
        candidates
            .get(usize::try_from(at.as_int().ok()?).ok()?)
            .copied()
    };
    Ok(ordered.iter().filter_map(skill).collect())
}
