//! From the command line to the crates that are meant, with every path resolved and inside its bounds.

use std::fs;
use std::path::{Component, Path, PathBuf};

use generator::config::{self, Client, Config};
use generator::overlay::Overlay;

use crate::files;
use crate::output::{Failure, Output, nearby, show};

/// Where `codegen.toml` is unless the command line says otherwise, from the root of the workspace.
const CONFIG: &str = "spec/codegen.toml";

/// One crate to generate.
#[derive(Clone, Debug)]
pub struct Target {
    /// What to generate.
    pub client: Client,
    /// The document.
    pub spec: PathBuf,
    /// The overlays that change it.
    pub overlays: Vec<Overlay>,
    /// The folders beside that of the document that it may refer to.
    pub references: Vec<PathBuf>,
    /// The folder of the crate.
    pub output: PathBuf,
    /// The `codegen.toml` that describes it, and its text; `None` if the command line does.
    pub config: Option<(PathBuf, String)>,
}

/// The crates that a `codegen.toml` lists: the one at `path`, or else the workspace's own.
pub fn listed(path: Option<&Path>, api: Option<&str>, output: &mut Output) -> Result<Vec<Target>, Failure> {
    let path = path.map_or_else(find_config, |path| Ok(path.to_owned()))?;
    let text = fs::read_to_string(&path)
        .map_err(|error| Failure::usage(format!("`{}` cannot be read: {error}", show(&path))))?;
    let config = read(&path, &text, output)?;
    let folder = canonical(path.parent().unwrap_or(Path::new(".")))?;
    let root = workspace_root(&folder);
    let clients = config.clients.into_iter().filter(|client| api.is_none_or(|name| client.package.name == name));
    let targets = clients.map(|client| {
        let spec = inside(&root, &folder, "spec", &client.spec)?;
        let overlays = client.overlays.iter().map(|name| overlay(name, &inside(&root, &folder, "overlays", name)?));
        let overlays = overlays.collect::<Result<_, Failure>>()?;
        let references =
            client.references.iter().map(|path| reference(path, inside(&root, &folder, "references", path)?));
        let references = references.collect::<Result<_, Failure>>()?;
        let output = inside(&root, &folder, "output", &client.output)?;
        no_way_out(&root, &output, &client.output)?;
        Ok(Target { client, spec, overlays, references, output, config: Some((path.clone(), text.clone())) })
    });
    let targets = targets.collect::<Result<Vec<_>, Failure>>()?;
    if let (true, Some(name)) = (targets.is_empty(), api) {
        return Err(Failure::usage(format!("`{}` describes no crate `{name}`", show(&path))));
    }
    apart(&targets)?;
    Ok(targets)
}

/// The crate that the command line describes.
pub fn given(spec: &Path, output: &Path, name: Option<&str>) -> Result<Target, Failure> {
    let output = absolute(output)?;
    let name = name.map_or_else(|| crate_name(&output), str::to_owned);
    if !config::is_crate_name(&name) {
        return Err(Failure::usage(format!("`{name}` cannot be the name of a crate")).help("give one with `--name`"));
    }
    let client = Client::new(show(spec), show(&output), name);
    let (overlays, references) = (Vec::new(), Vec::new());
    Ok(Target { client, spec: spec.to_owned(), overlays, references, output, config: None })
}

fn find_config() -> Result<PathBuf, Failure> {
    let current = canonical(Path::new("."))?;
    let found = current.ancestors().map(|folder| folder.join(CONFIG)).find(|path| path.is_file());
    found.ok_or_else(|| {
        Failure::usage(format!("there is no `{CONFIG}` here or in a folder above"))
            .help("name one with `--config FILE`, or give a document with `--spec FILE --out DIR`")
    })
}

fn read(path: &Path, text: &str, output: &mut Output) -> Result<Config, Failure> {
    let parsed = config::parse(text);
    output.list(&show(path), output.of_config(path, text, &parsed.findings));
    if parsed.has_errors() {
        return Err(Failure::usage(format!("`{}` is not usable", show(path))));
    }
    Ok(parsed.config)
}

