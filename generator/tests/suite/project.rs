//! What the project's own document becomes, a snapshot per file, and that the crate on disk is exactly that.

use std::fs;
use std::path::{Path, PathBuf};

use generator::File;
use generator::config::{self, Client};
use generator::manifest_tail::generated_part;
use insta::{Settings, assert_snapshot};

use crate::harness;

/// The client that `codegen.toml` lists.
fn client() -> Client {
    let text = fs::read_to_string(spec("codegen.toml")).unwrap();
    config::parse(&text).config.clients.into_iter().next().unwrap()
}

fn spec(file: &str) -> PathBuf {
    harness::generator_root().join("../spec").join(file)
}

fn document() -> String {
    fs::read_to_string(spec(&client().spec)).unwrap()
}

fn files(lock: Option<&str>) -> Vec<File> {
    harness::generate_beside(&client(), &document(), lock)
}

#[test]
fn every_file_is_as_it_was_reviewed() {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(harness::generator_root().join("tests/snapshots/project"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for file in files(None).iter().filter(|file| !is_runtime(file)) {
            // The digests in it change with every byte of the document; all that they stand for is shown.
            let lines = file.contents.lines().filter(|line| !line.starts_with("in   "));
            assert_snapshot!(file.path.replace('/', "."), lines.collect::<Vec<_>>().join("\n"));
        }
    });
}

#[test]
fn the_runtime_is_copied_as_it_is() {
    let files = files(None);
    let paths: Vec<&str> = files.iter().filter(|file| is_runtime(file)).map(|file| file.path.as_str()).collect();
    assert_snapshot!(paths.join("\n"), @"
    src/runtime/arguments.rs
    src/runtime/assembly.rs
    src/runtime/attempt.rs
    src/runtime/authorization/choice.rs
    src/runtime/authorization/mod.rs
    src/runtime/authorization/placed.rs
    src/runtime/authorization/resolved.rs
    src/runtime/backoff.rs
    src/runtime/base_url.rs
    src/runtime/blocking.rs
    src/runtime/body.rs
    src/runtime/budget.rs
    src/runtime/builder.rs
    src/runtime/call.rs
    src/runtime/client.rs
    src/runtime/content.rs
    src/runtime/credential.rs
    src/runtime/curl/mask.rs
    src/runtime/curl/mod.rs
    src/runtime/curl/parts.rs
    src/runtime/deadline.rs
    src/runtime/document.rs
    src/runtime/drift.rs
    src/runtime/environment.rs
    src/runtime/error/failure.rs
    src/runtime/error/message.rs
    src/runtime/error/mod.rs
    src/runtime/execute.rs
    src/runtime/expansion/json_text.rs
    src/runtime/expansion/mod.rs
    src/runtime/expansion/path.rs
    src/runtime/expansion/percent.rs
    src/runtime/expansion/style.rs
    src/runtime/file.rs
    src/runtime/form.rs
    src/runtime/future.rs
    src/runtime/gzip.rs
    src/runtime/header.rs
    src/runtime/idempotency.rs
    src/runtime/json/bridge.rs
    src/runtime/json/drift.rs
    src/runtime/json/error.rs
    src/runtime/json/foreign.rs
    src/runtime/json/formats/chrono_date_time.rs
    src/runtime/json/formats/rfc3339.rs
    src/runtime/json/formats/spelling.rs
    src/runtime/json/formats/text.rs
    src/runtime/json/impls.rs
    src/runtime/json/mask.rs
    src/runtime/json/members.rs
    src/runtime/json/mod.rs
    src/runtime/json/number.rs
    src/runtime/json/object.rs
    src/runtime/json/path.rs
    src/runtime/json/pointer.rs
    src/runtime/json/reader.rs
    src/runtime/json/shape.rs
    src/runtime/json/snippet.rs
    src/runtime/json/string.rs
    src/runtime/json/tuple.rs
    src/runtime/json/union.rs
    src/runtime/json/value.rs
    src/runtime/json/writer.rs
    src/runtime/link.rs
    src/runtime/local_file.rs
    src/runtime/masked.rs
    src/runtime/media_types.rs
    src/runtime/measured.rs
    src/runtime/middleware.rs
    src/runtime/mock/arrival.rs
    src/runtime/mock/clock.rs
    src/runtime/mock/expectation.rs
    src/runtime/mock/items.rs
    src/runtime/mock/made.rs
    src/runtime/mock/mod.rs
    src/runtime/mock/reply.rs
    src/runtime/mock/script.rs
    src/runtime/mock/server.rs
    src/runtime/mod.rs
    src/runtime/multipart.rs
    src/runtime/oauth/cache.rs
    src/runtime/oauth/endpoint.rs
    src/runtime/oauth/mod.rs
    src/runtime/oauth/refusal.rs
    src/runtime/operation.rs
    src/runtime/options.rs
    src/runtime/pagination.rs
    src/runtime/pagination/items.rs
    src/runtime/pagination/pages.rs
    src/runtime/pagination/walk.rs
    src/runtime/parameter.rs
    src/runtime/progress.rs
    src/runtime/redirect.rs
    src/runtime/renewal.rs
    src/runtime/request.rs
    src/runtime/reqwest.rs
    src/runtime/response.rs
    src/runtime/retry.rs
    src/runtime/retry_after.rs
    src/runtime/secret.rs
    src/runtime/server.rs
    src/runtime/signing.rs
    src/runtime/stream/byte_stream.rs
    src/runtime/stream/cut.rs
    src/runtime/stream/event_stream.rs
    src/runtime/stream/frame.rs
    src/runtime/stream/idle.rs
    src/runtime/stream/lines.rs
    src/runtime/stream/mod.rs
    src/runtime/stream/sequence.rs
    src/runtime/stream/slot.rs
    src/runtime/stream/sse.rs
    src/runtime/telling.rs
    src/runtime/trace.rs
    src/runtime/transport.rs
    src/runtime/upload.rs
    src/runtime/uri.rs
    src/runtime/variables.rs
    ");
    let folder = harness::generator_root().join("runtime/src");
    for copy in files.iter().filter(|file| is_runtime(file)) {
        let original = fs::read_to_string(folder.join(copy.path.trim_start_matches("src/runtime/"))).unwrap();
        assert!(copy.contents.ends_with(&original), "{} differs from its original", copy.path);
    }
}

#[test]
fn the_crate_on_disk_is_fresh() {
    let root = spec(&client().output);
    let lock = fs::read_to_string(root.join("API.lock")).unwrap();
    let on_disk = |file: &File| fs::read_to_string(root.join(&file.path)).unwrap_or_default();
    let is_fresh = |file: &File| generated_part(&file.path, &on_disk(file)) == file.contents;
    let stale: Vec<String> = files(Some(&lock)).iter().filter(|it| !is_fresh(it)).map(|it| it.path.clone()).collect();
    assert!(stale.is_empty(), "`cargo xtask codegen` would write {stale:?}");
}

#[test]
fn the_crate_on_disk_has_no_other_source() {
    let root = spec(&client().output);
    let wanted: Vec<PathBuf> = files(None).iter().map(|file| root.join(&file.path)).collect();
    let strays: Vec<PathBuf> = walk(&root.join("src")).into_iter().filter(|path| !wanted.contains(path)).collect();
    assert!(strays.is_empty(), "`cargo xtask codegen` would delete {strays:?}");
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// The copies; the list of the formats is made for the document.
fn is_runtime(file: &File) -> bool {
    file.path.starts_with("src/runtime/") && file.path != "src/runtime/json/formats/mod.rs"
}
