//! What the generator makes of documents: snippets, fixtures, the project's own document, how its names hold when
//! documents grow, and what the clients speak. A file per subject; `harness` is the only one that calls the library.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod compile;
mod defects;
mod determinism;
mod equivalent;
mod fixtures;
mod fuzz;
mod harness;
mod hostile;
mod names;
mod overrides;
mod print;
mod project;
mod random;
mod skipped;
mod snippets;
mod wire;
mod workspace;
