//! Typed access to a TOML table that reports every mistake instead of stopping at the first.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::{Finding, similar};

/// A value and its place.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// A table that is being read.
pub(super) struct Table<'a, 'i> {
    /// The entries.
    pub entries: &'a DeTable<'i>,
    /// The path of the table, `package`; empty at the top.
    pub path: &'a str,
    /// Where it stands.
    pub span: Range<usize>,
}

impl<'a, 'i> Table<'a, 'i> {
    /// Warns about every key that is not one of `known`.
    pub fn only(&self, known: &[&str], findings: &mut Vec<Finding>) {
        for (key, _) in self.entries.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let message = format!("unknown key `{}`{}; it is ignored", key.get_ref(), self.place());
            let help = match similar(key.get_ref(), known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the keys here are {}", list(known)),
            };
            findings.push(Finding::warning(key.span(), message).help(help));
        }
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&'a Value<'i>> {
        self.entries.get(key)
    }

    /// A string.
    pub fn string(&self, key: &str, findings: &mut Vec<Finding>) -> Option<String> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str().map(str::to_owned);
        text.or_else(|| self.wrong(key, value, "a string", findings))
    }

    /// A string that must be there.
    pub fn required(&self, key: &str, findings: &mut Vec<Finding>) -> Option<String> {
        if self.get(key).is_none() {
            let message = format!("`{key}` is missing{}", self.place());
            findings.push(Finding::error(self.span.clone(), message));
        }
        self.string(key, findings)
    }

    /// `true` or `false`.
    pub fn boolean(&self, key: &str, findings: &mut Vec<Finding>) -> Option<bool> {
        let value = self.get(key)?;
        value.get_ref().as_bool().or_else(|| self.wrong(key, value, "`true` or `false`", findings))
    }

    /// A whole number of at least zero.
    pub fn number(&self, key: &str, findings: &mut Vec<Finding>) -> Option<u32> {
        let value = self.get(key)?;
        number(value).or_else(|| self.wrong(key, value, "a whole number", findings))
    }

    /// An array; empty if it is not there.
    pub fn array(&self, key: &str, findings: &mut Vec<Finding>) -> Vec<&'a Value<'i>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let items = value.get_ref().as_array().map(|array| array.iter().collect());
        items.or_else(|| self.wrong(key, value, "an array", findings)).unwrap_or_default()
    }

    /// An array of strings; empty if it is not there.
    pub fn strings(&self, key: &str, findings: &mut Vec<Finding>) -> Vec<String> {
        let mut strings = Vec::new();
        for item in self.array(key, findings) {
            let text = item.get_ref().as_str().map(str::to_owned);
            strings.extend(text.or_else(|| self.wrong(key, item, "an array of strings", findings)));
        }
        strings
    }

    /// The table under `key`, with its path for messages, to be read by `read`; `None` if it is not there.
    pub fn table<T>(
        &self,
        key: &str,
        findings: &mut Vec<Finding>,
        read: impl FnOnce(&Table<'_, 'i>, &mut Vec<Finding>) -> T,
    ) -> Option<T> {
        let value = self.get(key)?;
        let path = self.child(key);
        let Some(entries) = value.get_ref().as_table() else {
            return self.wrong(key, value, "a table", findings);
        };
        Some(read(&Table { entries, path: &path, span: value.span() }, findings))
    }

    /// Reports that the value of `key` is of the wrong type.
    pub fn wrong<T>(&self, key: &str, value: &Value<'_>, expected: &str, findings: &mut Vec<Finding>) -> Option<T> {
        let message = format!("`{}` must be {expected}, not {}", self.child(key), kind(value));
        findings.push(Finding::error(value.span(), message));
        None
    }

    /// The path of what is under `key`, for messages.
    pub fn child(&self, key: &str) -> String {
        let bare = key.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
        let key = if bare && !key.is_empty() { key.to_owned() } else { format!("{key:?}") };
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }

    fn place(&self) -> String {
        if self.path.is_empty() { String::new() } else { format!(" in `[{}]`", self.path) }
    }
}

/// A whole number of at least zero.
pub(super) fn number(value: &Value<'_>) -> Option<u32> {
    let integer = value.get_ref().as_integer()?;
    u32::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// Words as a sentence lists them: `a`, `b`.
pub(super) fn list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

fn kind(value: &Value<'_>) -> &'static str {
    match value.get_ref() {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date-time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}
