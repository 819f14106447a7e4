//! Which Rust type, crate and files of the runtime stand behind each `format`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::Source;
use crate::model::{Api, Calendar, Format, Operation, Type};
use crate::names::ident;

/// A crate that a generated one depends on for a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Library {
    /// Its name.
    pub name: &'static str,
    /// Its line of the manifest, with no more features than the runtime needs.
    pub line: &'static str,
}

const BASE64: Library = Library {
    name: "base64",
    line: "base64 = { version = \"0.23\", default-features = false, features = [\"alloc\"] }",
};
const CHRONO: Library = Library {
    name: "chrono",
    line: "chrono = { version = \"0.4.45\", default-features = false, features = [\"std\"] }",
};
const JIFF: Library =
    Library { name: "jiff", line: "jiff = { version = \"1\", default-features = false, features = [\"std\"] }" };
const RUST_DECIMAL: Library =
    Library { name: "rust_decimal", line: "rust_decimal = { version = \"1.43\", default-features = false }" };
const TIME: Library = Library {
    name: "time",
    line: "time = { version = \"0.3.55\", default-features = false, features = [\"formatting\", \"parsing\", \"std\"] }",
};
const URL: Library = Library { name: "url", line: "url = { version = \"2.5\", default-features = false }" };
const UUID: Library = Library { name: "uuid", line: "uuid = { version = \"1\", default-features = false }" };

/// All of them.
pub(super) const LIBRARIES: &[Library] = &[BASE64, CHRONO, JIFF, RUST_DECIMAL, TIME, URL, UUID];

/// The type of a field.
pub(super) fn ty(format: &Format) -> TokenStream {
    let value = value(format);
    if is_text(format) { quote!(crate::Text<#value>) } else { value }
}

/// The type of the value itself.
fn value(format: &Format) -> TokenStream {
    match format {
        Format::DateTime(Calendar::Chrono) => quote!(chrono::DateTime<chrono::FixedOffset>),
        Format::DateTime(Calendar::Jiff) => quote!(jiff::Timestamp),
        Format::DateTime(Calendar::Time) => quote!(time::OffsetDateTime),
        Format::Date(Calendar::Chrono) => quote!(chrono::NaiveDate),
        Format::Date(Calendar::Jiff) => quote!(jiff::civil::Date),
        Format::Date(Calendar::Time) => quote!(time::Date),
        Format::Time(Calendar::Chrono) => quote!(chrono::NaiveTime),
        Format::Time(Calendar::Jiff) => quote!(jiff::civil::Time),
        Format::Time(Calendar::Time) => quote!(time::Time),
        Format::Duration => quote!(jiff::SpanFieldwise),
        Format::Uuid => quote!(uuid::Uuid),
        Format::Decimal => quote!(rust_decimal::Decimal),
        Format::Url => quote!(url::Url),
        Format::Int64 => quote!(i64),
        Format::UInt64 => quote!(u64),
        Format::Base64 => quote!(crate::Base64),
        Format::Base64Url => quote!(crate::Base64Url),
        Format::Custom(path) => custom(path),
    }
}

fn custom(path: &str) -> TokenStream {
    let segments = path.split("::").map(ident);
    quote!(#(#segments)::*)
}

/// Is the text kept beside the value, because one value has several? Days have one spelling, and UUIDs are always
/// written in lower case (RFC 9562, 4).
pub(super) fn is_text(format: &Format) -> bool {
    match format {
        Format::Date(_) | Format::Uuid => false,
        Format::DateTime(_) | Format::Time(_) | Format::Duration | Format::Decimal | Format::Url => true,
        Format::Int64 | Format::UInt64 | Format::Base64 | Format::Base64Url | Format::Custom(_) => true,
    }
}

/// The file of the runtime that reads and writes it.
fn module(format: &Format) -> Option<&'static str> {
    match format {
        Format::DateTime(Calendar::Chrono) => Some("chrono_date_time"),
        Format::DateTime(Calendar::Jiff) => Some("jiff_date_time"),
        Format::DateTime(Calendar::Time) => Some("time_date_time"),
        Format::Date(Calendar::Chrono) => Some("chrono_date"),
        Format::Date(Calendar::Jiff) => Some("jiff_date"),
        Format::Date(Calendar::Time) => Some("time_date"),
        Format::Time(Calendar::Chrono) => Some("chrono_time"),
        Format::Time(Calendar::Jiff) => Some("jiff_time"),
        Format::Time(Calendar::Time) => Some("time_time"),
        Format::Duration => Some("jiff_duration"),
        Format::Uuid => Some("uuid"),
        Format::Decimal => Some("decimal"),
        Format::Url => Some("url"),
        Format::Int64 | Format::UInt64 => Some("integer"),
        Format::Base64 => Some("byte"),
        Format::Base64Url => Some("base64url"),
        Format::Custom(_) => None,
    }
}

/// The file of the runtime that several formats share: all dates, and all alphabets of base64.
fn shared(format: &Format) -> Option<&'static str> {
    match format {
        Format::DateTime(_) | Format::Date(_) | Format::Time(_) => Some("rfc3339"),
        Format::Duration | Format::Uuid | Format::Decimal | Format::Url | Format::Int64 | Format::UInt64 => None,
        Format::Base64 | Format::Base64Url => Some("octets"),
        Format::Custom(_) => None,
    }
}

fn library(format: &Format) -> Option<Library> {
    match format {
        Format::DateTime(calendar) | Format::Date(calendar) | Format::Time(calendar) => Some(match calendar {
            Calendar::Chrono => CHRONO,
            Calendar::Jiff => JIFF,
            Calendar::Time => TIME,
        }),
        Format::Duration => Some(JIFF),
        Format::Uuid => Some(UUID),
        Format::Decimal => Some(RUST_DECIMAL),
        Format::Url => Some(URL),
        Format::Base64 | Format::Base64Url => Some(BASE64),
        Format::Int64 | Format::UInt64 | Format::Custom(_) => None,
    }
}

/// The formats that an API has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Used {
    formats: BTreeSet<Format>,
    /// A number that is a decimal, which is not kept as text.
    decimal: bool,
}

