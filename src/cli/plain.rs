//! Writes a document with ASCII drawings, for terminals and mail that show no others.
//! It never changes a letter of a word: names stay as they are.

/// The text with its lines, arrows and marks in ASCII; one letter for one inside of drawings, so that they stay aligned.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match replaced(letter) {
            Some(ascii) => out.push_str(ascii),
            None => out.push(letter),
        }
    }
    out
}

fn replaced(letter: char) -> Option<&'static str> {
    Some(match letter {
        '═' => "=",
        '─' | '━' | '╌' | '╍' | '┄' | '┈' => "-",
        '│' | '┃' | '║' | '╎' | '╏' | '┆' | '┊' => "|",
        '\u{2500}'..='\u{257f}' => "+",
        '▶' | '►' | '▸' => ">",
        '◀' | '◄' | '◂' => "<",
        '▼' | '▾' => "v",
        '▲' | '▴' => "^",
        '█' | '▓' | '▒' | '░' | '■' => "#",
        '→' => "->",
        '←' => "<-",
        '·' | '–' | '—' => "-",
        '×' => "x",
        '…' => "...",
        '“' | '”' => "\"",
        '‘' | '’' => "'",
        '≤' => "<=",
        '≥' => ">=",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn drawings_become_ascii_of_the_same_width_and_names_stay() {
        let drawing = "┌─ eu ─┐\n│ a · b│══▶\n└──┬───┘\n   ▼ café → ≥ 2";
        let wanted = "+- eu -+\n| a - b|==>\n+--+---+\n   v café -> >= 2";
        assert_eq!(plain(drawing), wanted);
    }
}
