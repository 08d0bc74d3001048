//! Says what a request is and how big it looks. The user chooses the scope; this only suggests.

use super::evidence::{Evidence, Tally};
use super::scene::Scene;
use super::{Request, Verdict};

/// The scope that the text suggests, with what speaks for it.
pub fn scope(scene: &Scene<'_>, evidence: &Evidence, request: &mut Request) {
    let mut tally = Tally::default();
    for scope in scene.lexicon.list("scopes") {
        tally.add(scope, 0, "");
    }
    evidence.weigh(&scene.lexicon.signals.scopes, &mut tally);
    if let Some((scope, _, reasons)) = tally.best() {
        request.scope = Some((*scope).to_owned());
        request.scope_reasons = reasons.iter().map(|why| (*why).to_owned()).collect();
    }
}

/// What the request is, and why.
pub fn verdict(scene: &Scene<'_>, evidence: &Evidence, request: &mut Request) {
    let lexicon = scene.lexicon;
    let mut tally = Tally::default();
    evidence.weigh(&lexicon.signals.verdicts, &mut tally);
    request.questions = evidence
        .holding(&lexicon.signals.questions)
        .map(|test| test.why.to_string())
        .collect();
    let row = |name: &str| tally.rows.iter().find(|(reading, ..)| *reading == name);
    let strong =
        |name: &str| row(name).filter(|(_, weight, _)| *weight >= lexicon.weight("verdict"));
    let why = |name: &str| {
        row(name)
            .and_then(|(.., reasons)| reasons.first())
            .map(|why| (*why).to_owned())
    };
    let nothing = request.capabilities.is_empty() && request.providers.is_empty();
    let (verdict, reason) = if scene.words.tokens.is_empty() {
        (Verdict::Ask, lexicon.say("empty", &[]))
    } else if strong("not-infrastructure").is_some() {
        (
            Verdict::NotInfrastructure,
            why("not-infrastructure").unwrap_or_else(|| lexicon.say("not-infrastructure", &[])),
        )
    } else if nothing && request.action.is_none() && request.environments.is_empty() {
        (
            Verdict::NotInfrastructure,
            lexicon.say("nothing-known", &[]),
        )
    } else if request.parts.len() > 1 && tally.weight("plan") <= 0 {
        (
            Verdict::Split,
            lexicon.say("several", &[("count", &request.parts.len().to_string())]),
        )
    } else if strong("ask").is_some() {
        (
            Verdict::Ask,
            why("ask").unwrap_or_else(|| lexicon.say("unclear", &[])),
        )
    } else if nothing && tally.weight("plan") <= 0 {
        (Verdict::Ask, lexicon.say("no-subject", &[]))
    } else {
        (Verdict::Plan, String::new())
    };
    if verdict != Verdict::Split {
        request.parts.clear();
    }
    request.verdict = verdict;
    request.reason = reason;
}
