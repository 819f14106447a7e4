//! Why a crate is out of date, and which of its files are.

use std::collections::BTreeSet;

use generator::diagnostics::Severity;
use generator::{digest, manifest_tail};

use crate::lock::{self, FILE, Head, OVERLAY};
use crate::output::{self, Finding};
use crate::write::{Change, Disk, Plan};
use generator::config::Place;

/// The inputs whose digest `API.lock` records, and what to call them.
const INPUTS: &[(&str, &str)] = &[("spec", "the document"), ("config", "codegen.toml")];

/// How many digits of a digest are shown.
const DIGITS: usize = 4;

/// What to do about a lost lock.
pub const TAKE_IT_BACK: &str = "take it back from git if you can: without it names are given as on the first run";

/// Why a crate is out of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is no `API.lock`: the crate was never generated.
    NeverGenerated,
    /// Of `API.lock` alone nothing is left.
    LostLock,
    /// A merge left its markers in `API.lock`.
    MergeMarkers,
    /// An input changed since: what it is and its digests then and now.
    Input { name: String, then: String, now: String },
    /// Another version of the generator made the crate: the versions then and now.
    Version { then: String, now: String },
    /// The generator gives other files for the same inputs, though its version is the same.
    Generator,
    /// The files are not those that were generated.
    EditedByHand,
}

/// Finds the causes from the digests in `API.lock`.
pub fn causes(disk: &Disk, plan: &Plan, new_lock: &str) -> Vec<Cause> {
    let Some(old_lock) = disk.text(FILE).filter(|text| !lock::is_lost(Some(text))) else {
        return vec![if is_lock_lost(disk) { Cause::LostLock } else { Cause::NeverGenerated }];
    };
    if lock::has_merge_markers(old_lock) {
        return vec![Cause::MergeMarkers];
    }
    let (then, now) = (Head::parse(old_lock), Head::parse(new_lock));
    let mut causes: Vec<_> = INPUTS.iter().filter_map(|(key, name)| input(key, name, &then, &now)).collect();
    causes.extend(overlays(&then, &now));
    causes.extend(version(&then, &now));
    let touched = is_touched(disk);
    if touched == Some(true) || causes.is_empty() && (touched.is_none() || only_the_lock(plan)) {
        causes.push(Cause::EditedByHand);
    }
    if causes.is_empty() {
        causes.push(Cause::Generator);
    }
    causes
}

/// Is nothing left of the lock of a crate that was generated?
pub fn is_lock_lost(disk: &Disk) -> bool {
    lock::is_lost(disk.text(FILE)) && disk.generated().next().is_some()
}

/// The overlays that changed, came or went.
fn overlays(then: &Head, now: &Head) -> Vec<Cause> {
    let names: BTreeSet<&str> = then.overlays().chain(now.overlays()).collect();
    let changed = |name: &&str| input(&format!("{OVERLAY}{name}"), &format!("the overlay `{name}`"), then, now);
    names.iter().filter_map(changed).collect()
}

fn input(key: &str, name: &str, then: &Head, now: &Head) -> Option<Cause> {
    let name = name.to_owned();
    let [then, now] = [then, now].map(|head| head.get(key).unwrap_or("none").to_owned());
    (then != now).then_some(Cause::Input { name, then, now })
}

fn version(then: &Head, now: &Head) -> Option<Cause> {
    let [then, now] = [then, now].map(|head| head.get("generator").unwrap_or("none").to_owned());
    (then != now).then_some(Cause::Version { then, now })
}

/// Do the files on disk differ from those that were generated? `None` if `API.lock` does not record them.
pub fn is_touched(disk: &Disk) -> Option<bool> {
    let then = Head::parse(disk.text(FILE)?);
    let files = disk.generated().filter(|(path, _)| *path != FILE);
    let files = files.map(|(path, text)| (path, manifest_tail::generated_part(path, text)));
    Some(digest::files(files) != then.get("out")?)
}

fn only_the_lock(plan: &Plan) -> bool {
    plan.changes().all(|change| change.path == FILE)
}

