//! Octets with a name and a media type: a file, wherever it comes from.

use std::fmt;
use std::future::ready;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;

use super::error::Failure;
use super::json::{Decode, DecodeError, Encode, Reader, Writer};
use super::measured::measured;
use super::{BoxError, BoxFuture, BoxStream, MaybeSend, MaybeSync, TransportError, media_types};

/// A file to be sent: its contents in memory or as a stream, and what the server is told about it.
///
/// Bytes and text turn into one with `into()`. A file in memory can be sent again and again; one that is a stream only
/// as often as the stream can be opened.
#[derive(Clone, PartialEq)]
pub struct File {
    pub(super) source: Source,
    name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl File {
    /// A file of this name, with contents that are in memory.
    pub fn new(name: impl Into<String>, contents: impl Into<Bytes>) -> Self {
        Self::from(contents).with_name(name)
    }

    /// A file on this machine, under its own name. It is opened and read whenever a call sends it, on Tokio's threads for
    /// what blocks, so the call must run in a runtime of Tokio. That it cannot be opened is an error of the call.
    #[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
    pub fn from_path(path: impl Into<std::path::PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let open = move || -> Opening { Box::pin(super::local_file::open(path.clone())) };
        Self { name, ..Self::of(Source::Stream { open: Arc::new(open), length: None, once: false }) }
    }

    /// A file whose contents come in pieces. They come once, so the call is neither repeated nor sent a second time. An
    /// error of the stream is one of the call, as a lost connection is.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        let only: Mutex<Option<BoxStream<_>>> = Mutex::new(Some(Box::pin(Pieces(Box::pin(stream)))));
        let open = move || opening(only.lock().unwrap_or_else(PoisonError::into_inner).take());
        Self::of(Source::Stream { open: Arc::new(open), length: None, once: true })
    }

    /// A file whose contents come in pieces, from a stream that can be opened for each attempt. An error of the stream ends
    /// an attempt as a lost connection does.
    pub fn from_fn<S, E>(open: impl Fn() -> S + MaybeSend + MaybeSync + 'static) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        let open = move || opening(Some(Box::pin(Pieces(Box::pin(open())))));
        Self::of(Source::Stream { open: Arc::new(open), length: None, once: false })
    }

    /// The name that the server is told; in a form of several parts it is the name of the field if there is none.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The media type, such as `image/png`, where the document leaves a choice or says another one. Without it, a choice
    /// is made by the ending of the name, or it is the first that the document names.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// How many bytes a stream will give, which spares the server from finding out. If it gives others, the call fails.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Source::Stream { length, .. } = &mut self.source {
            *length = Some(bytes);
        }
        self
    }

    /// A further header of this file's part, in a form of several parts. `Content-Type` is what
    /// [`with_content_type`](Self::with_content_type) sets; `Content-Disposition` is told by the form, so it is a mistake.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        if name.eq_ignore_ascii_case(CONTENT_TYPE.as_str()) {
            return self.with_content_type(value);
        }
        self.headers.push((name, value.into()));
        self
    }

    /// The name, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The media type, if it has one of its own.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The contents, if they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        self.source.as_bytes()
    }

    /// The media type it is sent as: its own, that of the document if it names exactly one, what its name tells, or else
    /// the first that the document names.
    pub(super) fn media_type<'a>(&'a self, declared: &'a str) -> &'a str {
        let chosen = !declared.is_empty() && !declared.contains(['*', ',']);
        let own = self.content_type().or_else(|| chosen.then_some(declared));
        let mut listed =
            declared.split(',').map(str::trim).filter(|listed| !listed.is_empty() && !listed.contains('*'));
        own.or_else(|| media_types::of_name(self.name()?))
            .or_else(|| listed.next())
            .unwrap_or("application/octet-stream")
    }

    pub(super) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    fn of(source: Source) -> Self {
        Self { source, name: None, content_type: None, headers: Vec::new() }
    }
}

impl<T: Into<Bytes>> From<T> for File {
    fn from(contents: T) -> Self {
        Self::of(Source::Bytes(contents.into()))
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("File");
        debug.field("name", &self.name).field("content_type", &self.content_type);
        debug.field("length", &self.source.length()).finish_non_exhaustive()
    }
}

/// In a form of several parts a file is a part of its own; elsewhere it is text, as octets have no place there, and what
/// is not in memory can't be sent.
impl Encode for File {
    fn encode(&self, writer: &mut Writer) {
        if writer.attach(self) {
            return;
        }
        match self.as_bytes() {
            Some(bytes) => bytes.encode(writer),
            None => {
                writer.unspeakable = Some("a file that is not in memory, where only a part of a form can be one");
                writer.string("");
            }
        }
    }
}

impl Decode for File {
    fn blank() -> Self {
        Self::from(Bytes::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = Self::from(reader.string()?.into_owned());
        Ok(())
    }
}

/// A stream, and how many bytes it will give if that is known only now.
pub(super) type Opening =
    BoxFuture<'static, Result<(Option<u64>, BoxStream<Result<Bytes, TransportError>>), Box<Failure>>>;

#[cfg(not(target_arch = "wasm32"))]
type Open = dyn Fn() -> Opening + Send + Sync;
#[cfg(target_arch = "wasm32")]
type Open = dyn Fn() -> Opening;

/// A stream that is there, unless it was taken before.
fn opening(stream: Option<BoxStream<Result<Bytes, TransportError>>>) -> Opening {
    let stream = stream.ok_or_else(|| Failure::build("the stream of the body has been sent already"));
    Box::pin(ready(stream.map(|stream| (None, stream))))
}

/// Where octets come from.
#[derive(Clone)]
pub(super) enum Source {
    Bytes(Bytes),
    Stream {
        open: Arc<Open>,
        length: Option<u64>,
        /// Can it be opened only once?
        once: bool,
    },
}

/// Octets that are there to be sent.
pub(super) enum Opened {
    Bytes(Bytes),
    Stream(BoxStream<Result<Bytes, TransportError>>),
}

impl Source {
    pub(super) fn as_bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Stream { .. } => None,
        }
    }

    fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Stream { length, .. } => *length,
        }
    }

    pub(super) fn is_repeatable(&self) -> bool {
        !matches!(self, Self::Stream { once: true, .. })
    }

    /// The octets for one attempt, and how many they are, if that is known.
    pub(super) async fn open(&self) -> Result<(Option<u64>, Opened), Box<Failure>> {
        match self {
            Self::Bytes(bytes) => Ok((self.length(), Opened::Bytes(bytes.clone()))),
            Self::Stream { open, length, .. } => {
                let (found, stream) = open().await?;
                let length = length.or(found);
                Ok((length, Opened::Stream(measured(stream, length))))
            }
        }
    }
}

/// Streams are equal if they are the same one.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => one == other,
            (Self::Stream { open: one, .. }, Self::Stream { open: other, .. }) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// The pieces of the application's stream, and its errors.
struct Pieces<S>(Pin<Box<S>>);

impl<S: Stream<Item = Result<Bytes, E>>, E: Into<BoxError>> Stream for Pieces<S> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|piece| piece.map(|piece| piece.map_err(TransportError::of_body)))
    }
}
