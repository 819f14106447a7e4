//! Documents that nobody wrote: each is made from a number, half of them are then broken in a few places.
//!
//! Whatever they say, the generator does not panic and what it writes is Rust; [`judge`] has the list of promises. Some
//! of the crates are compiled beside the fixtures, see [`sample`]. The long run goes on for as long as it is given:
//!
//! ```sh
//! FUZZ_SECONDS=3600 FUZZ_COMPILE=50 cargo test --release -p generator --test suite fuzz::long::long -- --ignored --nocapture
//! ```
//!
//! | variable | meaning |
//! |---|---|
//! | `FUZZ_SECONDS` | how long; 60 by default |
//! | `FUZZ_SEED` | the first seed; 1000000 by default |
//! | `FUZZ_CORPUS` | a folder whose documents are broken too |
//! | `FUZZ_COMPILE` | how many crates are compiled at once between the others; none by default |
//! | `FUZZ_DOCUMENT` | for `fuzz::long::one`: the document to judge and, if need be, to shrink |

mod author;
mod documents;
mod judge;
mod long;
mod mutate;
mod operations;
mod schemas;
mod shrink;
mod words;

use generator::Tolerance;
use serde_json::Value;

use crate::harness;
use crate::random::Random;
use crate::workspace::Member;

/// How many documents every test run looks at.
const SEEDS: u64 = 40;

/// Crates that are compiled in every test run.
const COMPILED: &[u64] = &[0, 1, 2, 3, 4, 5];

/// The document of a seed and its text: an odd one is broken.
struct Case {
    tree: Value,
    yaml: bool,
}

impl Case {
    fn new(seed: u64) -> Self {
        let tree = documents::document(seed / 2);
        let random = Random(!seed);
        if seed % 2 == 1 { Self::broken(tree, random) } else { Self { tree, yaml: seed.is_multiple_of(8) } }
    }

    fn broken(mut tree: Value, mut random: Random) -> Self {
        mutate::damage(&mut tree, &mut random);
        Self { tree, yaml: random.chance(25) }
    }

    fn text(&self) -> String {
        mutate::text(&self.tree, self.yaml)
    }
}

#[test]
fn no_document_breaks_a_promise() {
    for seed in 0..SEEDS {
        let case = Case::new(seed);
        match judge::judge(&case.text()) {
            Ok(files) => assert!(files.is_some() || seed % 2 == 1, "seed {seed} is not read"),
            Err(broken) => panic!("seed {seed}: {broken}\n{}", long::smallest(&case, &broken).text()),
        }
    }
}

/// The crates that compile beside the fixtures.
pub fn sample() -> Vec<Member> {
    COMPILED.iter().filter_map(|seed| member(*seed)).collect()
}

fn member(seed: u64) -> Option<Member> {
    let package = format!("fuzz-{seed}");
    let outcome = harness::outcome(&package, &Case::new(seed).text(), None, Tolerance::Tolerant);
    Some(Member::whole(package, outcome.generated?.files))
}
