//! The keys of `paths`: from what is written to a path and a query.

use crate::normalize::references::percent_decode;

/// A key of `paths`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PathKey {
    /// The key in the normalized document: begins with a slash.
    pub(super) key: String,
    /// The path to request.
    pub(super) path: String,
    /// The pairs of the query string in the key that have a fixed value.
    pub(super) query: Vec<(String, String)>,
    /// The names in the query string that have none, and what stands for the value, braces and all.
    pub(super) open: Vec<(String, String)>,
    /// The placeholders whose values may have slashes inside.
    pub(super) spanning: Vec<String>,
}

impl PathKey {
    /// Reads a key.
    pub(super) fn parse(written: &str) -> Self {
        let trimmed = without_address(written.trim());
        let key = if trimmed.starts_with('/') { trimmed.to_owned() } else { format!("/{trimmed}") };
        let before_fragment = outside_braces(&key, '#').map_or(key.as_str(), |at| &key[..at]);
        let (path, query) = match outside_braces(before_fragment, '?') {
            Some(at) => (&before_fragment[..at], &before_fragment[at + 1..]),
            None => (before_fragment, ""),
        };
        let path = balanced(path);
        let spanning = spanning(&path);
        let path = clean(&path);
        let open = open_pairs(query);
        let query = fixed_pairs(query);
        Self { key, path, query, open, spanning }
    }

    /// Reads segments such as `:id` as placeholders if there is a parameter of the name in the path, and in a path without
    /// braces if there is none of it anywhere.
    pub(super) fn read_colons(&mut self, declared: &dyn Fn(&str) -> bool, elsewhere: &dyn Fn(&str) -> bool) {
        let bare = !self.path.contains('{');
        let is_placeholder = |name: &&str| declared(name) || bare && is_plain_name(name) && !elsewhere(name);
        let segment = |segment: &str| match segment.strip_prefix(':').filter(is_placeholder) {
            Some(name) => format!("{{{name}}}"),
            None => segment.to_owned(),
        };
        let segments: Vec<String> = self.path.split('/').map(segment).collect();
        self.path = segments.join("/");
    }

    /// Takes away what routers have behind the name of a parameter: `{id:[0-9]+}`, `{name=shelves/*}`.
    pub(super) fn drop_converters(&mut self, declared: &dyn Fn(&str) -> bool) {
        for written in placeholders(&self.path.clone()) {
            let Some(name) = without_converter(written).filter(|name| !declared(written) && declared(name)) else {
                continue;
            };
            self.path = self.path.replacen(&format!("{{{written}}}"), &format!("{{{name}}}"), 1);
            self.spanning.iter_mut().filter(|own| *own == written).for_each(|own| *own = name.to_owned());
        }
    }

    /// Gives the placeholders without a name those of the parameters that are declared and that the path doesn't have.
    pub(super) fn name_placeholders(&mut self, declared: &[String]) {
        while let Some((before, after)) = self.path.split_once("{}") {
            let free = declared.iter().find(|name| !name.is_empty() && !has(&self.path, name));
            let name = free.cloned().unwrap_or_else(|| unnamed(before, &self.path));
            self.path = format!("{before}{{{name}}}{after}");
        }
    }
}

fn is_plain_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
        && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
}

/// The path of a whole address: `https://example.com/pets`.
fn without_address(written: &str) -> &str {
    let rest = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"));
    rest.map_or(written, |rest| rest.find('/').map_or("/", |at| &rest[at..]))
}

fn outside_braces(text: &str, wanted: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, char) in text.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if char == wanted && depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// Gives each brace its other half, as a path has none that stands for itself: a placeholder ends with its segment, and
/// begins with it.
fn balanced(path: &str) -> String {
    let single = path.replace("{{", "{").replace("}}", "}");
    let mut out = String::with_capacity(single.len());
    let mut rest = single.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        let (before, inner, after) = match from.strip_prefix('{') {
            Some(opened) => {
                let (inner, after) = closed(opened);
                (before, inner, after)
            }
            None => {
                let (before, inner) = before.split_at(before.rfind('/').map_or(0, |slash| slash + 1));
                (before, inner, &from[1..])
            }
        };
        out.extend([before, "{", inner, "}"]);
        rest = after;
    }
    out + rest
}

