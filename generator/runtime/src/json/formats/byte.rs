//! `format: byte`, base64 (RFC 4648 section 4).

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::octets::octets;

/// Pads what it writes, and reads with or without padding, whatever the bits say that stand for nothing (section 3.5).
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Bytes that are written in base64.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Base64(pub Vec<u8>);

octets!(Base64, "base64", ENGINE, [("-", "+"), ("_", "/")]);
