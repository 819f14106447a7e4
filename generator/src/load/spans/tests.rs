//! Places are checked by what stands there in the text.

use crate::diagnostics::Part;
use crate::load::{Source, Span, load};
use crate::pointer::Pointer;
use std::path::Path;

struct Text(Source);

impl Text {
    fn yaml(text: &str) -> Self {
        Self(load(Path::new("a.yaml"), text).unwrap())
    }

    fn json(text: &str) -> Self {
        Self(load(Path::new("a.json"), text).unwrap())
    }

    fn span(&self, pointer: &str, part: Part) -> Span {
        let steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/"));
        let pointer = steps.fold(Pointer::root(), |pointer, step| pointer.key(&step));
        self.0.span(&pointer, part)
    }

    fn value(&self, pointer: &str) -> &str {
        &self.0.text()[self.span(pointer, Part::Value).range]
    }

    fn key(&self, pointer: &str) -> &str {
        &self.0.text()[self.span(pointer, Part::Key).range]
    }

    fn line(&self, pointer: &str, part: Part) -> usize {
        self.0.place(self.span(pointer, part).range.start).line
    }
}

#[test]
fn yaml_of_every_style() {
    let text = Text::yaml(
        "é: 'ü'\n\"q\\u0041\": {x: 1.0, 'y z': [a , \"b\"]}\nlist:\n  - name: n # why\n    type: t\n  - - 1\n    - 2\nempty:\nblock: |\n  one\n  two\nlast: x\n",
    );
    assert_eq!((text.key("/é"), text.value("/é")), ("é", "'ü'"));
    assert_eq!((text.key("/qA"), text.value("/qA")), ("\"q\\u0041\"", "{x: 1.0, 'y z': [a , \"b\"]}"));
    assert_eq!((text.value("/qA/x"), text.key("/qA/y z"), text.value("/qA/y z/0")), ("1.0", "'y z'", "a"));
    assert_eq!((text.value("/qA/y z/1"), text.value("/list/0/name")), ("\"b\"", "n"));
    // What takes several lines is shown by its key, what has no key by its first line.
    assert_eq!((text.value("/list"), text.value("/block"), text.value("/list/1/1")), ("list", "block", "2"));
    assert_eq!(text.value("/list/0"), "name: n # why");
    assert_eq!((text.value("/empty"), text.value("/last")), ("empty", "x"));
}

#[test]
fn json_of_every_kind() {
    let text = Text::json(
        "{\"a\\\"\": [1.50, \"\\ud83d\\ude00\", {\"é\": null}],\n \"b/c\": {\n \"d\": true}, \"e\": \"}\\\\\"}",
    );
    assert_eq!(
        (text.value("/a\"/0"), text.value("/a\"/1"), text.value("/a\"/2/é")),
        ("1.50", "\"\\ud83d\\ude00\"", "null")
    );
    assert_eq!((text.key("/b~1c"), text.value("/b~1c"), text.value("/b~1c/d")), ("\"b/c\"", "\"b/c\"", "true"));
    assert_eq!((text.value("/e"), text.line("/b~1c/d", Part::Value)), ("\"}\\\\\"", 3));
}

#[test]
fn the_closest_node_above_stands_in_for_what_is_not_there() {
    let text = Text::yaml("a:\n  b: {c: 1}\n");
    let span = text.span("/a/b/x/y", Part::Value);
    assert!(span.is_ancestor);
    assert_eq!(&text.0.text()[span.range], "b");
    assert_eq!(text.value("/nothing"), "a:");
    assert!(!text.span("/a/b/c", Part::Value).is_ancestor);
}

#[test]
fn the_last_of_several_keys_counts_and_the_others_are_found() {
    let text = Text::yaml("a: 1\nb: 2\na: 3\na: 4\n");
    assert_eq!((text.line("/a", Part::Key), text.value("/a")), (4, "4"));
    assert_eq!((text.line("/a", Part::Overwritten(0)), text.line("/a", Part::Overwritten(1))), (1, 3));
}

#[test]
fn what_an_alias_brings_is_shown_where_it_is_written() {
    let text =
        Text::yaml("x: &x\n  b: 1\n  c: &y [2]\nz: *x\nm:\n  <<: *x\n  b: 3\nn:\n  <<: [*y, {d: 4}, *x]\nk: *y\n");
    let alias = |pointer| text.span(pointer, Part::Value).alias.map(|range| &text.0.text()[range]);
    assert_eq!((text.line("/z/b", Part::Value), text.value("/z/b"), alias("/z/b")), (2, "1", Some("*x")));
    assert_eq!((text.line("/m/c/0", Part::Value), alias("/m/c/0"), alias("/m/b")), (3, Some("*x"), None));
    assert_eq!((text.value("/n/d"), text.line("/n/b", Part::Key), alias("/k/0")), ("4", 2, Some("*y")));
    assert_eq!((text.value("/z"), alias("/z")), ("*x", None));
}

#[test]
fn text_the_scanner_refuses_keeps_its_places() {
    for odd in [
        "a:\n  b: {\n    x: 1\n  }\nc: 2\n",
        "a:\n  b: [\n    {x: 1\n  },\n  ]\nc: 2\n",
        "a:\n  b: 'x\n  # y'\nc: 2\n",
        "a:\n  b:\tx\nc:\t2\n",
        "a:\n  b: |\n    {\n    }\n  d: {\n  }\nc: 2\n",
    ] {
        let text = Text::yaml(odd);
        let span = text.span("/c", Part::Value);
        assert!(!span.is_ancestor, "{odd}");
        assert_eq!(&odd[span.range], "2", "{odd}");
    }
}

#[test]
fn a_source_that_was_not_read_has_no_places() {
    let source = Source::unread(Path::new("a.yaml"), "\u{feff}a: [");
    assert_eq!(source.span(&Pointer::root().key("a"), Part::Value), Span::default());
    assert_eq!((source.text(), source.raw_scalar(&Pointer::root())), ("a: [", None));
}

#[test]
fn large_objects_and_arrays_are_looked_up_the_same_way() {
    let members: String = (0..500).map(|key| format!("k{key}: {key}\n")).collect();
    let items: String = (0..500).map(|item| format!("  - {item}\n")).collect();
    let text = Text::yaml(&format!("{members}k7: x\nlist:\n{items}"));
    assert_eq!((text.value("/k499"), text.value("/k7"), text.value("/list/123")), ("499", "x", "123"));
    assert_eq!(text.line("/k7", Part::Overwritten(0)), 8);
    assert!(text.span("/k500", Part::Value).is_ancestor && text.span("/list/500", Part::Value).is_ancestor);
}
