//! A text that is kept beside its value.

/// As long as any date-time with an offset and microseconds.
const ROOM: usize = 38;

/// A text. A short one, as nearly all are, needs no memory of its own: an answer may have thousands of dates.
#[derive(Clone)]
pub(super) enum Spelling {
    Short { length: u8, bytes: [u8; ROOM] },
    Long(Box<str>),
}

impl Spelling {
    pub(super) fn as_str(&self) -> &str {
        match self {
            // It is what was copied from a text.
            Self::Short { length, bytes } => str::from_utf8(&bytes[..usize::from(*length)]).unwrap_or_default(),
            Self::Long(text) => text,
        }
    }
}

impl From<&str> for Spelling {
    fn from(text: &str) -> Self {
        let mut bytes = [0; ROOM];
        match (u8::try_from(text.len()), bytes.get_mut(..text.len())) {
            (Ok(length), Some(place)) => {
                place.copy_from_slice(text.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }
}
