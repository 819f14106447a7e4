//! `format: byte`, base64 (RFC 4648 section 4).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{Format, Text};

/// Pads what it writes, and reads with or without padding.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that are written in base64.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Base64(pub Vec<u8>);

impl Format for Base64 {
    const EXPECTED: &'static str = "base64";

    fn blank() -> Self {
        Self::default()
    }

    /// Some servers write the alphabet of URLs, and lines.
    fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|letter| !matches!(letter, '\r' | '\n')).collect();
        ENGINE.decode(text.replace('-', "+").replace('_', "/")).ok().map(Self)
    }

    fn print(&self) -> String {
        ENGINE.encode(&self.0)
    }
}

impl From<Vec<u8>> for Text<Base64> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(Base64(bytes))
    }
}

impl From<&[u8]> for Text<Base64> {
    fn from(bytes: &[u8]) -> Self {
        Self::new(Base64(bytes.to_vec()))
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