/// The nearest folder that holds a workspace or a repository; else the folder itself.
fn workspace_root(folder: &Path) -> PathBuf {
    let is_root = |folder: &&Path| crate::workspace::is_workspace(folder) || folder.join(".git").exists();
    folder.ancestors().find(is_root).unwrap_or(folder).to_owned()
}

/// `path` from `folder`, which must not lead out of `root`.
fn inside(root: &Path, folder: &Path, key: &str, path: &str) -> Result<PathBuf, Failure> {
    let mut resolved = folder.to_owned();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(step) => resolved.push(step),
            Component::ParentDir => drop(resolved.pop()),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => resolved = PathBuf::from(component.as_os_str()),
        }
    }
    if resolved != root && resolved.starts_with(root) {
        return Ok(resolved);
    }
    Err(Failure::usage(format!("`{key} = {path:?}` leads out of the workspace `{}`", show(root))))
}

fn overlay(name: &str, path: &Path) -> Result<Overlay, Failure> {
    match files::text(path) {
        Ok(text) => Ok(Overlay { path: nearby(path), name: name.to_owned(), text }),
        Err(reason) => Err(Failure::usage(format!("the overlay `{}` cannot be read: {reason}", show(path)))),
    }
}

fn reference(written: &str, path: PathBuf) -> Result<PathBuf, Failure> {
    if path.is_dir() {
        return Ok(path);
    }
    Err(Failure::usage(format!("`references = [{written:?}]`: there is no folder `{}`", show(&path))))
}

/// No symbolic link on the way to the output may lead out of the workspace either.
fn no_way_out(root: &Path, output: &Path, written: &str) -> Result<(), Failure> {
    let existing = output.ancestors().find(|folder| fs::symlink_metadata(folder).is_ok()).unwrap_or(root);
    if canonical(existing)?.starts_with(root) {
        return Ok(());
    }
    Err(Failure::usage(format!("`output = {written:?}` leads out of the workspace by a symbolic link")))
}

/// No crate may lie in the folder of another: each would delete the other's files.
fn apart(targets: &[Target]) -> Result<(), Failure> {
    for (index, one) in targets.iter().enumerate() {
        let other = targets
            .iter()
            .enumerate()
            .find(|(other, target)| *other != index && target.output.starts_with(&one.output));
        if let Some((_, other)) = other {
            let names = (&one.client.package.name, &other.client.package.name);
            return Err(Failure::usage(format!("the output of `{}` lies in that of `{}`", names.1, names.0)));
        }
    }
    Ok(())
}

fn canonical(path: &Path) -> Result<PathBuf, Failure> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    path.canonicalize().map_err(|error| Failure::usage(format!("`{}`: {error}", show(path))))
}

/// The folder with the links on the way to it resolved; it need not exist.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let path = std::path::absolute(path).map_err(|error| Failure::usage(format!("`{}`: {error}", show(path))))?;
    match path.ancestors().find_map(|folder| Some((folder.canonicalize().ok()?, path.strip_prefix(folder).ok()?))) {
        Some((folder, rest)) if rest.as_os_str().is_empty() => Ok(folder),
        Some((folder, rest)) => Ok(folder.join(rest)),
        None => Ok(path),
    }
}

/// The name of a crate after its folder: `My API` is `my-api`.
fn crate_name(output: &Path) -> String {
    let folder = output.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let letter = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let name: String = folder.chars().map(letter).collect();
    if config::is_crate_name(&name) { name } else { format!("client-{name}") }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{crate_name, inside};

    #[test]
    fn paths_stay_inside_the_workspace() {
        let resolve = |path| inside(Path::new("/w"), Path::new("/w/spec"), "output", path).ok();
        assert_eq!(resolve("../client").as_deref(), Some(Path::new("/w/client")));
        assert_eq!(resolve("./a/../b").as_deref(), Some(Path::new("/w/spec/b")));
        for path in ["..", "../../x", "../../w2/x", "a/../../../w/../x", "/etc"] {
            assert_eq!(resolve(path), None, "{path}");
        }
    }

    #[test]
    fn a_crate_is_named_after_its_folder() {
        let names = ["/x/My API", "/x/pets", "/x/3d"].map(|path| crate_name(Path::new(path)));
        assert_eq!(names, ["my-api", "pets", "client-3d"]);
    }
}
