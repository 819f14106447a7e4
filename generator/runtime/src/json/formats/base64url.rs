//! `format: base64url`, base64 for URLs (RFC 4648 section 5).

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Format, Text};

/// Writes no padding, and reads with or without.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_encode_padding(false).with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that are written in base64 for URLs, without padding.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Base64Url(pub Vec<u8>);

impl Format for Base64Url {
    const EXPECTED: &'static str = "base64 for URLs";

    fn blank() -> Self {
        Self::default()
    }

    /// Some servers write the plain alphabet, and lines.
    fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|letter| !matches!(letter, '\r' | '\n')).collect();
        ENGINE.decode(text.replace('+', "-").replace('/', "_")).ok().map(Self)
    }

    fn print(&self) -> String {
        ENGINE.encode(&self.0)
    }
}

impl From<Vec<u8>> for Text<Base64Url> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(Base64Url(bytes))
    }
}

impl From<&[u8]> for Text<Base64Url> {
    fn from(bytes: &[u8]) -> Self {
        Self::new(Base64Url(bytes.to_vec()))
    }
}

impl AsRef<[u8]> for Base64Url {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
