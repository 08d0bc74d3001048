//! What a part has to carry, as facts that its plan is made with. Never: what nobody stated or assumed openly.

use jiff::civil::Time;
use rust_decimal::Decimal;

use super::Bench;
use super::bullet::Bullet;
use crate::model::quantity::number_and_unit;
use crate::model::service::Service;
use crate::request::target;

/// Zones that carry the load; one of them may be gone.
const ZONES: u32 = 3;

/// Seconds and hours of a month.
const MONTH: (Decimal, Decimal) = (dec(2_628_000), dec(730));

const DAY: i64 = 24 * 60;

/// What a part has to carry, as facts that its plan is made with.
#[derive(Default)]
pub struct Load {
    /// Fact and value.
    pub facts: Vec<(String, String)>,
    /// Machines that the peak needs, if it is stated.
    pub machines: Option<Decimal>,
}

const fn dec(number: u32) -> Decimal {
    Decimal::from_parts(number, 0, 0, false, 0)
}

impl Load {
    /// What a bullet and those about the same part state, and what follows from it.
    pub fn of(bench: &Bench<'_>, bullet: &Bullet, service: &Service, all: &[Bullet]) -> Self {
        let mut load = Self::stated(bench, bullet);
        if bullet.is_in(bench.words.list("filters")) {
            load.filtered(bench, all);
        }
        load.counted(bench, bullet);
        load.qualified(bench, bullet);
        load.machines(bench, bullet, service);
        load.decided(bench, bullet);
        load
    }

    /// That of a part that no bullet names: what it is for, so that its names tell.
    pub fn named(purpose: &str) -> Self {
        let mut load = Self::default();
        if !purpose.is_empty() {
            load.put("purpose", purpose);
        }
        load
    }

    /// What the words say.
    fn stated(bench: &Bench<'_>, bullet: &Bullet) -> Self {
        let texts: Vec<&str> = std::iter::once(bullet.text())
            .chain(bullet.more())
            .collect();
        Self::said(bench, &texts)
    }

    fn said(bench: &Bench<'_>, texts: &[&str]) -> Self {
        let targets = bench.kb.targets.iter().next();
        let found = targets.map_or_else(Vec::new, |known| target::read(known, &texts.join("; ")));
        let wanted = bench.words.list("loads");
        let facts = found.into_iter().filter(|(key, _)| wanted.contains(key));
        let mut load = Self {
            facts: facts.collect(),
            machines: None,
        };
        load.hours(bench, texts);
        load.month(bench);
        load
    }

    /// Whether a bullet that says more about a part is understood.
    pub fn reads(bench: &Bench<'_>, text: &str) -> bool {
        !Self::said(bench, &[text]).facts.is_empty()
    }

    fn put(&mut self, key: &str, value: impl Into<String>) {
        self.facts.push((key.to_owned(), value.into()));
    }

    /// A fact as stated.
    pub fn get(&self, key: &str) -> Option<&str> {
        let mut facts = self.facts.iter();
        let found = facts.find(|(known, _)| known == key);
        found.map(|(_, value)| value.as_str())
    }

    /// A fact as a number.
    pub fn number(&self, key: &str) -> Option<Decimal> {
        number_and_unit(self.get(key)?).map(|(number, _)| number)
    }

    /// Hours of the day in which a part is off: `off from 00:00 to 06:00`.
    fn hours(&mut self, bench: &Bench<'_>, texts: &[&str]) {
        let own = bench.words.list("off-words");
        let off = texts.iter().find_map(|text| {
            let lower = text.to_lowercase();
            let mut words = lower.split([' ', ',', ';', '.']);
            words
                .clone()
                .find(|word| own.iter().any(|known| known == word))?;
            let from = words.by_ref().find_map(time)?;
            Some((from, words.find_map(time)?))
        });
        let Some((from, to)) = off else { return };
        let off = Decimal::from((minute(to) - minute(from)).rem_euclid(DAY));
        let share = off / Decimal::from(DAY);
        let run = (MONTH.1 * (Decimal::ONE - share)).ceil();
        self.put("off-hours", format!("{} to {}", clock(from), clock(to)));
        self.put("run-hours", run.normalize().to_string());
    }

    fn requests(&mut self, low: Decimal, high: Decimal) {
        let million = |number: Decimal| (number / Decimal::from(1_000_000)).normalize();
        self.put("month-requests", format!("{low}-{high}"));
        self.put(
            "month-millions",
            format!("{}-{}", million(low), million(high)),
        );
    }

    /// Requests of a month, from those of a second at the peak.
    fn month(&mut self, bench: &Bench<'_>) {
        let Some(rate) = self
            .number("slo-rate")
            .filter(|_| self.get("month-requests").is_none())
        else {
            return;
        };
        let part = |limit: &str| {
            let share = bench.limit(limit) / Decimal::ONE_HUNDRED;
            (rate * MONTH.0 * share).round().normalize()
        };
        self.requests(part("mean-low-percent"), part("mean-high-percent"));
    }

