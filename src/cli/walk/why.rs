//! What a change costs, and which rule asks for its value.
//! It never guesses a price or a rule.

use rust_decimal::Decimal;

use super::Bench;
use super::around::Around;
use super::values::exact;
use crate::cli::Stop;
use crate::model::change as known;
use crate::model::reading::role::FactKind;
use crate::plan::cost::book::PriceBook;
use crate::plan::cost::{money, quote};
use crate::rules::wish::THE_REQUEST;

impl Around<'_> {
    /// Size times difference times share times price.
    pub(super) fn cost(
        &self,
        bench: &Bench<'_>,
        entry: &known::Change,
        from: &str,
        to: &str,
    ) -> String {
        let open = |why: &str| {
            let why = bench.words.say(why, &[]);
            bench.words.say("cost-open", &[("why", &why)])
        };
        let Some(cost) = &entry.cost else {
            return bench.words.say("cost-none", &[]);
        };
        let Some(size) = self.fact(FactKind::Sizes) else {
            return open("cost-open-size");
        };
        let number = |text: &str| {
            text.split_whitespace()
                .next()
                .unwrap_or_default()
                .replace(',', "")
                .parse::<Decimal>()
                .ok()
        };
        let (Some(gb), Some(from), Some(to)) = (number(&size), number(from), number(to)) else {
            return open("cost-open-size");
        };
        let wanted = quote::Wanted {
            price: cost.meter.clone(),
            quantity: Decimal::ONE,
            region: self.plan.as_ref().map(|plan| plan.place.region.clone()),
        };
        let Ok(quoted) = quote::quote(&PriceBook::new(bench.kb), &[wanted]) else {
            return open("cost-open-price");
        };
        let Some(line) = quoted.lines.first() else {
            return open("cost-open-price");
        };
        let amount = |share: Decimal| (gb * (to - from) * share * line.amount_usd).normalize();
        let (one, other) = (amount(cost.low), amount(cost.high));
        let (sign, low, high) = if to >= from {
            ("+", one, other)
        } else {
            ("-", -one, -other)
        };
        let price = format!(
            "{}/{}",
            exact(line.amount_usd),
            line.unit.trim_end_matches("-month")
        );
        let say = cost.say.replace("{size}", &size).replace("{price}", &price);
        let range = format!("{sign}{}", money::whole_range(low.floor(), high.ceil()));
        bench.words.say("cost", &[("range", &range), ("say", &say)])
    }

    /// What the profile asks for, and whether the change stays below it.
    pub(super) fn setting(
        &self,
        bench: &Bench<'_>,
        entry: &known::Change,
        to: &str,
    ) -> Result<Option<String>, Stop> {
        let Some(plan) = &self.plan else {
            return Ok(None);
        };
        let wanted = entry.setting.as_deref().unwrap_or_default();
        let own = |setting: &&crate::plan::ast::Setting| {
            setting.setting == wanted && setting.of == entry.service
        };
        let Some(setting) = plan.settings.iter().find(own) else {
            return Ok(None);
        };
        // The task itself says its value; a reason is what others ask for.
        let others = setting.required_by.iter().filter(|by| *by != THE_REQUEST);
        let who: Vec<&str> = others.map(String::as_str).collect();
        if who.is_empty() {
            return Ok(None);
        }
        let who = who.join(", ");
        let number = |text: &str| {
            text.split_whitespace()
                .next()
                .and_then(|word| word.parse::<Decimal>().ok())
        };
        let below = number(to)
            .zip(number(&setting.value))
            .is_some_and(|(to, asked)| to < asked);
        let value = crate::rules::lattice::in_words(&setting.value);
        let pairs = [("who", who.as_str()), ("value", value.as_str())];
        if below && is_framework(bench, &setting.required_by) {
            return Err(Stop::data(format!("{to} is below {value}, and {who} asks for that"))
                .help("a framework is only left with an exception that is written down: cloud-plan profile edit"));
        }
        let form = if below {
            "reason-setting-below"
        } else {
            "reason-setting"
        };
        Ok(Some(bench.words.say(form, &pairs)))
    }
}

fn is_framework(bench: &Bench<'_>, who: &[String]) -> bool {
    bench
        .kb
        .frameworks
        .iter()
        .any(|framework| who.iter().any(|name| name.starts_with(&framework.title)))
}