/// The placeholder that begins here, and what follows it.
fn closed(opened: &str) -> (&str, &str) {
    match opened.find(['{', '}']) {
        Some(end) if opened[end..].starts_with('}') => (&opened[..end], &opened[end + 1..]),
        _ => opened.split_at(opened.find(['/', '{']).unwrap_or(opened.len())),
    }
}

/// Placeholders are plain names in OpenAPI; `{+path}`, `{path*}` and `{?query}` are from URI templates (RFC 6570).
fn clean(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, (inner, after))) = rest.split_once('{').and_then(|(a, b)| Some((a, b.split_once('}')?))) {
        out.push_str(before);
        if !inner.starts_with(['?', '&']) {
            out.push_str(&format!("{{{}}}", name_of(inner)));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The name between two braces.
fn name_of(inner: &str) -> &str {
    inner.trim().trim_start_matches(['+', '/', ';', '.', '#']).trim_end_matches(['+', '*'])
}

/// The name before a converter or a pattern.
fn without_converter(inner: &str) -> Option<&str> {
    inner.split_once([':', '=']).map(|(name, _)| name.trim())
}

/// The names of the placeholders that routers fill with several segments: `{+name}` (RFC 6570, 3.2.3), `{path*}`,
/// `{path+}`, `{path:path}`, `{name=shelves/*}`.
fn spanning(path: &str) -> Vec<String> {
    let spans = |inner: &&str| match inner.trim().split_once([':', '=']) {
        Some((_, pattern)) => {
            pattern.trim() == "path" || pattern.trim().starts_with(['.', '*']) || pattern.contains('/')
        }
        None => inner.trim().starts_with('+') || inner.trim().ends_with(['+', '*']),
    };
    placeholders(path).into_iter().filter(spans).map(|inner| name_of(inner).to_owned()).collect()
}

/// What a placeholder without a name is called, by the segment before it: `{pets}` in `/pets/{}`.
fn unnamed(before: &str, path: &str) -> String {
    let segment = before.split('/').rfind(|segment| !segment.is_empty()).unwrap_or("value");
    let name = segment.replace(['{', '}'], "");
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !has(path, name)).unwrap_or(name)
}

fn has(path: &str, name: &str) -> bool {
    path.contains(&format!("{{{name}}}"))
}

/// As they mean them: they are percent-encoded again when they are sent.
fn fixed_pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty() && !pair.contains('{'));
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (percent_decode(name), percent_decode(value))).collect()
}

/// The pairs whose value is up to the caller: of `{y}` alone, that is also the name.
fn open_pairs(query: &str) -> Vec<(String, String)> {
    if !query.contains('{') {
        return Vec::new();
    }
    let query = clean(&balanced(query));
    let pairs = query.split('&').filter(|pair| pair.contains('{'));
    let pair = |pair: &str| match pair.split_once('=') {
        Some((name, value)) if value.contains('{') => (percent_decode(name).replace(['{', '}'], ""), value.to_owned()),
        _ => (placeholders(pair).first().copied().unwrap_or_default().to_owned(), pair.to_owned()),
    };
    pairs.map(pair).filter(|(name, _)| !name.is_empty()).collect()
}

