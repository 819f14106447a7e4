//! A cursor over the text of a document.
//!
//! ---
//! RFC 8259.

use std::fmt;

use super::{Decode, DecodeError, Drifts, Members, Tag};

/// How many arrays and objects may be open at once, one less than this: the limit of serde_json.
const MAX_DEPTH: u8 = 128;

/// What is found where nothing is.
pub(super) const END: &str = "the end of the document";

/// How much may be read again after wrong guesses at unions, and to compare their branches, in multiples of the document's
/// length.
const REREAD: usize = 8;

/// A cursor over a JSON document, cheap to clone: a clone reads on from the same place by itself.
#[derive(Clone)]
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) position: usize,
    pub(super) depth: u8,
    pub(super) budget: usize,
    /// What is read over has been read before, so that it is not blank.
    pub(super) stale: bool,
    /// Where to note what differs from the document, if anybody wants to know.
    pub(super) drifts: Option<&'a Drifts>,
    /// The branch of a union is only tried.
    pub(super) guessing: bool,
    /// The branch was chosen for members that are numbers in quotes.
    pub(super) loosely: bool,
    /// Where to note which members a branch knows, if that decides which it is.
    pub(super) members: Option<&'a Members>,
    /// How much may be read to compare branches.
    pub(super) comparisons: usize,
    /// What said of which branch the object at an offset is.
    pub(super) tagged: (usize, Option<Tag>),
}

/// Makes room for the next item of an array.
pub(super) trait Items {
    /// A blank item at the end.
    fn next(&mut self) -> Option<&mut dyn Decode>;

    /// Lets go of the item at the end.
    fn pop(&mut self);
}

/// The type of a JSON value, told by its first character.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// The kind as a noun phrase, for error messages.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

impl<'a> Reader<'a> {
    /// A reader at the start of a document.
    pub fn new(text: &'a str) -> Self {
        let budget = text.len().saturating_mul(REREAD);
        Self {
            text,
            position: 0,
            depth: 0,
            budget,
            stale: false,
            drifts: None,
            guessing: false,
            loosely: false,
            members: None,
            comparisons: budget,
            tagged: (0, None),
        }
    }

    /// The byte offset of the next value or punctuation.
    pub fn offset(&mut self) -> usize {
        self.token();
        self.position
    }

    /// The kind of the next value, which is not consumed; `None` where no value can begin.
    pub fn kind(&mut self) -> Option<Kind> {
        match self.token() {
            b'n' => Some(Kind::Null),
            b't' | b'f' => Some(Kind::Bool),
            b'-' | b'0'..=b'9' => Some(Kind::Number),
            b'"' => Some(Kind::String),
            b'[' => Some(Kind::Array),
            b'{' => Some(Kind::Object),
            _ => None,
        }
    }

