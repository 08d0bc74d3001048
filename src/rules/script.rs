//! Runs the small scripts of the knowledge base, each in a cage: no files, no clock, no network, bounded work.
//! It never knows what a script computes.

use crate::diag::{Code, Diagnostic, Source, Span};
use crate::kb::Kb;
use rhai::packages::{
    BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage, CorePackage,
    LogicPackage, Package,
};
use rhai::{AST, Engine, EvalAltResult, FuncArgs, OptimizationLevel, Position, Scope};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// Steps that one call may take; a cost line takes about a hundred.
const MAX_OPERATIONS: u64 = 50_000;
/// How deep functions may call each other.
const MAX_CALLS: usize = 16;
/// How deep expressions may be nested.
const MAX_DEPTH: usize = 32;
/// Bytes that a text may have.
const MAX_TEXT: usize = 16 << 10;
/// Elements that a list or a map may have.
const MAX_ELEMENTS: usize = 1_000;

/// The scripts of a knowledge base: the engine is made, and a script compiled, when first needed.
pub struct Scripts<'kb> {
    kb: &'kb Kb,
    engine: OnceCell<Engine>,
    compiled: RefCell<BTreeMap<String, Rc<Compiled>>>,
}

/// A script that can be called.
struct Compiled {
    source: Arc<Source>,
    ast: AST,
}

impl<'kb> Scripts<'kb> {
    /// The scripts of a knowledge base; nothing is compiled yet.
    pub fn new(kb: &'kb Kb) -> Self {
        Self {
            kb,
            engine: OnceCell::new(),
            compiled: RefCell::default(),
        }
    }

    /// Calls the function of a script: `cost-line` is the file `rules/scripts/cost-line.rhai` and its function `cost_line`.
    pub fn call<T: Clone + Send + Sync + 'static>(
        &self,
        id: &str,
        arguments: impl FuncArgs,
    ) -> Result<T, Diagnostic> {
        let compiled = self.compiled(id)?;
        let engine = self.engine.get_or_init(engine);
        let function = id.replace('-', "_");
        engine
            .call_fn::<T>(&mut Scope::new(), &compiled.ast, &function, arguments)
            .map_err(|error| explain(&compiled.source, &function, *error))
    }

    fn compiled(&self, id: &str) -> Result<Rc<Compiled>, Diagnostic> {
        if let Some(known) = self.compiled.borrow().get(id) {
            return Ok(Rc::clone(known));
        }
        let path = format!("rules/scripts/{id}.rhai");
        let Some(entry) = self.kb.files.entry(&path) else {
            return Err(missing(&path));
        };
        let source = entry.file.source();
        let ast = compile(self.engine.get_or_init(engine), &source)?;
        let compiled = Rc::new(Compiled { source, ast });
        self.compiled
            .borrow_mut()
            .insert(id.to_owned(), Rc::clone(&compiled));
        Ok(compiled)
    }
}

/// Runs a script that is not part of a knowledge base; for tests and for checking files.
pub fn run<T: Clone + Send + Sync + 'static>(
    source: &Arc<Source>,
    function: &str,
    arguments: impl FuncArgs,
) -> Result<T, Diagnostic> {
    let engine = engine();
    let ast = compile(&engine, source)?;
    engine
        .call_fn::<T>(&mut Scope::new(), &ast, function, arguments)
        .map_err(|error| explain(source, function, *error))
}

/// Reads a script without running it.
pub(super) fn read(source: &Arc<Source>) -> Result<AST, Diagnostic> {
    compile(&engine(), source)
}

fn compile(engine: &Engine, source: &Arc<Source>) -> Result<AST, Diagnostic> {
    engine.compile(source.text.as_ref()).map_err(|error| {
        let position = error.position();
        let message = format!(
            "this script cannot be read: {}",
            lower_first(&error.err_type().to_string())
        );
        report(source, position, message).help("scripts are written in Rhai (https://rhai.rs/book): mend this place, or remove the file")
    })
}

fn missing(path: &str) -> Diagnostic {
    let source = Source::new(path, "");
    Diagnostic::error(Code::ScriptFailed, format!("there is no script `{path}`")).label(
        &source,
        Span { start: 0, end: 0 },
        "a decision of the program needs it",
    )
}

