//! `format: base64url`, base64 for URLs (RFC 4648 section 5).

use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::octets::octets;

/// Writes no padding, and reads with or without, whatever the bits say that stand for nothing (section 3.5).
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Bytes that are written in base64 for URLs, without padding.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Base64Url(pub Vec<u8>);

octets!(Base64Url, "base64 for URLs", ENGINE, [("+", "-"), ("/", "_")]);
