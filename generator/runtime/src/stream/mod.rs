//! Bodies of answers as they come: bytes, events, and JSON documents one after the other.
//!
//! A call that streams is over when the headers are there, and so are its retries and its timeout. From then on nobody
//! watches but the idle timeout. What goes wrong shows as the last item; nothing is asked for a second time.

mod byte_stream;
mod cut;
mod event_stream;
mod frame;
mod idle;
mod lines;
mod sequence;
mod slot;
mod sse;

pub use self::byte_stream::ByteStream;
pub use self::event_stream::EventStream;
pub use self::frame::Event;
pub(super) use self::slot::Slot;