impl Used {
    pub(super) fn of(api: &Api) -> Self {
        let mut used = Self::default();
        let sent = api.operations.iter().flat_map(Operation::request_types);
        let received = api.operations.iter().flat_map(Operation::response_types);
        let members = api.types.iter().flat_map(|def| def.shape.members());
        for ty in sent.chain(received).chain(members) {
            ty.walk(&mut |inner| used.note(inner));
        }
        used
    }

    fn note(&mut self, ty: &Type) {
        match ty {
            Type::Format(format) => drop(self.formats.insert(format.clone())),
            Type::Decimal => self.decimal = true,
            Type::Any | Type::Boolean | Type::OnlyBoolean(_) => {}
            Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => {}
            Type::Float | Type::Double | Type::String | Type::Bytes | Type::File => {}
            Type::Array(_) | Type::Map(_) | Type::Nullable(_) | Type::Named(_) => {}
        }
    }

    /// The files under `json/formats/`; none if that folder is not needed.
    pub(super) fn modules(&self) -> BTreeSet<&'static str> {
        let own = self.formats.iter().flat_map(|format| module(format).into_iter().chain(shared(format)));
        let text = self.formats.iter().any(is_text) || self.decimal;
        let decimal = self.decimal.then_some("decimal");
        let text: &[&str] = if text { &["spelling", "text"] } else { &[] };
        own.chain(decimal).chain(text.iter().copied()).collect()
    }

    /// The crates behind them.
    pub(super) fn libraries(&self) -> BTreeSet<Library> {
        let decimal = self.decimal.then_some(RUST_DECIMAL);
        self.formats.iter().filter_map(library).chain(decimal).collect()
    }

    /// What the root of the crate says of them: their types, and the crates that have the others, at the version that
    /// is meant.
    pub(super) fn exports(&self) -> TokenStream {
        let ours = [("base64url", "Base64Url"), ("byte", "Base64"), ("text", "Format"), ("text", "Text")];
        let modules = self.modules();
        let ours = ours.into_iter().filter(|(module, _)| modules.contains(module)).map(|(_, name)| ident(name));
        let ours: Vec<_> = ours.collect();
        let ours = (!ours.is_empty()).then(|| quote!(pub use runtime::json::formats::{#(#ours),*};));
        let theirs = self.libraries().into_iter().filter(|library| *library != BASE64);
        let theirs = theirs.map(|library| ident(library.name));
        quote!(#ours #(pub use #theirs;)*)
    }

    /// Are there types that `codegen.toml` names?
    pub(super) fn has_custom(&self) -> bool {
        self.formats.iter().any(|format| matches!(format, Format::Custom(_)))
    }
}

/// `src/formats.rs`: how the types that `codegen.toml` names are read and written.
pub(super) fn file(api: &Api) -> Option<Source<'static>> {
    let used = Used::of(api);
    let impls = used.formats.iter().filter_map(|format| match format {
        Format::Custom(path) => Some(implementation(path)),
        _ => None,
    });
    let impls: Vec<TokenStream> = impls.collect();
    let docs = super::docs::inner(&["The types that stand for a `format` of this document alone.".to_owned()]);
    let tokens = quote! {
        #docs
        use crate::Format;
        #(#impls)*
    };
    used.has_custom().then(|| Source::rust("src/formats.rs", tokens))
}

fn implementation(path: &str) -> TokenStream {
    let ty = custom(path);
    let expected = format!("the text of a `{path}`");
    quote! {
        impl Format for #ty {
            const EXPECTED: &'static str = #expected;

            fn blank() -> Self {
                Self::default()
            }

            fn parse(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn print(&self, out: &mut dyn std::fmt::Write) -> std::fmt::Result {
                write!(out, "{self}")
            }
        }
    }
}
