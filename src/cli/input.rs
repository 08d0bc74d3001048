//! Reads what the user types or pipes in, with a limit.
//! It never interprets it.

use std::io::{self, Read};

use super::stop::Stop;

/// A request longer than this is not a request.
const LIMIT: usize = 1024 * 1024;

/// The text of a request: the words of the command line, or standard input when they are `-`.
/// `None` when nothing was given at all; a terminal may then be asked.
pub fn request_text(words: &[String]) -> Result<Option<String>, Stop> {
    let text = match words {
        [] => return Ok(None),
        [dash] if dash == "-" => standard_input()?,
        words => words.join(" "),
    };
    if text.len() > LIMIT {
        return Err(
            Stop::data(format!("the request is longer than {LIMIT} bytes"))
                .help("describe one change in a sentence or two"),
        );
    }
    if text.trim().is_empty() {
        return Err(Stop::data("the request is empty").help("describe the change in a sentence"));
    }
    Ok(Some(text))
}

/// All of standard input as text, up to one byte over the limit.
fn standard_input() -> Result<String, Stop> {
    let mut bytes = Vec::new();
    let cut = u64::try_from(LIMIT).unwrap_or(u64::MAX).saturating_add(1);
    io::stdin()
        .lock()
        .take(cut)
        .read_to_end(&mut bytes)
        .map_err(|error| Stop::data(format!("cannot read standard input: {error}")))?;
    // The cut may go through a letter; the length is what counts then.
    if bytes.len() > LIMIT {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Stop::data(format!(
            "the request is not UTF-8 text: byte {} cannot be read",
            at + 1
        ))
    })
}
