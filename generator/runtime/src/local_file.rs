//! Files on this machine, read while they are sent. Tokio's pool of threads does the waiting, so no other task is held up.

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
    let length = metadata.is_file().then_some(metadata.len());
    Ok((length, Box::pin(Pieces { file, left: length })))
}

/// The pieces of an open file: as many bytes as were promised, whatever others write to it meanwhile.
struct Pieces {
    file: tokio::fs::File,
    left: Option<u64>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = self.left.map_or(PIECE, |left| PIECE.min(usize::try_from(left).unwrap_or(PIECE)));
        if size == 0 {
            return Poll::Ready(None);
        }
        let mut piece = vec![0; size];
        let mut buffer = ReadBuf::new(&mut piece);
        let read = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer));
        let length = buffer.filled().len();
        piece.truncate(length);
        Poll::Ready(match (read, &mut self.left) {
            (Err(error), _) => Some(Err(TransportError::of_body(error))),
            (Ok(()), None) if length == 0 => None,
            (Ok(()), Some(_)) if length == 0 => Some(Err(TransportError::of_body("the file was cut off meanwhile"))),
            (Ok(()), left) => {
                if let Some(left) = left {
                    *left -= length as u64;
                }
                Some(Ok(piece.into()))
            }
        })
    }
}
