//! What became of the client's constructor and its credentials.

use super::Weight;
use crate::lock::items::Item;

/// A credential of the same setter is sent otherwise: the setter of a basic one takes two parts, and only where a scheme
/// is `oauth2` is there a type for the credentials of an application. Locks of earlier versions do not say.
pub(super) fn credential(before: &Item, after: &Item) -> Option<(Weight, &'static str, &'static str)> {
    let (before, after) = (before.facts.first()?.as_str(), after.facts.first()?.as_str());
    Some(match (before, after) {
        ("basic", _) | (_, "basic") | ("oauth2", _) => (Weight::Major, "R402", "kind of credential changed"),
        (_, "oauth2") => (Weight::Minor, "R401", "kind of credential changed"),
        _ => (Weight::None, "R408", "credential sent otherwise"),
    })
}

/// What `Client::new` takes; how its arguments are called is nothing to callers.
pub(super) fn constructor(before: &Item, after: &Item) -> Option<(Weight, &'static str, &'static str)> {
    let arguments =
        |item: &Item| item.facts.first().map_or(0, |facts| facts.split(',').filter(|one| *one != "()").count());
    (arguments(before) != arguments(after)).then_some((Weight::Major, "R407", "arguments of constructor changed"))
}

#[cfg(test)]
mod tests {
    use crate::diff::rules::{Weight, changes};
    use crate::lock::items::Items;

    const OLD: &str = "\
auth   ClientBuilder::key  header X-Key  #/components/securitySchemes/key
auth   ClientBuilder::o  oauth2  #/components/securitySchemes/o
feat   pets  tag pets
new    Client::new  (key)  #/components/securitySchemes/key
type   types::Status  enum open  #/components/schemas/Status
";

    /// The weight and the rule of a change.
    type Told = (Weight, &'static str);

    fn rules(old: &str, new: &str) -> Vec<Told> {
        assert_ne!(old, new);
        let changes = changes(&Items::parse(old), &Items::parse(new));
        changes.iter().map(|change| (change.weight, change.rule)).collect()
    }

    #[test]
    fn features_credentials_and_the_constructor_are_weighed() {
        use Weight::{Major, Minor, None};
        let cases: [(&str, &str, &[Told]); 9] = [
            ("header X-Key", "basic", &[(Major, "R402")]),
            ("header X-Key", "bearer", &[(None, "R408")]),
            ("header X-Key", "oauth2", &[(Minor, "R401")]),
            ("oauth2", "bearer", &[(Major, "R402")]),
            ("(key)", "()", &[(Major, "R407")]),
            ("(key)", "(user, password)", &[(Major, "R407")]),
            ("(key)", "(token)", &[]),
            ("feat   pets  tag pets", "feat   animals  tag animals", &[(Major, "R501"), (Minor, "R504")]),
            ("enum open", "enum open  of f64", &[(Major, "R242")]),
        ];
        for (from, to, expected) in cases {
            assert_eq!(rules(OLD, &OLD.replace(from, to)), expected, "{from} → {to}");
        }
    }

    #[test]
    fn what_is_deprecated_warns() {
        let with = OLD.replace("enum open", "enum open  deprecated");
        assert_eq!(rules(OLD, &with), [(Weight::Minor, "R309")]);
        assert_eq!(rules(&with, OLD), [(Weight::None, "R309")]);
    }

    /// A lock of an earlier version says less, and that is no change.
    #[test]
    fn what_a_lock_does_not_say_has_not_changed() {
        let before = "\
auth   ClientBuilder::key  #/components/securitySchemes/key
auth   ClientBuilder::o  #/components/securitySchemes/o
type   types::Status  enum open  #/components/schemas/Status
";
        assert_eq!(rules(before, &OLD.replace("enum open", "enum open  of i64")), []);
        assert_eq!(rules(OLD, before), []);
    }
}