/// The names of the placeholders in a path, each once.
pub(super) fn placeholders(path: &str) -> Vec<&str> {
    let parts = path.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in parts {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The path with the placeholders' names left out, by which two keys are the same.
pub(super) fn shape(path: &str) -> String {
    let mut out = String::new();
    for (index, part) in path.split('{').enumerate() {
        let literal = if index == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) };
        out.push_str(if index == 0 { "" } else { "{}" });
        out.push_str(literal);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_paths() {
        type Pairs<'a> = &'a [(&'a str, &'a str)];
        let cases: [(&str, &str, &str, Pairs<'_>); 18] = [
            ("/pets/{id}", "/pets/{id}", "/pets/{id}", &[]),
            ("pets ", "/pets", "/pets", &[]),
            ("https://example.com/pets", "/pets", "/pets", &[]),
            ("/a?b=c&d={e}", "/a?b=c&d={e}", "/a", &[("b", "c")]),
            ("/a?b=c%20d&e", "/a?b=c%20d&e", "/a", &[("b", "c d"), ("e", "")]),
            ("/#Action=X", "/#Action=X", "/", &[]),
            ("/f/{+path}", "/f/{+path}", "/f/{path}", &[]),
            ("/f/{path*}{?a,b}", "/f/{path*}{?a,b}", "/f/{path}", &[]),
            ("/odd/{x", "/odd/{x", "/odd/{x}", &[]),
            ("/odd/{x/y", "/odd/{x/y", "/odd/{x}/y", &[]),
            ("/odd/{x/{y}", "/odd/{x/{y}", "/odd/{x}/{y}", &[]),
            ("/odd/x}/y", "/odd/x}/y", "/odd/{x}/y", &[]),
            ("/odd/{{x}}", "/odd/{{x}}", "/odd/{x}", &[]),
            ("/{x/y}", "/{x/y}", "/{x/y}", &[]),
            ("/pets/{}/toys/{}", "/pets/{}/toys/{}", "/pets/{pets}/toys/{toys}", &[]),
            ("/a/{}/a/{+}/{}", "/a/{}/a/{+}/{}", "/a/{a}/a/{a_2}/{a_2_2}", &[]),
            ("/{}", "/{}", "/{value}", &[]),
            ("/}{", "/}{", "/{value}{value_2}", &[]),
        ];
        for (written, key, path, query) in cases {
            let mut parsed = PathKey::parse(written);
            parsed.name_placeholders(&[]);
            let pairs: Vec<(&str, &str)> = parsed.query.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!((parsed.key.as_str(), parsed.path.as_str(), pairs.as_slice()), (key, path, query), "{written}");
        }
    }

    #[test]
    fn colons_are_braces_where_there_are_none() {
        let read = |written: &str| {
            let mut parsed = PathKey::parse(written);
            parsed.read_colons(&|name| name == "declared", &|name| name == "elsewhere");
            parsed.path
        };
        assert_eq!(read("/users/:id/posts/:post_id"), "/users/{id}/posts/{post_id}");
        assert_eq!(read("/users/{id}/:declared/:other"), "/users/{id}/{declared}/:other");
        assert_eq!(read("/users/:elsewhere/:/:1/:a.b/c:d"), "/users/:elsewhere/:/:1/:a.b/c:d");
    }

    #[test]
    fn what_the_query_of_a_key_leaves_open() {
        let cases: [(&str, &[(&str, &str)]); 5] = [
            ("/e?x=1&y={z}", &[("y", "{z}")]),
            ("/e?{q}&a={b},{c}", &[("q", "{q}"), ("a", "{b},{c}")]),
            ("/e?x=1{&y}", &[]),
            ("/e{?y}", &[]),
            ("/e?y={", &[("y", "{}")]),
        ];
        for (written, open) in cases {
            let parsed = PathKey::parse(written);
            let pairs: Vec<(&str, &str)> = parsed.open.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!(pairs, open, "{written}");
        }
    }

    #[test]
    fn what_has_no_name_in_the_path_is_the_parameter_that_is_left() {
        let mut parsed = PathKey::parse("/a/{}/{b}/{}/{}");
        parsed.name_placeholders(&["b".to_owned(), "c".to_owned(), "c".to_owned(), "d".to_owned()]);
        assert_eq!(parsed.path, "/a/{c}/{b}/{d}/{d_2}");
    }

    #[test]
    fn placeholders_are_found_once_and_shapes_ignore_their_names() {
        assert_eq!(placeholders("/a/{x}/b/{y}.{x}"), ["x", "y"]);
        assert_eq!(shape("/a/{x}/b"), shape("/a/{y}/b"));
        assert_ne!(shape("/a/{x}/b"), shape("/a/x/b"));
    }
}
