//! What the codec of a generated crate costs its users: compile time, memory and speed, against serde's derive.
//!
//! Writes the types of a synthetic document of 500 schemas as one crate per candidate, compiles each several times in
//! turns, and lets them decode and encode the same documents. Prints a Markdown table. Takes some minutes:
//!
//! ```text
//! cargo run --release --manifest-path generator/benches/codec/Cargo.toml [-- <rounds> [<structs>]]
//! ```
//!
//! No round at all writes the crates and stops.
//!
//! - `derive`: `#[derive(Serialize, Deserialize)]` and serde_json.
//! - `slots`: what the generator emits. A table of fields, and a table of slots that one shared loop fills.
//! - `table`: the same table of fields, and a `match` on the field's index in a loop of each type.

mod compile;
mod model;
mod render;
mod run;
mod workspace;

use std::env;
use std::path::Path;

use compile::Command;
use model::Model;

pub const CANDIDATES: [&str; 3] = ["derive", "table", "slots"];

fn main() {
    if env::var_os(compile::LOG).is_some() {
        compile::wrap_rustc();
    }
    let mut arguments = env::args().skip(1).map(|argument| argument.parse().expect("a number"));
    let rounds = arguments.next().unwrap_or(3);
    let model = Model::new(arguments.next().unwrap_or(500));
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository.join("target"), Into::into);
    let workspace = workspace::write(&model, &repository, &target.join("codec-bench"));

    if rounds == 0 {
        return;
    }
    println!("| | {} | times better |\n|---|{}---|", CANDIDATES.join(" | "), "---|".repeat(CANDIDATES.len()));
    for command in [Command::Check, Command::Build, Command::Release] {
        compile::measure(&workspace, command, rounds);
    }
    run::measure(&workspace, rounds);
}

/// The middle one of some measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Whether less or more of something is better.
#[derive(Clone, Copy, PartialEq)]
pub enum Better {
    Less,
    More,
}

/// A line of the table; the last column is how much better what the generator emits is than serde's derive.
pub fn row(name: &str, values: &[f64], digits: usize, better: Better) {
    let cells: Vec<String> = values.iter().map(|value| format!("{value:.digits$}")).collect();
    let (derive, slots) = (values[0], values[values.len() - 1]);
    let gain = if better == Better::Less { derive / slots } else { slots / derive };
    println!("| {name} | {} | {gain:.1} |", cells.join(" | "));
}
