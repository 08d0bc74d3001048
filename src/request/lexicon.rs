//! The lexicon of a knowledge base: the compiled one, or a new one if something was added. Never: requests.

use crate::kb::{Kb, snapshot};
use crate::model::lexicon::Lexicon;
use crate::model::lexicon::compile::{Inputs, compile};

/// The lexicon of a knowledge base.
pub fn of(kb: &Kb) -> Lexicon {
    let stored = if kb.built_in { built_in() } else { None };
    stored.unwrap_or_else(|| {
        let readings = kb.words.iter().cloned();
        let inputs = Inputs::new(
            kb.capabilities.iter(),
            kb.services.iter(),
            kb.providers.iter(),
            kb.frameworks.iter(),
            readings,
        );
        compile(&inputs)
    })
}

/// The lexicon that was compiled with the program.
pub fn built_in() -> Option<Lexicon> {
    let rest: Lexicon = postcard::from_bytes(snapshot::LEXICON).ok()?;
    Some(Lexicon {
        phrases: snapshot::phrases(),
        signals: snapshot::signals(),
        ..rest
    })
}
