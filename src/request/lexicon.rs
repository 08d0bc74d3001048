//! Makes the lexicon of a knowledge base. Never: requests.
