//! Checks scripts without running them: whether they can be read, call what exists, and are called. Never: their results.

use super::script;
use crate::diag::{Code, Diagnostic, Source, Span, suggest};
use crate::kb::check::Extent;
use crate::kb::{Kb, Layer};
use rhai::{AST, ASTNode, Expr, Position, Stmt};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The folder of scripts.
const FOLDER: &str = "rules/scripts/";

/// The scripts that the program calls; nothing else calls one.
pub const CALLED: [&str; 5] = [
    "cost-line",
    "cost-quantity",
    "cost-round",
    "cost-total",
    "skills",
];

/// What a script may call beside its own functions: arithmetic, texts, lists and maps.
const OFFERED: [&str; 94] = [
    "Fn",
    "abs",
    "all",
    "append",
    "call",
    "ceiling",
    "chars",
    "chop",
    "clear",
    "concat",
    "contains",
    "crop",
    "curry",
    "dedup",
    "drain",
    "ends_with",
    "exp",
    "extract",
    "fill_with",
    "filter",
    "find",
    "find_map",
    "floor",
    "for_each",
    "fraction",
    "get",
    "index_of",
    "insert",
    "int",
    "is_anonymous",
    "is_def_fn",
    "is_def_var",
    "is_empty",
    "is_even",
    "is_odd",
    "is_shared",
    "is_zero",
    "keys",
    "len",
    "ln",
    "log",
    "make_lower",
    "make_upper",
    "map",
    "max",
    "min",
    "mixin",
    "name",
    "order",
    "pad",
    "parse_decimal",
    "parse_int",
    "pop",
    "print",
    "debug",
    "push",
    "range",
    "reduce",
    "reduce_rev",
    "remove",
    "replace",
    "retain",
    "reverse",
    "round",
    "round_down",
    "round_half_down",
    "round_half_up",
    "round_up",
    "set",
    "shift",
    "sign",
    "some",
    "sort",
    "sort_by",
    "sort_desc",
    "splice",
    "split",
    "split_rev",
    "sqrt",
    "start",
    "starts_with",
    "step",
    "sub_string",
    "tag",
    "to_chars",
    "to_debug",
    "to_decimal",
    "to_int",
    "to_lower",
    "to_string",
    "to_upper",
    "trim",
    "truncate",
    "type_of",
];

/// Further names that the lists of the engine give.
const OFFERED_TOO: [&str; 5] = ["values", "zip", "fill", "exit", "is_exclusive"];

/// Everything wrong with the scripts.
pub fn check(kb: &Kb, extent: Extent) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for entry in kb.files.entries() {
        let added = entry
            .file
            .layers()
            .iter()
            .any(|layer| matches!(layer, Layer::Directory(_)));
        let name = entry.id().strip_prefix(FOLDER);
        let Some(id) = name.and_then(|name| name.strip_suffix(".rhai")) else {
            continue;
        };
        if extent == Extent::All || added {
            let source = entry.file.source();
            out.extend(file(id, &source));
        }
    }
    out
}

/// Everything wrong with one script.
fn file(id: &str, source: &Arc<Source>) -> Vec<Diagnostic> {
    let ast = match script::read(source) {
        Ok(ast) => ast,
        Err(finding) => return vec![finding],
    };
    let own: BTreeSet<String> = ast
        .iter_functions()
        .map(|function| function.name.to_owned())
        .collect();
    let main = id.replace('-', "_");
    let mut out = Vec::new();
    if !CALLED.contains(&id) {
        out.push(never_called(id, source));
    } else if !own.contains(&main) {
        out.push(no_main(&main, source));
    }
    let calls = calls(&ast);
    for (name, position) in &calls {
        let offered = OFFERED.contains(&name.as_str()) || OFFERED_TOO.contains(&name.as_str());
        if !offered && !own.contains(name) {
            out.push(unknown(name, *position, (source, &own)));
        }
    }
    let called: BTreeSet<&str> = calls.iter().map(|(name, _)| name.as_str()).collect();
    for name in own
        .iter()
        .filter(|name| **name != main && !called.contains(name.as_str()))
    {
        out.push(unused(name, source));
    }
    out
}

/// Every function that is called by name, with the place.
fn calls(ast: &AST) -> Vec<(String, Position)> {
    let mut found = Vec::new();
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        let call = match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, at) | Expr::MethodCall(call, at))) => {
                Some((call, *at))
            }
            Some(ASTNode::Stmt(Stmt::FnCall(call, at))) => Some((call, *at)),
            _ => None,
        };
        if let Some((call, at)) = call.filter(|(call, _)| call.op_token.is_none()) {
            let name = call.name.to_string();
            // Operators are calls too.
            if name.starts_with(|first: char| first.is_alphabetic() || first == '_') {
                found.push((name, at));
            }
        }
        true
    });
    found
}

fn never_called(id: &str, source: &Arc<Source>) -> Diagnostic {
    Diagnostic::warning(
        Code::UnusedFunction,
        format!("nothing calls the script `{id}`"),
    )
    .label(source, first_word(source), "changes no plan")
    .help(format!(
        "name the file after a script that the program calls ({}), or remove it",
        CALLED.join(", ")
    ))
}

fn no_main(main: &str, source: &Arc<Source>) -> Diagnostic {
    Diagnostic::error(
        Code::UnknownFunction,
        format!("this script has no function `{main}`"),
    )
    .label(
        source,
        first_word(source),
        "every plan that needs it would stop",
    )
    .help(format!(
        "write `fn {main}(...)`: the program calls the function that has the file's name"
    ))
}

fn unknown(
    name: &str,
    position: Position,
    (source, own): (&Arc<Source>, &BTreeSet<String>),
) -> Diagnostic {
    let known: Vec<&str> = own
        .iter()
        .map(String::as_str)
        .chain(OFFERED)
        .chain(OFFERED_TOO)
        .collect();
    let near = suggest::nearest(name, known.iter().copied());
    Diagnostic::error(
        Code::UnknownFunction,
        format!("there is no function `{name}`"),
    )
    .label(
        source,
        script::span(source, position),
        "a plan that comes here would stop",
    )
    .help("define it in this file; scripts see no other file, no clock and no network")
    .maybe_help(near.map(|near| format!("did you mean `{near}`?")))
}

fn unused(name: &str, source: &Arc<Source>) -> Diagnostic {
    let mark = format!("fn {name}");
    let start = source
        .text
        .find(&mark)
        .map_or(0, |at| at + mark.len() - name.len());
    Diagnostic::warning(
        Code::UnusedFunction,
        format!("nothing calls the function `{name}`"),
    )
    .label(
        source,
        Span::new(start, start + name.len()),
        "changes no result",
    )
    .help("call it, or remove it")
}

/// The first word that is no comment: the place to point at when a whole script is meant.
fn first_word(source: &Source) -> Span {
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        if !line.trim().is_empty() && !line.trim_start().starts_with("//") {
            return Span::new(start, start + line.trim_end().len());
        }
        start += line.len();
    }
    Span::default()
}
