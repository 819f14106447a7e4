//! Files on this machine, read while they are sent. Tokio's pool of threads does the waiting, so no other task is held up.

use std::future::poll_fn;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::error::{Failure, one_line};
use super::{BoxStream, TransportError};

/// How many bytes are read at once.
const PIECE: usize = 64 * 1024;

/// The contents of a file as of now, and how many bytes they are; of a pipe or a device that is not known.
pub(super) async fn open(path: PathBuf) -> Result<(Option<u64>, Contents), Box<Failure>> {
    try_open(&path).await.map_err(|error| {
        let path = one_line(&path.display().to_string());
        Failure::build(format!("the file `{path}` can't be read")).because(error)
    })
}

type Contents = BoxStream<Result<Bytes, TransportError>>;

async fn try_open(path: &Path) -> io::Result<(Option<u64>, Contents)> {
    let file = tokio::fs::File::open(path).await?;
    let metadata = file.metadata().await?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut pieces = Pieces { file, first: Bytes::new(), left: metadata.is_file().then_some(metadata.len()) };
    // So long is also what the system makes up when it is read.
    if pieces.left == Some(0) {
        pieces.first = poll_fn(|context| pieces.poll_read(PIECE, context)).await?;
        pieces.left = pieces.first.is_empty().then_some(0);
    }
    Ok((pieces.left, Box::pin(pieces)))
}

/// The pieces of an open file: as many bytes as were promised, whatever others write to it meanwhile.
struct Pieces {
    file: tokio::fs::File,
    /// What has been read already.
    first: Bytes,
    left: Option<u64>,
}

impl Pieces {
    /// The next bytes, no more than `size`; nothing at the end.
    fn poll_read(&mut self, size: usize, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        let mut piece = vec![0; size];
        let mut buffer = ReadBuf::new(&mut piece);
        ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer))?;
        let length = buffer.filled().len();
        piece.truncate(length);
        Poll::Ready(Ok(piece.into()))
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.first.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.first))));
        }
        let size = self.left.map_or(PIECE, |left| PIECE.min(usize::try_from(left).unwrap_or(PIECE)));
        if size == 0 {
            return Poll::Ready(None);
        }
        let read = ready!(self.poll_read(size, context));
        Poll::Ready(match (read, &mut self.left) {
            (Err(error), _) => Some(Err(TransportError::of_body(error))),
            (Ok(piece), None) => Some(piece).filter(|piece| !piece.is_empty()).map(Ok),
            (Ok(piece), Some(_)) if piece.is_empty() => {
                Some(Err(TransportError::of_body("the file was cut off meanwhile")))
            }
            (Ok(piece), Some(left)) => {
                *left -= piece.len() as u64;
                Some(Ok(piece))
            }
        })
    }
}
