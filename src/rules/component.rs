//! One part of a plan: a service, what is done with it, and everything resolved about it. Never: texts.

use super::lattice::{Resolved, Wish};
use crate::facts::Facts;
use crate::map::IndexMap;
use crate::model::capability::Capability;
use crate::model::operation::{Operation, Part};
use crate::model::quantity::{Range, number_and_unit};
use crate::model::service::Service;
use rust_decimal::Decimal;

/// One part of a plan.
#[derive(Debug, Clone)]
pub struct Component<'kb> {
    /// What it is for.
    pub capability: &'kb Capability,
    /// How the provider does it.
    pub service: &'kb Service,
    /// The id of the operation.
    pub operation_id: &'kb str,
    /// What is done.
    pub operation: &'kb Operation,
    /// Who asked for it: the id of the blueprint, rule or service.
    pub wanted_by: String,
    /// The path of the file that asked for it.
    pub wanted_in: String,
    /// Quantities a month.
    pub usage: IndexMap<&'kb str, Range>,
    /// Settings with their values.
    pub settings: IndexMap<String, Resolved>,
    /// Settings whose realization is part of this plan.
    pub realizes: Vec<String>,
    /// Why a pairing moved a setting.
    pub moved: Vec<String>,
    /// Wishes that pairings add.
    pub pairing_wishes: Vec<(String, Wish)>,
    /// The work of a longer plan that it belongs to, by place.
    pub item: Option<usize>,
    /// Whether it belongs to another part of a longer plan, and is only spoken of.
    pub outside: bool,
}

impl<'kb> Component<'kb> {
    /// The component for a service and one of its operations.
    pub fn new(
        capability: &'kb Capability,
        service: &'kb Service,
        operation_id: &'kb str,
        operation: &'kb Operation,
    ) -> Self {
        Self {
            capability,
            service,
            operation_id,
            operation,
            wanted_by: String::new(),
            wanted_in: String::new(),
            usage: IndexMap::default(),
            settings: IndexMap::default(),
            realizes: Vec::new(),
            moved: Vec::new(),
            pairing_wishes: Vec::new(),
            item: None,
            outside: false,
        }
    }

    /// Computes the quantities from what the request states and what the service takes as usual.
    pub fn measure(&mut self, facts: &Facts) {
        for (key, usage) in &self.service.usage {
            let stated = usage
                .stated
                .as_deref()
                .and_then(|fact| facts.first(fact))
                .and_then(ends_of);
            let growth = usage.grows.as_deref().and_then(|fact| facts.first(fact));
            let growth = growth.and_then(number_of).unwrap_or_default();
            let stated = stated.map(|range| grown(range, growth));
            let own = stated.unwrap_or_else(|| usage.range());
            let computed = facts
                .first(&format!("usage.{}.{key}", self.service.id))
                .and_then(ends_of);
            let range = match usage.of.as_deref().and_then(|base| self.usage.get(base)) {
                _ if computed.is_some() => computed.unwrap_or(own),
                Some(base) if stated.is_none() => Range {
                    low: base.low * own.low,
                    typical: base.typical * own.typical,
                    high: base.high * own.high,
                },
                _ => own,
            };
            self.usage.insert(key.as_str(), range);
        }
    }

    /// Whether a part asks for what this already is.
    pub fn answers(&self, part: &Part) -> bool {
        let same = part.of == self.capability.id || part.of == self.service.id;
        same && part
            .operations
            .iter()
            .any(|wanted| wanted == self.operation_id)
    }
}

/// What a quantity is within its first year, if it grows by so much a month.
fn grown(range: Range, month: Decimal) -> Range {
    let year = month * Decimal::from(12);
    Range {
        typical: range.typical + year / Decimal::TWO,
        high: range.high + year,
        ..range
    }
}

/// The range in a fact such as `6-21`; the middle is what to expect.
fn ends_of(text: &str) -> Option<Range> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let (low, high) = (number_of(low)?, number_of(high)?);
    (low <= high).then(|| Range {
        low,
        typical: (low + high) / Decimal::TWO,
        high,
    })
}

/// The number in a fact such as `512`, `512 GB` or `10,000`.
pub fn number_of(text: &str) -> Option<Decimal> {
    let plain = text.replace(',', "");
    number_and_unit(&plain).map(|(number, _)| number)
}
