//! The plan for tools of auditors: an OSCAL component definition, and a plan of action and milestones.
//! Never: the word compliant; a plan is an intent, and an assessor decides.

use super::uuid;
use crate::map::IndexMap;
use crate::plan::Plan;
use crate::plan::ast::{Excepted, Said};
use crate::plan::matrix::{Link, Trace};
use serde_json::{Map, Value, json};

/// The release of OSCAL that the schemas are of.
const RELEASE: &str = "1.2.1";

/// Our own properties live in this namespace.
const NAMESPACE: &str = "urn:cloud-plan:oscal";

/// The component definition: what the plan builds, and which controls it is designed to support.
pub fn components(plan: &Plan) -> String {
    let mut grouped: IndexMap<String, Vec<&Trace>> = IndexMap::default();
    for trace in &plan.matrix {
        grouped
            .entry(component_of(plan, trace))
            .or_default()
            .push(trace);
    }
    let components: Vec<Value> = grouped
        .iter()
        .map(|(id, rows)| component(plan, id, rows))
        .collect();
    let mut body = Map::new();
    body.insert("uuid".into(), json!(id(plan, "component-definition")));
    body.insert("metadata".into(), metadata(plan));
    if !components.is_empty() {
        body.insert("components".into(), components.into());
    }
    let resources = resources(plan);
    if !resources.is_empty() {
        body.insert("back-matter".into(), json!({ "resources": resources }));
    }
    printed(&json!({ "component-definition": body }))
}

/// The plan of action: what stays open when the plan is done; none if nothing does.
pub fn actions(plan: &Plan) -> Option<String> {
    let excepted = |said: &&Said| plan.exceptions.iter().any(|one| one.said.text == said.text);
    let open = plan.open.iter().filter(|said| !excepted(said));
    let mut items: Vec<Value> = open
        .map(|said| item(plan, &said.origin.id, &said.text, "open"))
        .collect();
    items.extend(plan.exceptions.iter().map(|one| exception(plan, one)));
    let unproved = plan.matrix.iter().filter(|trace| trace.evidence.is_empty());
    items.extend(unproved.map(|trace| {
        let text = format!(
            "{} {} ({}): no command of this plan proves it.",
            trace.cite, trace.control, trace.practice
        );
        item(plan, &trace.id, &text, "no-evidence")
    }));
    let mut seen = std::collections::BTreeSet::new();
    items.retain(|item| seen.insert(item.get("uuid").map(Value::to_string)));
    (!items.is_empty()).then(|| {
        printed(&json!({ "plan-of-action-and-milestones": {
            "uuid": id(plan, "plan-of-action-and-milestones"),
            "metadata": metadata(plan),
            "system-id": {
                "identifier-type": "http://ietf.org/rfc/rfc4122",
                "id": uuid::of(&format!("system {}", plan.place.provider)),
            },
            "poam-items": items,
        }}))
    })
}

/// The id of something in this plan; another day gives the same one.
fn id(plan: &Plan, what: &str) -> String {
    let of = [
        &plan.scope,
        &plan.title,
        &plan.place.provider,
        &plan.place.region,
    ];
    let names: Vec<&str> = of.iter().map(|name| name.as_str()).collect();
    uuid::of(&format!("{}\n{what}", names.join("\n")))
}

fn metadata(plan: &Plan) -> Value {
    let date = plan
        .facts
        .iter()
        .find(|fact| fact.key == "date")
        .and_then(|fact| fact.values.first())
        .map_or("1970-01-01", String::as_str);
    json!({
        "title": plain(&plan.title),
        "last-modified": format!("{date}T00:00:00Z"),
        "version": date,
        "oscal-version": RELEASE,
        "remarks": "A plan, designed to support these controls. Whether they are met is for an assessor to decide.",
    })
}

/// The service whose lines carry a control, or the plan itself.
fn component_of(plan: &Plan, trace: &Trace) -> String {
    let is_service = |id: &str| plan.components.iter().any(|part| part.service == id);
    let links = trace.lines.iter().chain(&trace.checks);
    links
        .map(|link| link.from.as_str())
        .find(|from| is_service(from))
        .unwrap_or_default()
        .to_owned()
}

fn component(plan: &Plan, service: &str, rows: &[&Trace]) -> Value {
    let mut by_framework: IndexMap<&str, Vec<&Trace>> = IndexMap::default();
    for trace in rows {
        by_framework
            .entry(&trace.framework)
            .or_default()
            .push(trace);
    }
    let implementations: Vec<Value> = by_framework
        .iter()
        .map(|(framework, rows)| implementation(plan, service, framework, rows))
        .collect();
    let (kind, title) = match service {
        "" => ("plan", plain(&plan.title)),
        service => ("service", service.to_owned()),
    };
    json!({
        "uuid": id(plan, &format!("component {service}")),
        "type": kind,
        "title": title,
        "description": format!("What the plan \"{}\" does for these controls.", plain(&plan.title)),
        "control-implementations": implementations,
    })
}