/// The cage: only arithmetic, comparison, texts, lists and maps.
fn engine() -> Engine {
    let mut engine = Engine::new_raw();
    engine.register_global_module(CorePackage::new().as_shared_module());
    engine.register_global_module(LogicPackage::new().as_shared_module());
    engine.register_global_module(BasicMathPackage::new().as_shared_module());
    engine.register_global_module(BasicArrayPackage::new().as_shared_module());
    engine.register_global_module(BasicMapPackage::new().as_shared_module());
    engine.register_global_module(BasicIteratorPackage::new().as_shared_module());
    engine.set_optimization_level(OptimizationLevel::None);
    engine.set_max_operations(MAX_OPERATIONS);
    engine.set_max_call_levels(MAX_CALLS);
    engine.set_max_expr_depths(MAX_DEPTH, MAX_DEPTH);
    engine.set_max_string_size(MAX_TEXT);
    engine.set_max_array_size(MAX_ELEMENTS);
    engine.set_max_map_size(MAX_ELEMENTS);
    engine.set_max_variables(200);
    engine.set_max_functions(50);
    engine.set_max_modules(0);
    engine.disable_symbol("eval");
    engine.set_strict_variables(true);
    engine.set_fail_on_invalid_map_property(true);
    engine.on_print(|_| {});
    engine.on_debug(|_, _, _| {});
    // The core package has a `sleep` that really waits and counts as no work at all; disabling the word does not help.
    engine.register_fn("sleep", |_: i64| -> Result<(), Box<EvalAltResult>> {
        Err("a script cannot wait: `sleep` is not available".into())
    });
    engine
}

/// What went wrong, at the innermost place that is known. Limits of the cage come without a place: the function has to do.
fn explain(source: &Arc<Source>, function: &str, error: EvalAltResult) -> Diagnostic {
    let mut position = error.position();
    let mut inner = error;
    loop {
        match inner {
            EvalAltResult::ErrorInFunctionCall(_, _, cause, at) => {
                if !at.is_none() {
                    position = at;
                }
                inner = *cause;
            }
            other => {
                let own = other.position();
                if !own.is_none() {
                    position = own;
                }
                let message = in_words(other);
                return match source
                    .text
                    .find(&format!("fn {function}"))
                    .filter(|_| position.is_none())
                {
                    Some(start) => at_function(source, start + 3, function, message),
                    None => report(source, position, message),
                };
            }
        }
    }
}

fn in_words(mut error: EvalAltResult) -> String {
    match &error {
        EvalAltResult::ErrorTooManyOperations(_) => {
            format!("this script takes more than {MAX_OPERATIONS} steps and was stopped")
        }
        EvalAltResult::ErrorStackOverflow(_) => {
            format!("functions of this script call each other more than {MAX_CALLS} levels deep")
        }
        EvalAltResult::ErrorDataTooLarge(what, _) => {
            format!(
                "this script makes a value that is too large ({})",
                lower_first(what)
            )
        }
        EvalAltResult::ErrorTooManyVariables(_) => "this script has too many variables".to_owned(),
        EvalAltResult::ErrorFunctionNotFound(signature, _) => {
            format!("there is no function `{signature}`")
        }
        EvalAltResult::ErrorMismatchOutputType(wanted, got, _) => {
            format!("this script returns a value of type `{got}`, not `{wanted}`")
        }
        _ => {
            error.set_position(Position::NONE);
            lower_first(&error.to_string())
        }
    }
}

fn report(source: &Arc<Source>, position: Position, message: String) -> Diagnostic {
    Diagnostic::error(Code::ScriptFailed, message).label(
        source,
        span(source, position),
        "the script stops here",
    )
}

fn at_function(source: &Arc<Source>, start: usize, function: &str, message: String) -> Diagnostic {
    let span = Span {
        start,
        end: start + function.len(),
    };
    Diagnostic::error(Code::ScriptFailed, message).label(source, span, "somewhere in this function")
}

/// The word at a position; the engine counts columns in characters from 1.
pub(super) fn span(source: &Source, position: Position) -> Span {
    let Some(line) = position.line() else {
        return Span { start: 0, end: 0 };
    };
    let skipped: usize = source
        .text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = source.text.get(skipped..).unwrap_or_default();
    let column = position.position().unwrap_or(1).saturating_sub(1);
    let start = skipped + rest.char_indices().nth(column).map_or(0, |(at, _)| at);
    let word = source.text.get(start..).unwrap_or_default();
    let length = word
        .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .unwrap_or(word.len());
    let whole = word.chars().next().map_or(0, char::len_utf8);
    Span {
        start,
        end: start + length.max(whole),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}
