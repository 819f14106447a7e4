//! Documents before and after an addition, as `tests/growth` has them: what an API has keeps its name and its type.

use std::fs;

use super::Items;
use crate::harness;

/// Additions that make two things wish for one name, or close a circle: only memory knows who was first.
const ONLY_WITH_MEMORY: &[&str] = &[
    "branch_that_demands_the_same",
    "cycle",
    "earlier_operation_of_the_same_snake_case",
    "enum_value",
    "json_beside_another_media_type",
    "query_parameter_of_the_name_of_a_header",
    "server",
];

/// Additions that break something although the lock remembers: each would be a mistake of the generator.
const BROKEN: &[&str] = &[];

/// What breaks without memory, because there nothing but the document says what a thing is:
///
/// - `property_of_a_branch`: an inline branch that demands nothing has no identity but its properties. Its position would
///   be one, but then a new branch before it would rename it, which is what happens more often.
/// - `reference_to_inline`: what is referred to is a component of its own, named by itself like any other. Named by the
///   place where it is written, it would be renamed whenever the owner of that place is.
const BROKEN_WITHOUT_MEMORY: &[&str] = &["property_of_a_branch", "reference_to_inline"];

/// Two versions of a document.
struct Growth {
    name: String,
    before: String,
    after: String,
}

fn growths() -> Vec<Growth> {
    let folder = harness::generator_root().join("tests/growth");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let growth = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let (before, after) = text.split_once("\n---\n").unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Growth { name, before: document(before), after: document(after) }
    };
    paths.iter().map(growth).collect()
}

fn document(text: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: Growth, version: '1'}}\n{text}\n")
}

#[test]
fn nothing_is_lost_where_the_lock_remembers() {
    let broken = check(|growth| {
        let before = harness::lock_items(&growth.before, None);
        let after = harness::lock_items(&growth.after, Some(&before.join("\n")));
        Items::parse(&before).broken_in(&Items::parse(&after), true)
    });
    assert_eq!(names(&broken), BROKEN, "{}", report(&broken));
}

#[test]
fn nothing_is_lost_without_memory_either() {
    let broken = check(|growth| {
        let [before, after] = [&growth.before, &growth.after].map(|text| harness::lock_items(text, None));
        Items::parse(&before).broken_in(&Items::parse(&after), false)
    });
    let unexpected: Vec<_> =
        broken.into_iter().filter(|(name, _)| !ONLY_WITH_MEMORY.contains(&name.as_str())).collect();
    assert_eq!(names(&unexpected), BROKEN_WITHOUT_MEMORY, "{}", report(&unexpected));
}

/// The additions that break something, and what.
fn check(broken: impl Fn(&Growth) -> Vec<String>) -> Vec<(String, Vec<String>)> {
    let all = growths().into_iter().map(|growth| (growth.name.clone(), broken(&growth)));
    all.filter(|(_, broken)| !broken.is_empty()).collect()
}

fn names(broken: &[(String, Vec<String>)]) -> Vec<&str> {
    broken.iter().map(|(name, _)| name.as_str()).collect()
}

fn report(broken: &[(String, Vec<String>)]) -> String {
    broken.iter().map(|(name, broken)| format!("{name}:\n  {}\n", broken.join("\n  "))).collect()
}

/// A list of one leaves no choice, but the type of that one may be in use.
#[test]
fn a_server_stays_when_all_others_go() {
    let servers = |list: &str| document(&format!("servers: [{list}]\npaths: {{}}"));
    let (one, other) = ("{url: https://a.example.com}", "{url: https://b.example.com}");
    let both = harness::lock_items(&servers(&format!("{one}, {other}")), None).join("\n");
    let types = |lock| harness::lock_items(&servers(one), lock).into_iter().filter(|line| line.starts_with("type"));
    assert_eq!(types(None).count(), 0);
    let kept: Vec<String> = types(Some(&both)).collect();
    assert_eq!(kept, ["type   servers::AExampleCom  struct  server https://a.example.com"]);
}
