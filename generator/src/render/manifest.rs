//! `Cargo.toml`: stands alone, and asks for nothing that the document does not need.

use super::docs::is_invisible;
use super::formats::{LIBRARIES, Used};
use super::{Body, Source};
use crate::config::{self, Package};
use crate::manifest_tail;
use crate::model::Api;

/// The oldest compiler that a generated crate promises to build with: the newest of its dependencies' own.
const RUST_VERSION: &str = "1.89";

/// So many letters of a title are in the description of the package.
const LONGEST_TITLE: usize = 200;

/// The manifest.
pub(super) fn cargo_toml(api: &Api, config: &config::Client) -> Source<'static> {
    let mut lines = vec![super::super::emit::MANIFEST_HEADER.to_owned(), String::new()];
    lines.extend(package(api, &config.package));
    lines.extend(features(api));
    lines.extend(dependencies(api));
    lines.extend([String::new(), manifest_tail::MARKER.to_owned()]);
    Source { path: "Cargo.toml".to_owned(), body: Body::Text(lines.join("\n") + "\n") }
}

fn package(api: &Api, package: &Package) -> Vec<String> {
    let mut lines = vec![
        "[package]".to_owned(),
        format!("name = {}", quoted(&package.name)),
        format!("version = {}", quoted(&package.version)),
        "edition = \"2024\"".to_owned(),
        format!("rust-version = {}", quoted(package.rust_version.as_deref().unwrap_or(RUST_VERSION))),
    ];
    let description = package.description.clone().unwrap_or_else(|| description_of(&api.info.title));
    lines.push(format!("description = {}", quoted(&description)));
    let optional = [
        ("license", &package.license),
        ("repository", &package.repository),
        ("homepage", &package.homepage),
        ("documentation", &package.documentation),
    ];
    lines.extend(optional.iter().filter_map(|(key, value)| Some(format!("{key} = {}", quoted(value.as_deref()?)))));
    let lists = [("authors", &package.authors), ("keywords", &package.keywords), ("categories", &package.categories)];
    lines.extend(
        lists.iter().filter(|(_, list)| !list.is_empty()).map(|(key, list)| format!("{key} = {}", quoted_list(list))),
    );
    lines.extend((!package.publish).then(|| "publish = false".to_owned()));
    lines.push(String::new());
    lines
}

/// What the crate is, in one line of a reasonable length.
fn description_of(title: &str) -> String {
    match title.trim() {
        "" => "A client of an API.".to_owned(),
        title if title.chars().count() > LONGEST_TITLE => {
            format!("A client of {}….", title.chars().take(LONGEST_TITLE).collect::<String>())
        }
        title => format!("A client of {title}."),
    }
}

fn features(api: &Api) -> Vec<String> {
    let mut tags: Vec<String> = api.tags.iter().map(|tag| tag.feature.clone()).collect();
    tags.sort_unstable();
    let default: Vec<String> =
        ["reqwest", "rustls"].map(str::to_owned).into_iter().chain(tags.iter().cloned()).collect();
    let mut lines = vec!["[features]".to_owned(), "default = [".to_owned()];
    lines.extend(default.iter().map(|feature| format!("    {},", quoted(feature))));
    lines.push("]".to_owned());
    lines.extend(
        [
            "# The transport and the clock that come with the crate.",
            "reqwest = [\"dep:reqwest\", \"dep:http-body\", \"dep:tokio\", \"dep:fastrand\", \"dep:flate2\"]",
            "rustls = [\"reqwest\", \"reqwest/rustls\"]",
            "native-tls = [\"reqwest\", \"reqwest/native-tls\"]",
            "# Calls that are waited for without `async`.",
            "blocking = [\"dep:tokio\", \"tokio/rt\"]",
            "# A span for each call and each attempt.",
            "tracing = [\"dep:tracing\"]",
            "# A server in memory for tests, and constructors for the types that only a server makes.",
            "mock = []",
        ]
        .map(str::to_owned),
    );
    if !tags.is_empty() {
        lines.push("# One for each tag of the document.".to_owned());
    }
    lines.extend(tags.iter().map(|feature| format!("{} = []", quoted(feature))));
    lines.push(String::new());
    lines
}

/// Those of every target are last, so that what the user adds below the marker is one of them.
fn dependencies(api: &Api) -> Vec<String> {
    let mut lines = vec![
        "# What a browser cannot have; there an application brings its own transport and clock.".to_owned(),
        format!("[target.'{NOT_IN_A_BROWSER}'.dependencies]"),
    ];
    lines.extend(OUTSIDE.iter().map(|line| (*line).to_owned()));
    lines.extend([String::new(), "[dependencies]".to_owned()]);
    let formats = Used::of(api).libraries().into_iter().map(|library| library.line);
    let mut everywhere: Vec<String> = FIXED.iter().copied().chain(formats).map(str::to_owned).collect();
    everywhere.sort_unstable();
    lines.extend(everywhere);
    lines
}

