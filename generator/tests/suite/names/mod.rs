//! Adding to a document renames nothing: `paths(API(before)) ⊆ paths(API(after))`, and each path still means the same.

mod files;
mod growth;
mod random;

use std::collections::BTreeMap;

/// The public items of an API, as `API.lock` lists them.
pub struct Items {
    /// By kind, Rust path and identity: a path can be listed for each of several identities, as a body by media type.
    facts: BTreeMap<[String; 3], Vec<String>>,
}

impl Items {
    pub fn parse(lines: &[String]) -> Self {
        Self { facts: lines.iter().filter_map(|line| item(line)).collect() }
    }

    /// What became of these items that should not have: lost, given to something else, or of another type.
    pub fn broken_in(&self, after: &Self, types_stay: bool) -> Vec<String> {
        let broken = self.facts.iter().filter_map(|(key, facts)| match after.facts.get(key) {
            None => Some(after.fate_of(key)),
            // What was a constant alone may get a type with further values.
            Some(now) if types_stay && !now.ends_with(&unmocked(facts, now)) => {
                Some(format!("{} was {facts:?} and is {now:?}", key[1]))
            }
            Some(_) => None,
        });
        broken.collect()
    }

    fn fate_of(&self, [kind, path, identity]: &[String; 3]) -> String {
        let others = self.facts.keys().filter(|key| key[0] == *kind);
        let renamed = others.clone().find(|key| key[2] == *identity).map(|key| format!("; it is {} now", key[1]));
        let taken = others.clone().find(|key| key[1] == *path).map(|key| format!("; the name is that of {}", key[2]));
        format!("{kind} {path} is gone{}{} ({identity})", renamed.unwrap_or_default(), taken.unwrap_or_default())
    }
}

/// The facts, as they may have become: a constructor that no longer needs the feature `mock` takes nothing away.
fn unmocked(facts: &[String], now: &[String]) -> Vec<String> {
    let opened = |fact: &String| match fact.strip_prefix("mock ") {
        Some(open) if now.iter().any(|now| now == open) => open.to_owned(),
        _ => fact.clone(),
    };
    facts.iter().map(opened).collect()
}

/// Kind, path, facts and identity of a line; names that had to yield are listed as what they are, too. Of an operation,
/// the errors are left out: their enum is open.
fn item(line: &str) -> Option<([String; 3], Vec<String>)> {
    let columns: Vec<String> = line.split("  ").map(|column| column.trim().to_owned()).collect();
    let columns: Vec<String> = columns.into_iter().filter(|column| !column.is_empty()).collect();
    match &columns[..] {
        [kind, ..] if ["pin", "demo"].contains(&kind.as_str()) => None,
        [kind, path, facts @ .., identity] => {
            let facts = facts.iter().map(|fact| fact.split(" ! ").next().unwrap().to_owned());
            Some(([kind.clone(), path.clone(), identity.clone()], facts.collect()))
        }
        _ => None,
    }
}

#[test]
fn a_lost_item_and_a_retargeted_one_are_noticed() {
    let lines = |lines: &[&str]| Items::parse(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
    let before = lines(&[
        "type   types::A  struct  #/A",
        "type   types::B  struct  #/B",
        "field  types::A.x  i64  required  #/A/x",
    ]);
    let after = lines(&[
        "type   types::A  struct  #/C",
        "type   types::A2  struct  #/A",
        "field  types::A.x  Box<i64>  required  #/A/x",
    ]);
    insta::assert_snapshot!(before.broken_in(&after, true).join("\n"), @r#"
    types::A.x was ["i64", "required"] and is ["Box<i64>", "required"]
    type types::A is gone; it is types::A2 now; the name is that of #/C (#/A)
    type types::B is gone (#/B)
    "#);
    assert!(before.broken_in(&before, true).is_empty());
}
