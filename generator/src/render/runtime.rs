//! `src/runtime/`: copied as it is.

use std::collections::BTreeSet;

use super::formats::Used;
use super::{Body, Source};
use crate::model::Api;

/// A file of generator/runtime/src.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../runtime/src/", $path)))),*]
    };
}

/// All of generator/runtime/src.
const FILES: &[(&str, &str)] = files![
    "arguments.rs",
    "assembly.rs",
    "attempt.rs",
    "authorization/choice.rs",
    "authorization/mod.rs",
    "authorization/placed.rs",
    "authorization/resolved.rs",
    "backoff.rs",
    "base_url.rs",
    "blocking.rs",
    "body.rs",
    "budget.rs",
    "builder.rs",
    "call.rs",
    "client.rs",
    "content.rs",
    "credential.rs",
    "curl/mask.rs",
    "curl/mod.rs",
    "curl/parts.rs",
    "deadline.rs",
    "document.rs",
    "drift.rs",
    "environment.rs",
    "error/failure.rs",
    "error/message.rs",
    "error/mod.rs",
    "execute.rs",
    "expansion/json_text.rs",
    "expansion/mod.rs",
    "expansion/path.rs",
    "expansion/percent.rs",
    "expansion/style.rs",
    "file.rs",
    "form.rs",
    "future.rs",
    "gzip.rs",
    "header.rs",
    "idempotency.rs",
    "json/bridge.rs",
    "json/drift.rs",
    "json/error.rs",
    "json/foreign.rs",
    "json/formats/base64url.rs",
    "json/formats/byte.rs",
    "json/formats/chrono_date.rs",
    "json/formats/chrono_date_time.rs",
    "json/formats/chrono_time.rs",
    "json/formats/decimal.rs",
    "json/formats/integer.rs",
    "json/formats/jiff_date.rs",
    "json/formats/jiff_date_time.rs",
    "json/formats/jiff_duration.rs",
    "json/formats/jiff_time.rs",
    "json/formats/mod.rs",
    "json/formats/octets.rs",
    "json/formats/rfc3339.rs",
    "json/formats/spelling.rs",
    "json/formats/text.rs",
    "json/formats/time_date.rs",
    "json/formats/time_date_time.rs",
    "json/formats/time_time.rs",
    "json/formats/url.rs",
    "json/formats/uuid.rs",
    "json/impls.rs",
    "json/mask.rs",
    "json/members.rs",
    "json/mod.rs",
    "json/number.rs",
    "json/object.rs",
    "json/path.rs",
    "json/pointer.rs",
    "json/reader.rs",
    "json/shape.rs",
    "json/snippet.rs",
    "json/string.rs",
    "json/tuple.rs",
    "json/union.rs",
    "json/value.rs",
    "json/writer.rs",
    "link.rs",
    "local_file.rs",
    "masked.rs",
    "media_types.rs",
    "measured.rs",
    "middleware.rs",
    "mock/arrival.rs",
    "mock/clock.rs",
    "mock/expectation.rs",
    "mock/items.rs",
    "mock/made.rs",
    "mock/mod.rs",
    "mock/reply.rs",
    "mock/script.rs",
    "mock/server.rs",
    "mod.rs",
    "multipart.rs",
    "oauth/cache.rs",
    "oauth/endpoint.rs",
    "oauth/mod.rs",
    "oauth/refusal.rs",
    "operation.rs",
    "options.rs",
    "pagination.rs",
    "pagination/items.rs",
    "pagination/pages.rs",
    "pagination/walk.rs",
    "parameter.rs",
    "progress.rs",
    "redirect.rs",
    "renewal.rs",
    "request.rs",
    "reqwest.rs",
    "response.rs",
    "retry.rs",
    "retry_after.rs",
    "secret.rs",
    "server.rs",
    "signing.rs",
    "stream/byte_stream.rs",
    "stream/cut.rs",
    "stream/event_stream.rs",
    "stream/frame.rs",
    "stream/idle.rs",
    "stream/lines.rs",
    "stream/mod.rs",
    "stream/sequence.rs",
    "stream/slot.rs",
    "stream/sse.rs",
    "telling.rs",
    "trace.rs",
    "transport.rs",
    "upload.rs",
    "uri.rs",
    "variables.rs",
];

/// The runtime, but for the formats that the document does not use.
pub(super) fn files(api: &Api) -> Vec<Source<'static>> {
    let used = Used::of(api).modules();
    let needed = |path: &&(&str, &str)| match path.0.strip_prefix("json/formats/") {
        Some("mod.rs") => !used.is_empty(),
        Some(format) => used.iter().any(|module| format == format!("{module}.rs")),
        None => true,
    };
    let files = FILES.iter().filter(needed);
    files.map(|(path, text)| Source { path: format!("src/runtime/{path}"), body: body(path, text, &used) }).collect()
}

/// Every file is copied as it is, but for the list of formats.
fn body(path: &str, text: &'static str, used: &BTreeSet<&str>) -> Body<'static> {
    match path {
        "json/mod.rs" if used.is_empty() => Body::Formatted(text.replace("pub mod formats;\n", "")),
        "json/formats/mod.rs" => {
            Body::Formatted(text.split_inclusive('\n').filter(|line| is_used(line, used)).collect())
        }
        _ => Body::Verbatim(text),
    }
}

/// Does a line of the list of formats speak of none, or of one that is used?
fn is_used(line: &str, used: &BTreeSet<&str>) -> bool {
    let module = line.strip_prefix("mod ").or_else(|| line.strip_prefix("pub use "));
    module.and_then(|rest| rest.split([';', ':']).next()).is_none_or(|module| used.contains(module))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::FILES;
    use crate::names::{BUILDER_METHODS, CALL_METHODS, CALL_PREFIXES, CLIENT_METHODS};

    #[test]
    fn every_file_of_the_runtime_is_copied() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src");
        let copied: BTreeSet<PathBuf> = FILES.iter().map(|(path, _)| root.join(path)).collect();
        assert_eq!(copied, rust_files(&root));
    }

    /// Two methods of one name do not compile, not even if one of them is private.
    #[test]
    fn no_method_of_the_runtime_has_a_name_that_the_document_may_give() {
        for (path, text) in FILES.iter().filter(|(path, _)| !path.ends_with("tests.rs")) {
            let items = syn::parse_file(text).unwrap().items;
            for (owner, method) in items.iter().flat_map(inherent_methods) {
                let (reserved, prefixes): (&[&str], &[&str]) = match owner.as_str() {
                    "Call" => (CALL_METHODS, CALL_PREFIXES),
                    "Client" => (CLIENT_METHODS, &[]),
                    "ClientBuilder" => (BUILDER_METHODS, &[]),
                    _ => continue,
                };
                let is_reserved =
                    reserved.contains(&method.as_str()) || prefixes.iter().any(|prefix| method.starts_with(prefix));
                assert!(is_reserved, "{path}: {owner}::{method}");
            }
        }
    }

    fn inherent_methods(item: &syn::Item) -> Vec<(String, String)> {
        let syn::Item::Impl(block) = item else { return Vec::new() };
        let owner = match &*block.self_ty {
            syn::Type::Path(path) if block.trait_.is_none() => path.path.segments.last().unwrap().ident.to_string(),
            _ => return Vec::new(),
        };
        let names = block.items.iter().filter_map(|item| match item {
            syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
            _ => None,
        });
        names.map(|name| (owner.clone(), name)).collect()
    }

    fn rust_files(folder: &Path) -> BTreeSet<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { rust_files(&path) } else { BTreeSet::from([path]) }).collect()
    }
}
