//! What `codegen.toml` says: which documents become which crates, and every override with its reason.
//!
//! Plain data. [`parse`] reports all mistakes in one go, each with its place; nothing here touches the disk. Paths are
//! kept as written, relative to the folder of `codegen.toml`.

mod finding;
mod package;
mod pagination;
mod read;
mod select;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

pub use finding::{Finding, Place};
pub(crate) use package::KEYS as PACKAGE_KEYS;
pub use package::is_crate_name;
pub use pagination::{Next, Pages, Pagination, Token};
pub use read::{Parsed, parse};
pub use select::{Pattern, Select, Subject};

use crate::digest;

/// The newest table of naming rules; `naming` in `codegen.toml` pins it.
pub const NAMING: u32 = 1;

/// The version of a crate whose `[package]` names none.
const FIRST_VERSION: &str = "0.1.0";

/// All of `codegen.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The crates to generate, in the order of the file.
    pub clients: Vec<Client>,
}

/// One crate to generate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The document, relative to the folder of `codegen.toml`.
    pub spec: String,
    /// The folder of the crate, relative to the folder of `codegen.toml`.
    pub output: String,
    /// OpenAPI Overlays to apply to the document, in this order; relative to the folder of `codegen.toml`.
    pub overlays: Vec<String>,
    /// Folders whose files a `$ref` may lead to, beside the folder of the document; relative to the folder of
    /// `codegen.toml`.
    pub references: Vec<String>,
    /// The table of naming rules; names never change while it stays.
    pub naming: u32,
    /// Are inline branches and numbers called by their titles, where nothing else that stays names them?
    pub inline_titles: bool,
    /// Is it looked for pages where nobody says that there are some?
    pub detect_pages: bool,
    /// The header that carries an idempotency key, such as `Idempotency-Key`, in any operation; `None` if only those have
    /// such a thing that declare it as a parameter.
    pub idempotency_header: Option<String>,
    /// The `[package]` table of the generated `Cargo.toml`.
    pub package: Package,
    /// Which operations are generated.
    pub select: Select,
    /// Overrides of operations, by `METHOD /path` or `operationId`, see [`Client::operation`]; or by a pattern of several,
    /// see [`Client::operations_like`].
    pub operations: BTreeMap<String, Operation>,
    /// Overrides of types, by `#/pointer` or component name; see [`Client::schema`].
    pub types: BTreeMap<String, Type>,
    /// Overrides of servers, by their URL.
    pub servers: BTreeMap<String, Type>,
    /// Which library stands behind each `format`.
    pub formats: Formats,
    /// Where each of the formats that have a type of the user's own stands in `codegen.toml`, in bytes.
    pub custom_formats: BTreeMap<String, Range<usize>>,
    /// How much each diagnostic weighs, by code.
    pub lints: BTreeMap<String, Lint>,
}

/// The metadata of the generated crate, as Cargo's `[package]` has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The name of the crate.
    pub name: String,
    /// Its version; `0.1.0` unless given.
    pub version: String,
    /// One line for the registry; `None` takes the title of the document.
    pub description: Option<String>,
    /// An SPDX expression.
    pub license: Option<String>,
    /// Where the source lives.
    pub repository: Option<String>,
    /// The page of the project.
    pub homepage: Option<String>,
    /// Where its documentation is served.
    pub documentation: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// At most five words for the registry.
    pub keywords: Vec<String>,
    /// Categories of the registry.
    pub categories: Vec<String>,
    /// The oldest compiler it promises to build with; `None` takes the generator's own.
    pub rust_version: Option<String>,
    /// Whether Cargo may publish it; it may unless this is `false`.
    pub publish: bool,
}

/// An override of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// The name of the method instead of the one that `operationId` gives.
    pub name: Option<String>,
    /// The status, `200` or `2XX`, whose body the call returns if several are declared; `ALL` for any of them.
    pub primary_success: Option<String>,
    /// How it goes on from page to page; `None` leaves that to the document.
    pub pages: Option<Pages>,
    /// Why.
    pub reason: Option<String>,
    /// Where the override stands in `codegen.toml`, in bytes.
    pub span: Range<usize>,
}

/// An override of one type, or of one server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Type {
    /// The name of the type instead of the one its place gives.
    pub name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Where the override stands in `codegen.toml`, in bytes.
    pub span: Range<usize>,
}

/// What stands behind each `format`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formats {
    /// `date-time`.
    pub date_time: Library,
    /// `date`.
    pub date: Library,
    /// `time`.
    pub time: Library,
    /// `duration`.
    pub duration: Library,
    /// `uuid`.
    pub uuid: Library,
    /// `decimal`, of strings and of numbers.
    pub decimal: Library,
    /// `uri` and `url`.
    pub uri: Library,
    /// The paths of types for other formats of strings, by format; they win over all else.
    pub custom: BTreeMap<String, String>,
}

