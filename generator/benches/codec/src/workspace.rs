//! The crates to measure, written to disk.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::CANDIDATES;
use crate::model::Model;
use crate::render;

/// Every so many types is also read and written as an array; these are what the speed is measured on.
pub const LISTED: usize = 25;

const MANIFEST: &str = "[workspace]
resolver = \"3\"
members = [\"derive\", \"table\", \"slots\", \"speed\"]

[workspace.dependencies]
bytes = \"1\"
itoa = \"1\"
serde = { version = \"1\", features = [\"derive\"] }
serde_json = { version = \"1\", features = [\"preserve_order\"] }
";

pub fn write(model: &Model, repository: &Path, root: &Path) -> PathBuf {
    write_file(&root.join("Cargo.toml"), MANIFEST);
    // The versions of the repository, so that nothing is fetched and results stay comparable.
    fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock")).expect("Cargo.lock of the repository");
    for candidate in CANDIDATES {
        let own = if candidate == "derive" { "" } else { "bytes.workspace = true\nitoa.workspace = true\n" };
        let dependencies = format!("{own}serde.workspace = true\nserde_json.workspace = true\n");
        write_file(&root.join(candidate).join("Cargo.toml"), &manifest(candidate, &dependencies));
        write_file(&root.join(candidate).join("src/lib.rs"), &render::library(candidate, model));
        if candidate != "derive" {
            codec(candidate, repository, &root.join(candidate).join("src/json"));
        }
    }
    speed(model, &root.join("speed"));
    root.to_owned()
}

fn manifest(name: &str, dependencies: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}")
}

/// A generated crate has the codec as its own module, so its cost counts.
fn codec(candidate: &str, repository: &Path, to: &Path) {
    for entry in fs::read_dir(repository.join("generator/runtime/src/json")).expect("the codec") {
        let path = entry.expect("the codec").path();
        let Some(name) = path.file_name().filter(|_| path.is_file()) else {
            continue;
        };
        let mut text = fs::read_to_string(&path).expect("a file of the codec");
        if name == "mod.rs" {
            text = text.replace("pub mod formats;\n", "");
            text.push_str(if candidate == "table" { "\npub mod table;\n" } else { "" });
        }
        if candidate == "table" && name == "object.rs" {
            text = text.replace("    name: &'static str", "    pub(super) name: &'static str");
            text = text.replace("    fn key_is", "    pub(super) fn key_is");
        }
        if candidate == "table" && name == "bridge.rs" {
            text = text
                .replace("T: Decode, D", "T: super::table::Take, D")
                .replace("super::from_slice", "super::table::from_slice");
        }
        write_file(&to.join(name), &text);
    }
    if candidate == "table" {
        write_file(&to.join("table.rs"), include_str!("table.rs.txt"));
    }
}

/// A program that lets all candidates read and write the same documents.
fn speed(model: &Model, root: &Path) {
    let dependency = |name: &&str| format!("{name} = {{ path = \"../{name}\" }}\n");
    write_file(&root.join("Cargo.toml"), &manifest("speed", &CANDIDATES.iter().map(dependency).collect::<String>()));
    let mut main = String::from(include_str!("speed.rs.txt"));
    for candidate in CANDIDATES {
        let _ = writeln!(main, "fn {candidate}(which: usize, repeat: Repeat) -> Option<f64> {{\n    match which {{");
        for index in (0..model.structs.len()).step_by(LISTED) {
            let _ = writeln!(
                main,
                "        {index} => measure({candidate}::read_list_{index}, {candidate}::write_list_{index}, DOCUMENTS[{}], repeat),",
                index / LISTED
            );
        }
        main.push_str("        _ => None,\n    }\n}\n");
    }
    main.push_str("static DOCUMENTS: &[[&str; 2]] = &[\n");
    for index in (0..model.structs.len()).step_by(LISTED) {
        for (name, sorted) in [("", false), ("-sorted", true)] {
            write_file(&root.join(format!("data/{index}{name}.json")), &model.sample(index, 60, sorted));
        }
        let _ = writeln!(
            main,
            "    [include_str!(\"../data/{index}.json\"), include_str!(\"../data/{index}-sorted.json\")],"
        );
    }
    main.push_str("];\n");
    write_file(&root.join("src/main.rs"), &main);
}

fn write_file(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder that can be made");
    fs::write(path, text).expect("a file that can be written");
}
