//! Says where the plan does not do what was named: another service stands in, or another operation. Never: choosing either.

use super::ast::Said;
use super::desk::Desk;
use crate::model::provider::provider_of;
use crate::model::service::Service;

/// Everything that the request names and that something else stands in for.
pub(super) fn notices(desk: &Desk<'_, '_>) -> Vec<Said> {
    let Some(main) = desk.decisions.components.first() else {
        return Vec::new();
    };
    let facts = &desk.decisions.facts;
    let verb = facts.first("verb").unwrap_or_default();
    let named = facts.values("stated-service").iter();
    let named = named.filter_map(|id| desk.kb.services.get(id));
    named
        .filter(|service| {
            let own = provider_of(&service.id) == desk.decisions.provider.id;
            own && service.provides.contains(&main.capability.id)
        })
        .filter_map(|service| {
            let used = desk.parts().any(|(_, part)| part.service.id == service.id);
            match (used, lack(service, verb)) {
                (false, why) => {
                    let why = why.map_or_else(String::new, |why| format!(": {why}"));
                    let pairs = [
                        ("named", service.title.as_str()),
                        ("why", why.as_str()),
                        ("service", main.service.title.as_str()),
                    ];
                    Some(desk.own("service-stands-in", &pairs, 9))
                }
                (true, Some(why)) => {
                    let pairs = [("named", service.title.as_str()), ("why", why.as_str())];
                    Some(desk.own("operation-stands-in", &pairs, 9))
                }
                (true, None) => None,
            }
        })
        .collect()
}

/// Why a service cannot do something, and what to do instead.
fn lack(service: &Service, verb: &str) -> Option<String> {
    let lack = service.lacks.iter().find(|lack| lack.operation == verb)?;
    let because = lack.because.trim_end_matches('.');
    Some(match &lack.instead {
        Some(instead) => format!("{because}; {}", instead.trim_end_matches('.')),
        None => because.to_owned(),
    })
}