/// What a Rust user expects; for durations and URLs a `String`, because many that servers write are none in the sense
/// of a library.
impl Default for Formats {
    fn default() -> Self {
        Self {
            date_time: Library::Chrono,
            date: Library::Chrono,
            time: Library::Chrono,
            duration: Library::String,
            uuid: Library::Uuid,
            decimal: Library::RustDecimal,
            uri: Library::String,
            custom: BTreeMap::new(),
        }
    }
}

/// A library that has types for a `format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Library {
    /// None: the value stays what its `type` says.
    String,
    /// The crate `chrono`.
    Chrono,
    /// The crate `jiff`.
    Jiff,
    /// The crate `time`.
    Time,
    /// The crate `uuid`.
    Uuid,
    /// The crate `rust_decimal`.
    RustDecimal,
    /// The crate `url`.
    Url,
}

impl Library {
    /// As `codegen.toml` spells it, which is the name of the crate.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Chrono => "chrono",
            Self::Jiff => "jiff",
            Self::Time => "time",
            Self::Uuid => "uuid",
            Self::RustDecimal => "rust_decimal",
            Self::Url => "url",
        }
    }
}

/// How much a diagnostic weighs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// The weight.
    pub level: Level,
    /// Why.
    pub reason: Option<String>,
    /// Where the entry stands in `codegen.toml`, in bytes.
    pub span: Range<usize>,
}

/// The weight of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not reported; an error can't be allowed.
    Allow,
    /// A warning.
    Warn,
    /// An error: the run fails.
    Deny,
}

impl Client {
    /// A crate called `name` from the document `spec` in the folder `output`, without any override.
    pub fn new(spec: impl Into<String>, output: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            spec: spec.into(),
            output: output.into(),
            overlays: Vec::new(),
            references: Vec::new(),
            naming: NAMING,
            inline_titles: false,
            detect_pages: true,
            idempotency_header: None,
            package: Package::new(name),
            select: Select::default(),
            operations: BTreeMap::new(),
            types: BTreeMap::new(),
            servers: BTreeMap::new(),
            formats: Formats::default(),
            custom_formats: BTreeMap::new(),
            lints: BTreeMap::new(),
        }
    }

    /// The override of an operation: the entry for `METHOD /path` if there is one, else the one for its `operationId`.
    pub fn operation(&self, method: &str, path: &str, id: Option<&str>) -> Option<&Operation> {
        let route = format!("{} {path}", method.to_uppercase());
        self.operations.get(&route).or_else(|| self.operations.get(id?))
    }

    /// What holds for several operations, by a pattern as in `[select]`, if this is one of them: of two, that of the longer
    /// pattern.
    pub fn operations_like(&self, subject: Subject<'_>) -> Option<&Operation> {
        let all = self.operations.iter().filter(|(key, _)| key.contains('*') && select::matches(key, subject));
        all.max_by_key(|(key, _)| key.len()).map(|(_, entry)| entry)
    }

    /// The override of the schema at `pointer` (`#/components/schemas/Pet`); a component may also go by its key alone.
    pub fn schema(&self, pointer: &str) -> Option<&Type> {
        let component = pointer.strip_prefix("#/components/schemas/").filter(|key| !key.contains('/'));
        self.types.get(pointer).or_else(|| self.types.get(component?))
    }

    /// The digest of everything here that the generated files depend on.
    ///
    /// Comments, reasons, places, the weight of lints and the paths of the files are left out: changing them makes no
    /// crate stale.
    pub fn digest(&self) -> String {
        let operations =
            self.operations.iter().map(|(key, entry)| (key, &entry.name, &entry.primary_success, &entry.pages));
        let types = self.types.iter().chain(&self.servers).map(|(key, entry)| (key, &entry.name));
        digest::text(&format!(
            "{:?}",
            (
                (self.naming, self.inline_titles, self.detect_pages, &self.idempotency_header, &self.package),
                self.select.patterns(),
                operations.collect::<Vec<_>>(),
                types.collect::<Vec<_>>(),
                &self.formats,
            )
        ))
    }
}

impl Package {
    /// A package called `name`, all else left to the defaults.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            version: FIRST_VERSION.to_owned(),
            description: None,
            license: None,
            repository: None,
            homepage: None,
            documentation: None,
            authors: Vec::new(),
            keywords: Vec::new(),
            categories: Vec::new(),
            rust_version: None,
            publish: true,
        }
    }
}
