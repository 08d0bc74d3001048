//! `cloud-plan price`: looks into the price book.

use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;

use crate::cli::args::{Format, PriceArgs, PriceCommand};
use crate::cli::{Context, Outcome, Stop};
use crate::kb::Kb;
use crate::plan::cost::book::{Gap, PriceBook};
use crate::plan::cost::quote::{self, Listed, Quote, Wanted};
use crate::plan::cost::{money, show};

/// A shopping list longer than this is not one.
const LIMIT: u64 = 1024 * 1024;

/// Runs the command.
pub fn run(context: &Context, args: &PriceArgs) -> Outcome {
    match &args.command {
        PriceCommand::List => list(context),
        PriceCommand::Show { id } => one(context, id),
        PriceCommand::Quote { file } => shopping_list(context, file),
    }
}

fn list(context: &Context) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json, Format::Jsonl])?;
    let kb = context.knowledge()?;
    let book = PriceBook::new(&kb);
    let prices = quote::listed(&book);
    let text = match format {
        Format::Json => json(&prices)?,
        Format::Jsonl => {
            let mut text = String::new();
            for price in &prices {
                text.push_str(&line(price)?);
                text.push('\n');
            }
            text
        }
        _ => prices.iter().map(table_line).collect(),
    };
    context.document(&text)
}

fn table_line(price: &Listed<'_>) -> String {
    let mark = if price.verified { "" } else { "  unverified" };
    let usd = format!("${}", price.price_usd.normalize());
    format!(
        "{:<58} {usd:>14} per {:<18} {}{mark}\n",
        price.id, price.unit, price.as_of
    )
}

fn one(context: &Context, id: &str) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json])?;
    let kb = context.knowledge()?;
    let book = PriceBook::new(&kb);
    let Some((entry, place)) = quote::entry_of(&book, id) else {
        return Err(unknown(&book, id));
    };
    let view = show::view(&kb, &entry, place.as_deref());
    context.document(&if format == Format::Json {
        json(&view)?
    } else {
        show::text(&view)
    })
}

fn shopping_list(context: &Context, file: &Path) -> Outcome {
    let format = context.format(&[Format::Text, Format::Json])?;
    let text = read(file)?;
    let wanted: Vec<Wanted> = serde_json::from_str(&text).map_err(|error| {
        Stop::data(format!(
            "this is not a list of prices and quantities: {error}"
        ))
        .help("write a list such as [{\"price\": ID, \"quantity\": 2}]")
    })?;
    let kb = context.knowledge()?;
    let quote = priced(&kb, &wanted)?;
    context.document(&if format == Format::Json {
        json(&quote)?
    } else {
        quote_text(&quote)
    })
}

fn priced(kb: &Kb, wanted: &[Wanted]) -> Result<Quote, Stop> {
    let book = PriceBook::new(kb);
    quote::quote(&book, wanted).map_err(|gap| match gap {
        Gap::UnknownMeter(id) => unknown(&book, &id),
        Gap::UnknownPlace { meter, place } => {
            Stop::data(format!("`{meter}` has no price for `{place}`"))
                .help(format!("`cloud-plan price show {meter}` lists its places"))
        }
    })
}

fn quote_text(quote: &Quote) -> String {
    let mut text = String::new();
    for line in &quote.lines {
        let amount = money::usd(line.amount_usd);
        let mark = if line.verified { "" } else { "  unverified" };
        let _ = writeln!(
            text,
            "{amount:>12}  {} {} of {}{mark}",
            money::quantity(line.quantity),
            line.unit,
            line.price
        );
    }
    let _ = writeln!(text, "{:>12}  a month", format!("${}", quote.total_usd));
    text
}

fn unknown(book: &PriceBook<'_>, id: &str) -> Stop {
    let stop = Stop::data(format!("no price is called `{id}`"));
    match quote::nearest(book, id) {
        Some(known) => stop.help(format!("did you mean `{known}`?")),
        None => stop.help("`cloud-plan price list` shows all of them"),
    }
}

/// The file, or standard input for `-`.
fn read(file: &Path) -> Result<String, Stop> {
    let failed = |error: io::Error| Stop::data(format!("{}: {error}", file.display()));
    let mut text = String::new();
    if file.as_os_str() == "-" {
        io::stdin()
            .lock()
            .take(LIMIT)
            .read_to_string(&mut text)
            .map_err(failed)?;
    } else {
        let open = std::fs::File::open(file).map_err(failed)?;
        open.take(LIMIT).read_to_string(&mut text).map_err(failed)?;
    }
    Ok(text)
}

fn json<T: Serialize>(value: &T) -> Result<String, Stop> {
    serde_json::to_string_pretty(value).map_err(|error| Stop::Bug(error.to_string()))
}

fn line<T: Serialize>(value: &T) -> Result<String, Stop> {
    serde_json::to_string(value).map_err(|error| Stop::Bug(error.to_string()))
}
