//! Cargo workspaces around a generated crate: Cargo refuses to build a crate that lies in one it is no member of.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// Does this folder hold a `Cargo.toml` with a `[workspace]`?
pub fn is_workspace(folder: &Path) -> bool {
    workspace(folder).is_some()
}

/// What to tell the user of a crate that lies in a workspace which does not know it.
pub fn hint(output: &Path) -> Option<String> {
    let root: PathBuf = output.ancestors().skip(1).find(|folder| is_workspace(folder))?.to_owned();
    let workspace = workspace(&root)?;
    let path = output.strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
    if listed(&workspace, "members").chain(listed(&workspace, "exclude")).any(|pattern| covers(pattern, &path)) {
        return None;
    }
    let manifest = crate::output::show(&root.join("Cargo.toml"));
    Some(format!("the crate lies in a workspace: add \"{path}\" to `workspace.members` or `exclude` in {manifest}"))
}

fn workspace(folder: &Path) -> Option<Table> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    text.parse::<Table>().ok()?.get("workspace")?.as_table().cloned()
}

fn listed<'a>(workspace: &'a Table, key: &str) -> impl Iterator<Item = &'a str> {
    workspace.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// A pattern covers the folder it names, step by step; `*` stands for any text in a step, as Cargo has it.
fn covers(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let steps = (pattern.split('/'), path.split('/'));
    pattern.split('/').count() == path.split('/').count()
        && steps.0.zip(steps.1).all(|(step, name)| matches(step, name))
}

fn matches(step: &str, name: &str) -> bool {
    match step.split_once('*') {
        None => step == name,
        Some((start, end)) => name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    #[test]
    fn a_crate_that_its_workspace_does_not_know_gets_a_hint() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Cargo.toml"), "[workspace]\nmembers = ['a', 'clients/*']\nexclude = ['b']")
            .unwrap();
        let hint = |path: &str| super::hint(&folder.path().join(path)).is_some();
        assert_eq!(["a", "b", "clients/x"].map(hint), [false; 3]);
        assert_eq!(["c", "clients", "clients/x/y"].map(hint), [true; 3]);
    }
}
