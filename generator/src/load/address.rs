//! Addresses that are relative to others (RFC 3986, 5.2), as texts.

/// The address that `reference` means where `base` is that of the document; no fragment is left.
pub(crate) fn join(base: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    let base = base.split(['#', '?']).next().unwrap_or_default();
    if reference.is_empty() {
        return base.to_owned();
    }
    if scheme(reference).is_some() {
        return reference.to_owned();
    }
    let (root, path) = base.split_at(root(base));
    if reference.starts_with("//") {
        return format!("{}{reference}", scheme(base).unwrap_or_default());
    }
    let whole = match reference.starts_with('/') {
        true => reference.to_owned(),
        false if path.is_empty() && root.contains("//") => format!("/{reference}"),
        false => format!("{}{reference}", &path[..path.rfind('/').map_or(0, |at| at + 1)]),
    };
    format!("{root}{}", without_dots(&whole))
}

/// `https:`, as far as it is one.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then(|| &address[..=scheme.len()])
}

/// Where the path begins: behind the scheme and the host.
fn root(address: &str) -> usize {
    let start = scheme(address).map_or(0, str::len);
    match address[start..].strip_prefix("//") {
        Some(rest) => start + 2 + rest.find('/').unwrap_or(rest.len()),
        None => start,
    }
}

fn without_dots(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    let ends_in_folder = path.ends_with('/') || path.ends_with("/..") || path.ends_with("/.");
    for step in path.split('/') {
        match step {
            "." => {}
            ".." if steps.last().is_some_and(|last| !last.is_empty() && *last != "..") => drop(steps.pop()),
            ".." if steps == [""] => {}
            step => steps.push(step),
        }
    }
    let joined = steps.join("/");
    if ends_in_folder && !joined.ends_with('/') { joined + "/" } else { joined }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn addresses_are_joined() {
        let base = "https://example.com/a/b.json#/x";
        let cases = [
            ("c.json", "https://example.com/a/c.json"),
            ("./c/", "https://example.com/a/c/"),
            ("../c", "https://example.com/c"),
            ("../../../c", "https://example.com/c"),
            ("/c#/d", "https://example.com/c"),
            ("//other/c", "https://other/c"),
            ("urn:x:y", "urn:x:y"),
            ("", "https://example.com/a/b.json"),
            ("#/d", "https://example.com/a/b.json"),
        ];
        for (reference, expected) in cases {
            assert_eq!(join(base, reference), expected, "{reference}");
        }
        assert_eq!((join("", "./a"), join("", "../a"), join("x/y", "z")), ("a".into(), "../a".into(), "x/z".into()));
        assert_eq!((join("https://e.com", "a"), join("urn:a:b", "c")), ("https://e.com/a".into(), "urn:c".into()));
    }
}
