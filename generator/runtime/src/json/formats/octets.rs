//! Octets in an alphabet of base64: what is the same for all alphabets.

use base64::Engine as _;
use base64::engine::GeneralPurpose;

/// The octets that a text stands for. Some servers write another alphabet, and lines.
pub(super) fn decoded(engine: &GeneralPurpose, other_alphabet: [(&str, &str); 2], text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|letter| !matches!(letter, '\r' | '\n')).collect();
    let text = other_alphabet.iter().fold(text, |text, (other, own)| text.replace(other, own));
    engine.decode(text).ok()
}

/// `Format` and the conversions of a type around octets.
macro_rules! octets {
    ($type:ident, $expected:literal, $engine:ident, $other_alphabet:expr) => {
        impl super::Format for $type {
            const EXPECTED: &'static str = $expected;

            fn blank() -> Self {
                Self::default()
            }

            fn parse(text: &str) -> Option<Self> {
                super::octets::decoded(&$engine, $other_alphabet, text).map(Self)
            }

            fn print(&self, out: &mut dyn std::fmt::Write) -> std::fmt::Result {
                write!(out, "{}", base64::display::Base64Display::new(&self.0, &$engine))
            }
        }

        impl From<Vec<u8>> for super::Text<$type> {
            fn from(bytes: Vec<u8>) -> Self {
                Self::new($type(bytes))
            }
        }

        impl From<&[u8]> for super::Text<$type> {
            fn from(bytes: &[u8]) -> Self {
                Self::new($type(bytes.to_vec()))
            }
        }

        impl AsRef<[u8]> for $type {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
    };
}
pub(super) use octets;
