//! What the generator has to say about a document: one [`Diagnostic`] per mistake, collected, never thrown.

pub mod codes;
pub mod defect;
pub mod lints;
pub mod load;
pub mod overlay;
pub mod reference;
pub mod report;
mod similar;

pub use report::Report;
pub use similar::similar;

use crate::pointer::Pointer;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing was assumed.
    Note,
    /// Recovered: the message says what was assumed.
    Warning,
    /// The item could not be generated; the run ends with a failure.
    Error,
}

/// Which part of a member a finding points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The key of the member.
    Key,
    /// The value of the member.
    Value,
    /// The key of an earlier member of the same name that the last one replaced, counted from 0.
    Overwritten(usize),
}

/// What the pointer of a [`Label`] is a pointer into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tree {
    /// The normalized document; the report asks the provenance where the author wrote the node.
    #[default]
    Normalized,
    /// The file of this index as its author wrote it, see [`crate::load::Sources`].
    Source(usize),
    /// No node: these bytes of the text of the file of this index. The pointer is not looked at.
    Text(usize, Range<usize>),
}

/// A place in the document and what is said there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The node.
    pub pointer: Pointer,
    /// The tree the pointer leads through.
    pub tree: Tree,
    /// Its key or its value.
    pub part: Part,
    /// A few words that stand beside the underlined span; may be empty.
    pub text: String,
}

impl Label {
    /// A place in the normalized tree.
    pub fn new(pointer: &Pointer, part: Part, text: impl Into<String>) -> Self {
        Self { pointer: pointer.clone(), tree: Tree::Normalized, part, text: text.into() }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// The stable code, `OAS1003`; see [`codes`].
    pub code: &'static str,
    /// One sentence that says what is wrong.
    pub message: String,
    /// The place it is about.
    pub primary: Label,
    /// Other places it needs, such as the first of two that clash.
    pub related: Vec<Label>,
    /// Facts, one sentence each: what was assumed, what follows.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding at the value of `pointer`.
    pub fn new(severity: Severity, code: &'static str, pointer: &Pointer, message: impl Into<String>) -> Self {
        let primary = Label::new(pointer, Part::Value, "");
        Self { severity, code, message: message.into(), primary, related: Vec::new(), notes: Vec::new(), help: None }
    }

    /// Points at the key instead of the value.
    #[must_use]
    pub fn at_key(mut self) -> Self {
        self.primary.part = Part::Key;
        self
    }

    /// Says a few words beside the span.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, pointer: &Pointer, part: Part, text: impl Into<String>) -> Self {
        self.related.push(Label::new(pointer, part, text));
        self
    }

    /// Says that the pointers so far are into the file of this index, as its author wrote it.
    #[must_use]
    pub fn in_file(mut self, file: usize) -> Self {
        for label in self.labels_mut().filter(|label| label.tree == Tree::Normalized) {
            label.tree = Tree::Source(file);
        }
        self
    }

    /// The same about another file: the loader knows only one, which has the index 0.
    #[must_use]
    pub(crate) fn moved_to_file(mut self, file: usize) -> Self {
        for label in self.labels_mut() {
            label.tree = match std::mem::take(&mut label.tree) {
                Tree::Text(_, range) => Tree::Text(file, range),
                Tree::Normalized | Tree::Source(_) => Tree::Source(file),
            };
        }
        self
    }

    fn labels_mut(&mut self) -> impl Iterator<Item = &mut Label> {
        std::iter::once(&mut self.primary).chain(&mut self.related)
    }

    /// Points at these bytes of the text of a file instead of a node.
    #[must_use]
    pub fn at_text(mut self, file: usize, range: Range<usize>) -> Self {
        self.primary.tree = Tree::Text(file, range);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// The findings of one run, in the order they were made, without repeats.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Hashes of the list: a document can be wrong in a hundred thousand places.
    seen: HashSet<u64>,
}

impl Diagnostics {
    /// Adds a finding unless the same was made before.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert(hash(&diagnostic)) {
            self.list.push(diagnostic);
        }
    }

    /// Is there a finding that ends the run?
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Is there nothing to say?
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(diagnostics: T) -> Self {
        let mut all = Self::default();
        all.extend(diagnostics);
        all
    }
}

fn hash(diagnostic: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    diagnostic.hash(&mut hasher);
    hasher.finish()
}
