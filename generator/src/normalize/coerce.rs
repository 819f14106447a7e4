//! A value of one kind where another belongs: strings, booleans, lists, and maps as authors write them.

use super::context::{Context, Field};
use super::place::Place;
use crate::diagnostics::defect;
use serde_json::{Map, Value};

impl Context<'_> {
    /// A string. A number or boolean becomes the text that the author wrote, `1.10` and not `1.1`.
    pub(super) fn text(&mut self, value: &Value, place: &Place<'_>) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => Some(self.scalar_as_text(value, place)),
            _ => {
                self.report(defect::not_a_string(&self.pointer(place)));
                None
            }
        }
    }

    fn scalar_as_text(&mut self, value: &Value, place: &Place<'_>) -> String {
        let pointer = self.pointer(place);
        let text = self.raw_text(value, place);
        self.report(defect::scalar_for_string(&pointer, &text));
        text
    }

    /// The text of a scalar as written in the source.
    pub(super) fn raw_text(&self, value: &Value, place: &Place<'_>) -> String {
        match value {
            Value::String(text) => text.clone(),
            _ => {
                let origin = self.provenance.origin_of_input(&place.source());
                self.author.raw(&origin).unwrap_or_else(|| value.to_string())
            }
        }
    }

    /// [`text`](Self::text) as a member.
    pub(super) fn text_field(&mut self, value: &Value, place: &Place<'_>) -> Field {
        self.text(value, place).map(Value::String).into()
    }

    /// A boolean; `"true"` is one.
    pub(super) fn boolean(&mut self, value: &Value, place: &Place<'_>) -> Option<bool> {
        if let Value::Bool(flag) = value {
            return Some(*flag);
        }
        let flag = match value {
            Value::String(text) => parse_bool(text),
            Value::Number(number) => number.as_u64().filter(|&bit| bit < 2).map(|bit| bit == 1),
            _ => None,
        };
        self.report(match flag {
            Some(flag) => defect::coerced(&self.pointer(place), "a boolean", &flag.to_string()),
            None => defect::not_a_boolean(&self.pointer(place)),
        });
        flag
    }

    /// [`boolean`](Self::boolean) as a member.
    pub(super) fn boolean_field(&mut self, value: &Value, place: &Place<'_>) -> Field {
        self.boolean(value, place).map(Value::Bool).into()
    }

    /// The items of a list; anything else counts as the only item of one.
    pub(super) fn items<'v>(&mut self, value: &'v Value, place: &Place<'_>) -> &'v [Value] {
        match value {
            Value::Array(items) => items,
            _ => {
                self.report(defect::not_a_list(&self.pointer(place)));
                std::slice::from_ref(value)
            }
        }
    }

    /// A list of strings; one string is a list of it.
    pub(super) fn texts(&mut self, value: &Value, place: &Place<'_>) -> Vec<String> {
        let items = self.items(value, place).iter().enumerate();
        items.filter_map(|(index, item)| self.text(item, &item_place(value, place, index))).collect()
    }

    /// [`texts`](Self::texts) as a member.
    pub(super) fn texts_field(&mut self, value: &Value, place: &Place<'_>) -> Field {
        Field::Keep(self.texts(value, place).into())
    }

    /// An object of free names, each value read by `read`; extensions are no names.
    pub(super) fn map(
        &mut self,
        node: &Value,
        place: &Place<'_>,
        what: &'static str,
        mut read: impl FnMut(&mut Self, &str, &Value, &Place<'_>) -> Option<Value>,
    ) -> Map<String, Value> {
        self.through(node, place, |context, node, place| context.own_map(node, place, what, &mut read))
    }

    fn own_map(
        &mut self,
        node: &Value,
        place: &Place<'_>,
        what: &'static str,
        read: &mut dyn FnMut(&mut Self, &str, &Value, &Place<'_>) -> Option<Value>,
    ) -> Map<String, Value> {
        let mut out = Map::new();
        let Some(members) = self.members(node, place, what) else { return out };
        for (key, value) in members {
            if let Some(value) = read(self, key, value, &place.key(key)) {
                out.insert(key.clone(), value);
            }
        }
        out
    }
}

/// The place of item `index` of what [`Context::items`] made of `value`.
pub(super) fn item_place<'p>(value: &Value, place: &'p Place<'p>, index: usize) -> Place<'p> {
    if value.is_array() { place.index(index) } else { place.under_index(index) }
}

fn parse_bool(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// An object from its members.
pub(super) fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
