//! The properties that an inline schema declares where it is written, and the words for an object that these give.

use openapiv3::{ObjectType, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

/// The properties of an object, or those of all parts of an `allOf` that are no references.
#[derive(Default)]
pub(super) struct Members<'s> {
    /// Each with its schema, by name: names don't depend on the order of a document.
    pub properties: Vec<(&'s str, &'s ReferenceOr<Box<Schema>>)>,
    required: Vec<&'s str>,
}

/// As many values or branches tell of one branch; with more, nobody would read the name.
pub(super) const MOST_VALUES: usize = 4;

/// As many properties are named in a word; of more, the first, and that there are more.
const MOST_NAMES: usize = 4;

impl<'s> Members<'s> {
    /// `None` for a reference, and for what is no object.
    pub(super) fn of(schema: &'s ReferenceOr<Schema>) -> Option<Self> {
        Self::of_item(schema.as_item()?)
    }

    pub(super) fn of_item(schema: &'s Schema) -> Option<Self> {
        let mut members = Self::default();
        members.add(schema).then(|| members.sorted())
    }

    pub(super) fn of_object(object: &'s ObjectType) -> Self {
        let properties = object.properties.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
        Self { properties, required: object.required.iter().map(String::as_str).collect() }.sorted()
    }

    fn sorted(mut self) -> Self {
        self.properties.sort_by_key(|(name, _)| *name);
        self
    }

    /// Adds those of a schema; `false` if it can have none.
    fn add(&mut self, schema: &'s Schema) -> bool {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                let own = Self::of_object(object);
                self.properties.extend(own.properties);
                self.required.extend(own.required);
            }
            SchemaKind::Any(any) => {
                self.properties.extend(any.properties.iter().map(|(name, schema)| (name.as_str(), schema)));
                self.required.extend(any.required.iter().map(String::as_str));
            }
            SchemaKind::AllOf { all_of } => {
                for part in all_of.iter().filter_map(ReferenceOr::as_item) {
                    self.add(part);
                }
            }
            SchemaKind::Type(_) | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::Not { .. } => {
                return false;
            }
        }
        true
    }

    /// The first constant that it must have.
    pub(super) fn constant(&self) -> Option<String> {
        self.demanded().find_map(|(_, schema)| only_value(schema))
    }

    /// Its constant, or the properties that it must have. An object that demands nothing is called after what it may have.
    pub(super) fn word(&self) -> String {
        self.constant().unwrap_or_else(|| self.word_of_names())
    }

    fn word_of_names(&self) -> String {
        let mut required = self.required.clone();
        required.sort_unstable();
        let words: Vec<&str> = match required.len() {
            0 => self.properties.iter().map(|(name, _)| *name).take(2).collect(),
            1..=MOST_NAMES => required,
            _ => required.into_iter().take(MOST_NAMES - 1).chain([MORE]).collect(),
        };
        if words.is_empty() { "Object".to_owned() } else { with(&words) }
    }

    /// A word for one that shares `word` with others: all constants that it has, or all that it may have.
    pub(super) fn fuller_word(&self, word: &str) -> String {
        let constants: Vec<String> = self.properties.iter().filter_map(|(_, schema)| only_value(schema)).collect();
        let others = self.properties.iter().filter(|(_, schema)| only_value(schema).is_none());
        let others: Vec<&str> = others.map(|(name, _)| *name).collect();
        match (&constants[..], &others[..]) {
            ([_, _, ..], _) => constants.join(AND),
            (_, []) => word.to_owned(),
            ([], _) => with(&others),
            ([only], _) => format!("{only} {}", with(&others)),
        }
    }

    /// A word that says which values a property lists that it must have, if these are few.
    pub(super) fn word_of_values(&self) -> Option<String> {
        self.demanded().find_map(|(_, schema)| {
            let values = listed_values(schema)?;
            (values.len() <= MOST_VALUES).then(|| format!("{} {}", self.word_of_names(), values.join(" or ")))
        })
    }

    /// Could it have had this word before properties were added to it?
    pub(super) fn may_have_been(&self, word: &str) -> bool {
        let mut constants = self.properties.iter().filter_map(|(_, schema)| only_value(schema));
        let names = word.strip_prefix(WITH).map(|words| words.split(AND));
        let has = |name| self.properties.iter().any(|(own, _)| *own == name);
        constants.any(|only| only == word) || names.is_some_and(|mut names| names.all(has))
    }

    /// The properties without which an object is not this one. If nothing is required, all are.
    fn demanded(&self) -> impl Iterator<Item = &(&'s str, &'s ReferenceOr<Box<Schema>>)> {
        self.properties.iter().filter(|(name, _)| self.required.is_empty() || self.required.contains(name))
    }
}

fn with(properties: &[&str]) -> String {
    format!("{WITH}{}", properties.join(AND))
}

pub(super) const WITH: &str = "with ";
pub(super) const AND: &str = " and ";
const MORE: &str = "more";

fn only_value(schema: &ReferenceOr<Box<Schema>>) -> Option<String> {
    match &listed_values(schema)?[..] {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The strings that a schema lists.
fn listed_values(schema: &ReferenceOr<Box<Schema>>) -> Option<Vec<String>> {
    match &schema.as_item()?.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => {
            let values: Option<Vec<String>> = string.enumeration.iter().cloned().collect();
            values.filter(|values| !values.is_empty())
        }
        _ => None,
    }
}
