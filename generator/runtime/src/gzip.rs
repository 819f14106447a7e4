//! Answers that came compressed.
//!
//! reqwest would do it too, but takes the end of a member for the end of the body, and knows one spelling of the name.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use flate2::write::MultiGzDecoder;
use futures_core::Stream;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue, RANGE, TRANSFER_ENCODING};
use http::{HeaderMap, Version};

use super::response::codings;
use super::{Body, TransportError};

/// So many bytes are decompressed at once. They become a thousand times as many at most, and then somebody looks at limits.
const MOST: usize = 4096;

/// Asks for a compressed answer, unless the caller has said what is understood. A part of a body is a part of what is
/// sent, which nobody can decompress without the rest.
pub(super) fn accept(headers: &mut HeaderMap) {
    if !headers.contains_key(RANGE) {
        headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
    }
}

/// The answer with the body that was compressed, and without the headers that tell of what came instead.
pub(super) fn decompressed(mut answer: http::Response<Body>) -> http::Response<Body> {
    if !is_gzip(answer.headers()) {
        return answer;
    }
    let has_end = has_end(&answer);
    answer.headers_mut().remove(CONTENT_ENCODING);
    answer.headers_mut().remove(CONTENT_LENGTH);
    answer.map(|body| Body::from_stream(Gunzip { body, has_end, compressed: Bytes::new(), decoder: None }))
}

/// Is the end of the body told from that of the connection? Who reads it sees to it then that it is whole.
///
/// ---
/// RFC 9112, section 6.3.
fn has_end(answer: &http::Response<Body>) -> bool {
    let headers = answer.headers();
    let says_so = headers.contains_key(CONTENT_LENGTH) || headers.contains_key(TRANSFER_ENCODING);
    says_so || answer.version() > Version::HTTP_11
}

/// ---
/// RFC 9110, section 8.4.1.3: `x-gzip` is the same.
fn is_gzip(headers: &HeaderMap) -> bool {
    let mut codings = codings(headers);
    let is_known = |coding: &str| ["gzip", "x-gzip"].iter().any(|known| known.eq_ignore_ascii_case(coding));
    codings.next().is_some_and(is_known) && codings.next().is_none()
}

/// What a body was before it was compressed.
///
/// ---
/// RFC 1952, section 2.2: it may have been compressed in several parts.
struct Gunzip {
    body: Body,
    has_end: bool,
    /// What of the last piece is not decompressed yet.
    compressed: Bytes,
    /// Nothing at all is an empty body.
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
}

impl Gunzip {
    /// What becomes of the next bytes: maybe nothing yet.
    fn step(&mut self) -> io::Result<Bytes> {
        let decoder = self.decoder.get_or_insert_with(|| MultiGzDecoder::new(Vec::new()));
        let taken = decoder.write(&self.compressed[..self.compressed.len().min(MOST)])?;
        self.compressed.advance(taken);
        decoder.flush()?;
        Ok(std::mem::take(decoder.get_mut()).into())
    }

    /// Sees that the last part is whole. The connection may have been lost where nothing else ends the body.
    fn finish(&mut self) -> Result<(), TransportError> {
        let finished = self.decoder.as_mut().map_or(Ok(()), MultiGzDecoder::try_finish);
        finished.map_err(|error| match self.has_end {
            true => TransportError::undecodable(error),
            false => TransportError::interrupted(error),
        })
    }
}

impl Stream for Gunzip {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            while !self.compressed.is_empty() {
                match self.step() {
                    Ok(bytes) if bytes.is_empty() => {}
                    piece => return Poll::Ready(Some(piece.map_err(TransportError::undecodable))),
                }
            }
            match ready!(self.body.poll_next(context)) {
                Some(Ok(piece)) => self.compressed = piece,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(self.finish().err().map(Err)),
            }
        }
    }
}
