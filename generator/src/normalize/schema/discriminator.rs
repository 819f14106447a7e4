//! `discriminator`, which names the property that tells the branches of a union apart.

use crate::diagnostics::defect;
use crate::normalize::coerce::object;
use crate::normalize::context::{Context, Field};
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::normalize::references::{Followed, reference_to};
use serde_json::{Map, Value};

impl Context<'_> {
    /// The discriminator of a schema. 2.0 has only the name of the property.
    pub(super) fn discriminator(&mut self, members: &Map<String, Value>, place: &Place<'_>) -> Option<Value> {
        let here = place.key("discriminator");
        let mut out = match members.get("discriminator")? {
            Value::Null => return None,
            Value::String(name) => {
                self.report(defect::discriminator_as_string(&self.pointer(&here)));
                Some(object([("propertyName", name.as_str().into())]).into())
            }
            value => self.discriminator_object(value, &here),
        };
        if let Some(out) = &mut out {
            self.map_own_tags(members, out);
        }
        out
    }

    /// Adds the values that the schemas which extend this one say of themselves, as far as no mapping has them.
    fn map_own_tags(&self, members: &Map<String, Value>, discriminator: &mut Value) {
        for (tag, key) in self.own_tags.below(members) {
            if discriminator["mapping"].get(tag).is_none() {
                discriminator["mapping"][tag] = reference_to("schemas", key).into();
            }
        }
    }

    fn discriminator_object(&mut self, value: &Value, here: &Place<'_>) -> Option<Value> {
        let out = self.object(value, here, "discriminator", |context, key, value, here| match key {
            "propertyName" => context.text_field(value, here),
            "mapping" => Field::Keep(context.mapping(value, here)),
            "defaultMapping" => {
                context.moved(&here.sibling(facts::DEFAULT_MAPPING));
                context.mapped(value, here).map_or(Field::Omit, |text| Field::As(facts::DEFAULT_MAPPING, text))
            }
            _ => Field::Unknown,
        })?;
        if !out.contains_key("propertyName") {
            self.report(defect::discriminator_without_property(&self.pointer(here)));
            return None;
        }
        Some(Value::Object(out))
    }

    fn mapping(&mut self, value: &Value, here: &Place<'_>) -> Value {
        self.map(value, here, "mapping", |context, _, value, here| context.mapped(value, here)).into()
    }

    /// The component that a mapping names, by reference or by its bare name.
    fn mapped(&mut self, value: &Value, here: &Place<'_>) -> Option<Value> {
        let text = self.text(value, here)?;
        let schemas = self.references.section("schemas");
        if schemas.is_some_and(|schemas| schemas.contains_key(&text)) {
            return Some(reference_to("schemas", &text).into());
        }
        match self.follow_text(&text, value, here, "schemas") {
            Followed::Component(key) => Some(reference_to("schemas", &key).into()),
            Followed::Node(target) => Some(reference_to("schemas", &self.references.hoist(&target)).into()),
            Followed::Broken => None,
        }
    }
}