fn implementation(plan: &Plan, service: &str, framework: &str, rows: &[&Trace]) -> Value {
    let mut by_control: IndexMap<&str, Vec<&Trace>> = IndexMap::default();
    for trace in rows {
        by_control.entry(&trace.control).or_default().push(trace);
    }
    let requirements: Vec<Value> = by_control
        .values()
        .map(|rows| requirement(plan, service, rows))
        .collect();
    let first = rows.first();
    let source = first.and_then(|trace| trace.catalog.clone());
    let cite = first.map_or("", |trace| trace.cite.as_str());
    json!({
        "uuid": id(plan, &format!("implementation {service} {framework}")),
        "source": source.unwrap_or_else(|| format!("#{}", resource(framework))),
        "description": format!("Lines of the plan that are designed to support {cite}."),
        "implemented-requirements": requirements,
    })
}

fn requirement(plan: &Plan, service: &str, rows: &[&Trace]) -> Value {
    let Some(first) = rows.first() else {
        return Value::Null;
    };
    let mut props = vec![property("label", &first.control)];
    let mut sentences = Vec::new();
    for trace in rows {
        props.push(own("obligation", &trace.obligation));
        props.push(own("practice", &trace.practice));
        props.extend(trace.decided.iter().map(|text| own("decision", text)));
        props.extend(trace.beats.iter().map(|text| own("beats", text)));
        for (name, links) in [
            ("plan-line", &trace.lines),
            ("acceptance-check", &trace.checks),
            ("evidence-command", &trace.evidence),
        ] {
            props.extend(links.iter().map(|link| linked(name, link)));
        }
        let lines = trace.lines.iter().map(|link| plain(&link.text));
        sentences.extend(lines);
    }
    let mut seen = std::collections::BTreeSet::new();
    props.retain(|prop| seen.insert(prop.to_string()));
    sentences.dedup();
    let description = if sentences.is_empty() {
        format!("{} {}: {}.", first.cite, first.control, plain(&first.title))
    } else {
        sentences.join(" ")
    };
    json!({
        "uuid": id(plan, &format!("requirement {service} {}/{}", first.framework, first.control)),
        "control-id": control_id(first),
        "description": description,
        "props": props,
    })
}

/// The published OSCAL id; where none is published, the framework's id before the control's, as a token.
pub fn control_id(trace: &Trace) -> String {
    trace.oscal.clone().unwrap_or_else(|| {
        let text = format!("{}_{}", trace.framework, trace.control);
        let token: String = text
            .chars()
            .map(|letter| match letter {
                '.' | '-' | '_' => letter,
                letter if letter.is_ascii_alphanumeric() => letter,
                _ => '_',
            })
            .collect();
        token.trim_end_matches('_').to_owned()
    })
}

fn property(name: &str, value: &str) -> Value {
    json!({ "name": name, "value": plain(value) })
}

fn own(name: &str, value: &str) -> Value {
    json!({ "name": name, "ns": NAMESPACE, "value": plain(value) })
}

fn linked(name: &str, link: &Link) -> Value {
    json!({ "name": name, "ns": NAMESPACE, "value": link.id, "remarks": plain(&link.text) })
}

fn item(plan: &Plan, origin: &str, text: &str, kind: &str) -> Value {
    json!({
        "uuid": id(plan, &format!("item {origin}\n{text}")),
        "title": origin,
        "description": plain(text),
        "props": [own("kind", kind)],
    })
}

/// An exception with its record, so that whoever follows the list knows whom to ask and until when.
fn exception(plan: &Plan, one: &Excepted) -> Value {
    let kind = if one.over {
        "exception-over"
    } else {
        "exception"
    };
    let origin = format!("exception/{}", one.setting);
    let mut item = item(plan, &origin, &one.said.text, kind);
    let parts = [
        ("setting", &one.setting),
        ("owner", &one.owner),
        ("reason", &one.reason),
        ("until", &one.until),
    ];
    let known = parts.iter().filter(|(_, value)| !value.is_empty());
    let props = item.get_mut("props").and_then(Value::as_array_mut);
    if let Some(props) = props {
        props.extend(known.map(|(name, value)| own(name, value)));
    }
    item
}

/// Frameworks without a published catalog are named in the back matter.
fn resources(plan: &Plan) -> Vec<Value> {
    let mut list: IndexMap<&str, &Trace> = IndexMap::default();
    for trace in plan.matrix.iter().filter(|trace| trace.catalog.is_none()) {
        list.entry(&trace.framework).or_insert(trace);
    }
    list.iter()
        .map(|(framework, trace)| {
            let title = format!("{} {}", trace.cite, trace.edition);
            json!({ "uuid": resource(framework), "title": plain(&title) })
        })
        .collect()
}

fn resource(framework: &str) -> String {
    uuid::of(&format!("framework {framework}"))
}

/// One line without white space at its ends, which is what a string is in OSCAL.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn printed(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