impl std::fmt::Display for Cause {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NeverGenerated => write!(formatter, "it was never generated: there is no {FILE}"),
            Self::LostLock => write!(formatter, "{FILE} is gone or empty; {TAKE_IT_BACK}"),
            Self::MergeMarkers => write!(formatter, "{FILE} has merge markers"),
            Self::Input { name, then, now } => {
                write!(formatter, "{name} changed since the last codegen   ({} → {})", short(then), short(now))
            }
            Self::Version { then, now } => write!(formatter, "generator {then} → {now}"),
            Self::Generator => write!(formatter, "the generator changed (same inputs, other output)"),
            Self::EditedByHand => {
                write!(formatter, "files were edited by hand: they are not those that were generated")
            }
        }
    }
}

/// The first digits of a digest.
fn short(digest: &str) -> String {
    let Some((name, digits)) = digest.split_once(':') else { return digest.to_owned() };
    format!("{name}:{}…", digits.chars().take(DIGITS).collect::<String>())
}

/// The findings about a stale crate `name`: one that says it all to people, and one for each file, for programs.
pub fn findings(name: &str, causes: &[Cause], plan: &Plan, color: bool) -> Vec<Finding> {
    let message = format!("{name}/ is out of date");
    let notes: Vec<_> = causes.iter().map(|cause| format!("cause: {cause}")).collect();
    let advice = "run `cargo xtask codegen` and commit the result".to_owned();
    let lines = files(plan).map(|file| file.line(name));
    let details: Vec<_> = notes.iter().cloned().chain(lines).chain([advice.clone()]).collect();
    let text = output::error(&message, &details, color);
    let whole = Finding {
        severity: Severity::Error,
        code: "stale".to_owned(),
        message,
        path: None,
        place: None,
        notes: notes.into_iter().chain([advice]).collect(),
        weight: None,
        text,
    };
    std::iter::once(whole).chain(files(plan).map(|file| file.finding(name))).collect()
}

/// A file that is not as it should be.
struct StaleFile<'a> {
    state: &'static str,
    change: &'a Change,
}

fn files(plan: &Plan) -> impl Iterator<Item = StaleFile<'_>> {
    let state = |state| move |change| StaleFile { state, change };
    let (modified, missing) = (plan.update.iter().map(state("modified")), plan.create.iter().map(state("missing")));
    modified.chain(missing).chain(plan.delete.iter().map(state("stray")))
}

