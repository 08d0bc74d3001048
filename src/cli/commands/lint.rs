//! `cloud-plan lint`: checks knowledge.

use crate::cli::args::{Format, LintArgs};
use crate::cli::{Context, Outcome, Stop};
use crate::diag::{self, Diagnostic, render};
use crate::kb::{self, Load, check};

/// How wide a report is.
const WIDTH: usize = 100;

/// Runs the command.
pub fn run(context: &Context, args: &LintArgs) -> Outcome {
    let format = context.format(&[Format::Human, Format::Json, Format::Sarif, Format::Github])?;
    let base = args
        .path
        .clone()
        .filter(|path| path.join("catalog").is_dir())
        .or_else(|| context.builtin.clone());
    let (kb, mut findings) = kb::load(&Load {
        base,
        layers: context.load().layers,
    });
    findings.extend(check::check(&kb));
    if let Some(path) = args
        .path
        .as_deref()
        .filter(|path| !path.join("catalog").is_dir())
    {
        let only = path.display().to_string();
        findings.retain(|finding| {
            finding
                .labels
                .first()
                .is_some_and(|label| label.source.path.contains(&only))
        });
    }
    diag::sort(&mut findings);
    report(context, format, &findings)
}

fn report(context: &Context, format: Format, findings: &[Diagnostic]) -> Outcome {
    let text = match format {
        Format::Json => render::render_json(findings),
        Format::Sarif => render::render_sarif(findings),
        Format::Github => render::render_github(findings),
        _ => render::render_human(findings, WIDTH, render::Color::Plain),
    };
    if !text.trim().is_empty() {
        context.document(&text)?;
    }
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == diag::Severity::Error)
        .count();
    context.note(&format!(
        "{} errors, {} warnings",
        errors,
        findings.len() - errors
    ));
    if diag::has_errors(findings) {
        Err(Stop::Report(String::new()))
    } else {
        Ok(())
    }
}
