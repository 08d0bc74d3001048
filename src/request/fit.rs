//! Says whether a scope fits a request, and if not, what to run instead.

use super::{Request, Verdict};
use crate::model::lexicon::Lexicon;
use serde::{Deserialize, Serialize};

/// Why a scope does not fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What is wrong, for the user.
    pub reason: String,
    /// What to run instead: scope and request of each command.
    pub instead: Vec<(String, String)>,
    /// Whether the plan must not be made; otherwise it is made with a warning.
    pub firm: bool,
}

/// Whether a scope fits.
pub fn fits(lexicon: &Lexicon, scope: &str, request: &Request) -> Result<(), Refusal> {
    let scopes = lexicon.list("scopes");
    let smallest = scopes.first().map_or("", String::as_str);
    let place = |scope: &str| scopes.iter().position(|known| known == scope);
    let suggested = request.scope.as_deref().and_then(place);
    // Several changes that together are as long as what was chosen are one piece of work.
    let one_work = scope != smallest && suggested >= place(scope);
    if request.verdict == Verdict::Split && !one_work {
        let count = request.parts.len().to_string();
        let key = if scope == smallest {
            "several-tasks"
        } else {
            "several-not-one"
        };
        let instead = request
            .parts
            .iter()
            .map(|part| (smallest.to_owned(), part.text.clone()))
            .collect();
        let reason = lexicon.say(key, &[("count", &count), ("scope", scope)]);
        return Err(Refusal {
            reason,
            instead,
            firm: true,
        });
    }
    let (Some(chosen), Some(suggested)) = (place(scope), suggested) else {
        return Ok(());
    };
    if chosen == suggested {
        return Ok(());
    }
    let better = request.scope.clone().unwrap_or_default();
    let key = if chosen > suggested {
        "scope-too-big"
    } else {
        "scope-too-small"
    };
    let why = request.scope_reasons.join("; ");
    let reason = lexicon.say(key, &[("scope", scope), ("better", &better), ("why", &why)]);
    Err(Refusal {
        reason,
        instead: vec![(better, request.cleaned.clone())],
        firm: chosen.abs_diff(suggested) > 1 && (chosen < suggested || is_concrete(request)),
    })
}

/// Whether one thing is named closely enough that more than a small change cannot be meant.
fn is_concrete(request: &Request) -> bool {
    !request.services.is_empty() && request.capabilities.len() < 3
}
