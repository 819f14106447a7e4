//! Files -> disk: [`Disk`] is what is there, [`plan()`] decides without touching anything, [`apply()`] carries it out.
//!
//! Only files with the `@generated` header are ever changed or deleted, and nothing outside the crate's own folder.
//! What people wrote at the end of a manifest is carried over before that: [`keep_manifest_tail`].

mod apply;
mod disk;
mod paths;
mod plan;
mod tail;
#[cfg(test)]
#[cfg(unix)]
mod tests;

pub use apply::apply;
pub use disk::Disk;
#[cfg(test)]
pub use disk::Entry;
pub use plan::{Change, Plan, Policy, Problem, plan};
pub use tail::{keep_manifest_tail, lost_entries};

/// How many lines at the top of a file are searched for the header.
const HEADER_LINES: usize = 10;

/// Does this text say that it was generated?
///
/// The word must stand in a comment: a file of the user's that mentions it in code or prose is not ours.
pub fn is_generated(text: &str) -> bool {
    let comment = |line: &str| ["//", "#", "<!--", "/*", "*"].iter().any(|start| line.trim_start().starts_with(start));
    text.lines().take(HEADER_LINES).any(|line| comment(line) && line.contains("@generated"))
}