    /// Reads `null` if it is next; any other value is left where it is.
    ///
    /// # Errors
    ///
    /// A word that begins like `null` but is not.
    pub fn null(&mut self) -> Result<bool, DecodeError> {
        if self.token() != b'n' {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    /// Whether there is nothing for an option: `null`, if the type does not take it itself, or an empty document.
    pub(super) fn none(&mut self, takes_null: bool) -> Result<bool, DecodeError> {
        if takes_null { Ok(self.text.is_empty()) } else { Ok(self.text.is_empty() || self.null()?) }
    }

    /// Reads an array item by item.
    pub(super) fn array(&mut self, items: &mut dyn Items) -> Result<(), DecodeError> {
        let mut more = self.array_start()?;
        let depth = self.depth;
        while more {
            let position = self.position;
            if let Some(Err(error)) = items.next().map(|item| item.read(self)) {
                self.step_over((position, depth), error)?;
                items.pop();
            }
            more = self.array_next()?;
        }
        Ok(())
    }

    /// Reads a boolean.
    ///
    /// # Errors
    ///
    /// The next value is not a boolean.
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        match self.token() {
            b't' => self.word("true").map(|()| true),
            b'f' => self.word("false").map(|()| false),
            _ => Err(self.unexpected("a boolean")),
        }
    }

    /// Steps into an array; says whether an item follows.
    ///
    /// # Errors
    ///
    /// The next value is not an array, or nested too deeply.
    pub fn array_start(&mut self) -> Result<bool, DecodeError> {
        self.enter(b'[', "an array")?;
        if self.token() == b']' {
            self.leave();
            return Ok(false);
        }
        Ok(true)
    }

    /// Steps over the comma or the end of an array; says whether another item follows.
    ///
    /// # Errors
    ///
    /// Neither is next.
    pub fn array_next(&mut self) -> Result<bool, DecodeError> {
        match self.token() {
            b',' => self.position += 1,
            b']' => {
                self.leave();
                return Ok(false);
            }
            _ => return Err(self.unexpected("`,` or `]`")),
        }
        Ok(true)
    }

    /// Steps into an object; says whether a member follows.
    ///
    /// # Errors
    ///
    /// The next value is not an object, or nested too deeply.
    pub fn object_start(&mut self) -> Result<bool, DecodeError> {
        self.enter(b'{', "an object")?;
        if self.token() == b'}' {
            self.leave();
            return Ok(false);
        }
        Ok(true)
    }

    /// Steps over the comma or the end of an object; says whether another member follows.
    ///
    /// # Errors
    ///
    /// Neither is next.
    pub fn object_next(&mut self) -> Result<bool, DecodeError> {
        match self.token() {
            b',' => self.position += 1,
            b'}' => {
                self.leave();
                return Ok(false);
            }
            _ => return Err(self.unexpected("`,` or `}`")),
        }
        Ok(true)
    }

    /// Steps over one value of any kind, checking its grammar alone.
    ///
    /// # Errors
    ///
    /// The JSON is malformed or nested too deeply.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        match self.token() {
            b'"' => self.skip_string(),
            b'{' => self.skip_object(),
            b'[' => self.skip_array(),
            b'n' => self.word("null"),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'-' | b'0'..=b'9' => self.number("a number").map(drop),
            _ => Err(self.unexpected("a value")),
        }
    }

    /// Steps over one value of any kind and returns its text.
    ///
    /// # Errors
    ///
    /// As [`skip`](Self::skip).
    pub fn raw(&mut self) -> Result<&'a str, DecodeError> {
        let start = self.offset();
        self.skip()?;
        Ok(&self.text[start..self.position])
    }

    /// Checks that nothing but whitespace is left.
    ///
    /// # Errors
    ///
    /// Something else is left.
    pub fn end(&mut self) -> Result<(), DecodeError> {
        self.token();
        if self.position < self.text.len() {
            return Err(DecodeError::new(self.position, END));
        }
        Ok(())
    }

    /// An error at the next value, which is named as what was found instead.
    #[cold]
    pub fn unexpected(&mut self, expected: &'static str) -> DecodeError {
        let offset = self.offset();
        self.unexpected_at(offset, expected)
    }

    /// An error at an earlier offset, as [`offset`](Self::offset) gave it.
    #[cold]
    pub fn unexpected_at(&self, offset: usize, expected: &'static str) -> DecodeError {
        let error = DecodeError::new(offset, expected);
        if offset >= self.text.len() {
            return error.with_found(END);
        }
        let kind = Self { position: offset, ..self.clone() }.kind();
        let kind = kind.filter(|kind| !matches!(kind, Kind::Null | Kind::Bool) || is_word(&self.text[offset..]));
        error.with_found(kind.map_or("something else", Kind::noun))
    }

    /// Skips whitespace and looks at the next byte; 0, which begins no token, at the end.
    #[inline]
    pub(super) fn token(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.position) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.position += 1,
                Some(&byte) => return byte,
                None => return 0,
            }
        }
    }

    /// The byte at the cursor; 0 at the end.
    #[inline]
    pub(super) fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.position).copied().unwrap_or(0)
    }

    fn enter(&mut self, open: u8, expected: &'static str) -> Result<(), DecodeError> {
        if self.token() != open {
            return Err(self.unexpected(expected));
        }
        if self.depth + 1 == MAX_DEPTH {
            return Err(DecodeError::new(self.position, "at most 127 nested arrays and objects"));
        }
        self.depth += 1;
        self.position += 1;
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
        self.position += 1;
    }

    fn word(&mut self, word: &'static str) -> Result<(), DecodeError> {
        if !self.text.as_bytes()[self.position..].starts_with(word.as_bytes()) {
            return Err(DecodeError::new(self.position, word));
        }
        self.position += word.len();
        Ok(())
    }

    fn skip_object(&mut self) -> Result<(), DecodeError> {
        let mut more = self.object_start()?;
        while more {
            self.skip_key()?;
            self.skip()?;
            more = self.object_next()?;
        }
        Ok(())
    }

    fn skip_array(&mut self) -> Result<(), DecodeError> {
        let mut more = self.array_start()?;
        while more {
            self.skip()?;
            more = self.array_next()?;
        }
        Ok(())
    }
}

/// The document may hold secrets, so only the place is shown.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("position", &self.position).finish_non_exhaustive()
    }
}

/// Reads a whole document over a value, which is blank, and notes what differs from what its type says. Errors are located
/// here, once, because an error inside a union may be dropped.
pub(in super::super) fn read_document(
    bytes: &[u8],
    value: &mut dyn Decode,
    drifts: Option<&Drifts>,
) -> Result<(), DecodeError> {
    let text = text(bytes)?;
    let mut reader = Reader { drifts, ..start(text) };
    if text.is_empty() {
        return Err(reader.unexpected("a value"));
    }
    value.read(&mut reader).and_then(|()| reader.end()).map_err(|error| error.locate(text))
}

/// The text of a document.
pub(super) fn text(bytes: &[u8]) -> Result<&str, DecodeError> {
    str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))
}

/// A reader behind the byte order mark, if there is one.
pub(super) fn start(text: &str) -> Reader<'_> {
    let mut reader = Reader::new(text);
    if text.starts_with('\u{feff}') {
        reader.position = '\u{feff}'.len_utf8();
    }
    reader
}

#[cold]
fn not_utf8(bytes: &[u8], offset: usize) -> DecodeError {
    DecodeError::new(offset, "UTF-8").locate(&String::from_utf8_lossy(bytes))
}

/// Does `text` begin with one of the words that JSON has? Many others begin with their first letter.
fn is_word(text: &str) -> bool {
    let end = text.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(text.len());
    matches!(&text[..end], "null" | "true" | "false")
}