/// The targets of [`OUTSIDE`].
const NOT_IN_A_BROWSER: &str = "cfg(not(target_arch = \"wasm32\"))";

/// What every generated crate depends on; the same as generator/runtime/Cargo.toml, which a test holds it to.
pub(super) const FIXED: &[&str] = &[
    "bytes = \"1\"",
    "futures-core = \"0.3\"",
    "http = \"1\"",
    "httpdate = \"1\"",
    "itoa = \"1\"",
    "serde = \"1\"",
    "serde_json = \"1\"",
    "tracing = { version = \"0.1\", default-features = false, features = [\"std\"], optional = true }",
];

/// The same for what the crate has a transport and a clock of.
const OUTSIDE: &[&str] = &[
    "fastrand = { version = \"2.5\", optional = true }",
    "flate2 = { version = \"1\", default-features = false, features = [\"rust_backend\"], optional = true }",
    "http-body = { version = \"1\", optional = true }",
    "reqwest = { version = \"0.13\", default-features = false, features = [\"http2\", \"system-proxy\"], optional = true }",
    "tokio = { version = \"1\", default-features = false, features = [\"fs\", \"time\"], optional = true }",
];

/// Is this, under `[dependencies]`, what a document may ask for? It has no features but those that are needed.
pub(crate) fn is_own_dependency(name: &str, value: &toml::Value) -> bool {
    let known = LIBRARIES.iter().any(|library| library.name == name);
    known && value.get("default-features").and_then(toml::Value::as_bool) == Some(false)
}

/// A TOML string in one line, escaped. Cargo hands most of them to rustc in its environment, where no NUL can be.
fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|letter| letter.is_whitespace() || !is_invisible(*letter)).collect();
    let words =
        text.split(|letter: char| letter.is_whitespace() || letter.is_control()).filter(|word| !word.is_empty());
    toml::Value::String(words.collect::<Vec<_>>().join(" ")).to_string()
}

fn quoted_list(list: &[String]) -> String {
    format!("[{}]", list.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{FIXED, LIBRARIES, NOT_IN_A_BROWSER, OUTSIDE, description_of, quoted};

    #[test]
    fn a_string_is_one_line_that_an_environment_can_hold() {
        assert_eq!(quoted("a\0\n \"b\"\u{7f}"), r#"'a "b"'"#);
        assert_eq!(quoted("a\u{202e}b\u{061c}\u{2028}c"), r#""ab c""#);
    }

    #[test]
    fn a_title_makes_a_description() {
        assert_eq!(description_of(" Pets "), "A client of Pets.");
        assert_eq!(description_of("\n"), "A client of an API.");
        assert!(description_of(&"é".repeat(60_000)).chars().count() < 220);
    }

    /// The dependencies of a manifest, without what it takes from its workspace.
    fn dependencies(manifest: &str, keys: &[&str]) -> BTreeMap<String, toml::Value> {
        let table: toml::Table = manifest.parse().unwrap();
        let section =
            keys.iter().fold(&toml::Value::Table(table), |value, key| &value[*key]).as_table().unwrap().clone();
        section.into_iter().collect()
    }

    /// One setting of a dependency, which may be its version alone.
    fn setting(dependency: &toml::Value, key: &str) -> Option<toml::Value> {
        let version = dependency.as_str().filter(|_| key == "version");
        version.map(toml::Value::from).or_else(|| dependency.as_table()?.get(key).cloned())
    }

    /// The newest `serde_json` is asked for by the generator alone, which keeps the order of keys.
    #[test]
    fn a_generated_crate_asks_for_what_the_runtime_asks_for() {
        let workspace = dependencies(include_str!("../../../Cargo.toml"), &["workspace", "dependencies"]);
        let everywhere = FIXED.iter().copied().chain(LIBRARIES.iter().map(|library| library.line)).collect();
        let targets =
            [(everywhere, &["dependencies"][..]), (OUTSIDE.to_vec(), &["target", NOT_IN_A_BROWSER, "dependencies"])];
        for (lines, keys) in targets {
            let runtime = dependencies(include_str!("../../runtime/Cargo.toml"), keys);
            let generated = dependencies(&format!("[dependencies]\n{}", lines.join("\n")), &["dependencies"]);
            assert_eq!(generated.keys().collect::<Vec<_>>(), runtime.keys().collect::<Vec<_>>());
            for (name, ours) in generated.iter().filter(|(name, _)| *name != "serde_json") {
                assert_same(name, ours, &workspace[name], &runtime[name]);
            }
        }
    }

    fn assert_same(name: &str, ours: &toml::Value, shared: &toml::Value, own: &toml::Value) {
        for key in ["version", "default-features"] {
            assert_eq!(setting(ours, key), setting(shared, key), "{key} of {name}");
        }
        assert_eq!(setting(ours, "optional"), setting(own, "optional"), "optional of {name}");
        let features = setting(own, "features").or_else(|| setting(shared, "features"));
        assert_eq!(setting(ours, "features"), features, "features of {name}");
    }
}