    /// A filter sees what every entry behind it sees.
    fn filtered(&mut self, bench: &Bench<'_>, all: &[Bullet]) {
        let entries = bench.words.list("entries");
        let behind: Vec<Self> = all
            .iter()
            .filter(|bullet| bullet.is_in(entries))
            .map(|bullet| Self::stated(bench, bullet))
            .collect();
        let ends = behind.iter().filter_map(|load| {
            let text = load.get("month-requests")?;
            let (low, high) = text.split_once('-').unwrap_or((text, text));
            Some((low.parse::<Decimal>().ok()?, high.parse::<Decimal>().ok()?))
        });
        let sum = ends.reduce(|sum, ends| (sum.0 + ends.0, sum.1 + ends.1));
        if let Some((low, high)) = sum {
            self.requests(low, high);
        }
        if !behind.is_empty() {
            self.put("endpoint-count", behind.len().to_string());
        }
    }

    /// What a bullet lists one by one: `capability = fact`.
    fn counted(&mut self, bench: &Bench<'_>, bullet: &Bullet) {
        let own = bench
            .pairs("counted")
            .find(|(capability, _)| bullet.capability.as_deref() == Some(*capability));
        let Some((_, fact)) = own else { return };
        let (_, list) = bullet.text().split_once(':').unwrap_or(("", ""));
        let items = list
            .split([',', ';'])
            .filter(|item| !item.trim().is_empty());
        match items.count() {
            0 => {}
            count => self.put(fact, count.to_string()),
        }
    }

    /// Tags of the bullet that change what is built.
    fn qualified(&mut self, bench: &Bench<'_>, bullet: &Bullet) {
        let kept = bench.words.list("qualifiers-kept");
        let own = bullet.read.qualifiers.iter().map(|found| &found.id);
        let own: Vec<&str> = own
            .filter(|id| kept.contains(id))
            .map(String::as_str)
            .collect();
        if !own.is_empty() {
            self.put("qualifier", own.join(","));
        }
    }

    /// Machines for the peak, as the quantity of the service that counts them.
    fn machines(&mut self, bench: &Bench<'_>, bullet: &Bullet, service: &Service) {
        let design = bench.kb.designs.get(&service.id);
        let Some(unit) = design.and_then(|design| design.unit.as_ref()) else {
            return;
        };
        let count = if bullet.is_in(bench.words.list("sized-by-processor")) {
            self.processors(bench)
                .and_then(|(_, spare)| spare.checked_div(unit.vcpu))
        } else if bullet.is_in(bench.words.list("sized-by-time")) {
            let least = if self.may_pause(bench) {
                "least-machines"
            } else {
                "least-steady"
            };
            self.served(bench)
                .map(|(_, _, count)| count.max(bench.limit(least)))
        } else {
            None
        };
        let Some(count) = count.map(|count| count.ceil().max(unit.zones)) else {
            return;
        };
        self.machines = Some(count);
        if !unit.usage.is_empty() {
            let key = format!("usage.{}.{}", service.id, unit.usage);
            self.put(&key, format!("{count}-{}", count + Decimal::ONE));
        }
    }

    /// Processors that the peak keeps busy, and those that keep enough when a zone is gone.
    pub fn processors(&self, bench: &Bench<'_>) -> Option<(Decimal, Decimal)> {
        let ms = processor_ms(bench);
        let busy = self.number("slo-rate")?.checked_mul(ms)? / Decimal::ONE_THOUSAND;
        let need = busy.checked_div(bench.limit("cpu-target") / Decimal::ONE_HUNDRED)?;
        let zones = Decimal::from(ZONES);
        Some((need, need.checked_mul(zones)? / (zones - Decimal::ONE)))
    }

    /// Answers a second of a machine that gives one at a time, those that it is planned for, and machines for the peak.
    pub fn served(&self, bench: &Bench<'_>) -> Option<(Decimal, Decimal, Decimal)> {
        let each = Decimal::ONE_THOUSAND.checked_div(self.number("answer-ms")?)?;
        let kept = each.checked_mul(bench.limit("gpu-target"))? / Decimal::ONE_HUNDRED;
        let count = self.number("slo-rate")?.checked_div(kept)?.ceil();
        Some((each, kept, count))
    }

    /// Whether it may be down long enough that nothing stands by.
    pub fn may_pause(&self, bench: &Bench<'_>) -> bool {
        let down = self.number("slo-down");
        down.is_some_and(|minutes| minutes >= bench.limit("pause-minutes"))
    }

    /// What a part is built with because a bullet asks for it, and what it does without if it may be down for a while:
    /// `capability = setting = value`.
    fn decided(&mut self, bench: &Bench<'_>, bullet: &Bullet) {
        let asked = bench.words.list("asked-for").iter();
        let allowed = bench.words.list("pause-allows").iter();
        let may = self.may_pause(bench);
        for row in asked.chain(allowed.filter(|_| may)) {
            let cells: Vec<&str> = row.split(" = ").collect();
            if let [capability, setting, value] = cells.as_slice()
                && bullet.capability.as_deref() == Some(*capability)
            {
                self.put(setting, *value);
            }
        }
    }
}

fn time(word: &str) -> Option<Time> {
    word.contains(':').then(|| word.parse().ok()).flatten()
}

fn minute(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// Milliseconds of processor time that a request takes: given, or assumed.
pub fn processor_ms(bench: &Bench<'_>) -> Decimal {
    given(bench).unwrap_or_else(|| bench.limit("cpu-ms"))
}

/// Milliseconds of processor time that were given for a request.
pub fn given(bench: &Bench<'_>) -> Option<Decimal> {
    let key = bench.words.list("assumed-processor").first()?;
    let pair = bench.wanted.assume.iter().find(|pair| pair.key == *key)?;
    number_and_unit(&pair.value).map(|(number, _)| number)
}