impl StaleFile<'_> {
    fn path(&self, name: &str) -> String {
        format!("{name}/{}", self.change.path)
    }

    fn line(&self, name: &str) -> String {
        let (added, removed) = self.change.lines();
        let counts = if self.state == "modified" { format!("   +{added} −{removed}") } else { String::new() };
        format!("{:<9} {}{counts}", self.state, self.path(name))
    }

    fn finding(&self, name: &str) -> Finding {
        let (added, removed) = self.change.lines();
        Finding {
            severity: Severity::Error,
            code: format!("stale-{}", self.state),
            message: format!("this file is {}: codegen would change it by +{added} −{removed} lines", self.state),
            path: Some(self.path(name)),
            place: Some(Place { line: self.change.first_line(), column: 1 }),
            notes: Vec::new(),
            weight: None,
            text: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use generator::{File, digest, manifest_tail};

    use super::{Cause, causes};
    use crate::write::{Disk, Entry, Policy, plan};

    const SOURCE: &str = "// @generated\nfn old() {}\n";

    fn lock(spec: &str, version: &str, source: &str) -> String {
        let out = digest::files([("src/lib.rs", source)]);
        format!("# @generated\nlock 1  naming 1  generator {version}\nin   spec={spec} config=c   out={out}\nop a\n")
    }

    fn disk(lock: &str, source: &str) -> Disk {
        let text = |contents: &str| Entry::Text { contents: contents.to_owned(), read_only: false };
        let entries = [("API.lock", lock), ("src/lib.rs", source)];
        Disk { entries: BTreeMap::from(entries.map(|(path, contents)| (path.to_owned(), text(contents)))) }
    }

    /// The causes when `old` is on disk and the generator gives `new`, each a lock and a source.
    fn causes_of(old: (&str, &str), new: (&str, &str)) -> Vec<Cause> {
        let file = |path: &str, contents: &str| File { path: path.to_owned(), contents: contents.to_owned() };
        let disk = disk(old.0, old.1);
        let plan = plan(&disk, &[file("API.lock", new.0), file("src/lib.rs", new.1)], Policy::Own).unwrap();
        assert!(!plan.is_empty());
        causes(&disk, &plan, new.0)
    }

    #[test]
    fn a_changed_document_is_the_cause() {
        let (new, newer) = (lock("b", "1", "// @generated\n"), "// @generated\n");
        let expected = Cause::Input { name: "the document".to_owned(), then: "a".to_owned(), now: "b".to_owned() };
        assert_eq!(causes_of((&lock("a", "1", SOURCE), SOURCE), (&new, newer)), [expected]);
    }

    #[test]
    fn the_overlay_that_changed_or_went_is_the_cause() {
        let with = |overlays: &str| lock(&format!("a {overlays}"), "1", SOURCE);
        let old = with("overlay:a.yaml=1 overlay:b%20c.yaml=1 overlay:d.yaml=1");
        let causes = causes_of((&old, SOURCE), (&with("overlay:a.yaml=1 overlay:b%20c.yaml=2"), SOURCE));
        let cause = |name: &str, then: &str, now: &str| {
            let (then, now) = (then.to_owned(), now.to_owned());
            Cause::Input { name: format!("the overlay `{name}`"), then, now }
        };
        assert_eq!(causes, [cause("b%20c.yaml", "1", "2"), cause("d.yaml", "1", "none")]);
    }

    #[test]
    fn a_new_version_of_the_generator_is_the_cause() {
        let expected = Cause::Version { then: "1".to_owned(), now: "2".to_owned() };
        let causes = causes_of((&lock("a", "1", SOURCE), SOURCE), (&lock("a", "2", SOURCE), SOURCE));
        assert_eq!(causes, [expected]);
    }

    #[test]
    fn a_generator_that_gives_other_files_is_the_cause() {
        let newer = "// @generated\n";
        let causes = causes_of((&lock("a", "1", SOURCE), SOURCE), (&lock("a", "1", newer), newer));
        assert_eq!(causes, [Cause::Generator]);
    }

    #[test]
    fn an_edit_by_hand_is_the_cause_of_source_and_lock_alike() {
        let lock = lock("a", "1", SOURCE);
        let edited = format!("{SOURCE}// mine\n");
        assert_eq!(causes_of((&lock, &edited), (&lock, SOURCE)), [Cause::EditedByHand]);
        let edited = lock.replace("op a", "op b");
        assert_eq!(causes_of((&edited, SOURCE), (&lock, SOURCE)), [Cause::EditedByHand]);
    }

    #[test]
    fn the_end_of_a_manifest_is_no_edit_by_hand() {
        let generated = format!("# @generated\n{}\n", manifest_tail::MARKER);
        let out = digest::files([("Cargo.toml", generated.as_str())]);
        let lock = |spec: &str| format!("# @generated\nlock 1  generator 1\nin   spec={spec} config=c   out={out}\n");
        let text = |contents: String| Entry::Text { contents, read_only: false };
        let causes = |manifest: String| {
            let entries = [("API.lock", lock("a")), ("Cargo.toml", manifest)];
            let entries = entries.map(|(path, contents)| (path.to_owned(), text(contents)));
            super::causes(&Disk { entries: entries.into() }, &Default::default(), &lock("b"))
        };
        let document = Cause::Input { name: "the document".to_owned(), then: "a".to_owned(), now: "b".to_owned() };
        assert_eq!(causes(format!("{generated}[dev-dependencies]\n")), std::slice::from_ref(&document));
        assert_eq!(causes(format!("# edited\n{generated}")), [document, Cause::EditedByHand]);
    }

    #[test]
    fn merge_markers_are_the_cause_whatever_else_changed() {
        let new = lock("b", "1", SOURCE);
        let torn = format!("<<<<<<< HEAD\n{new}=======\n>>>>>>> main\n");
        assert_eq!(causes_of((&torn, SOURCE), (&new, SOURCE)), [Cause::MergeMarkers]);
    }
}
