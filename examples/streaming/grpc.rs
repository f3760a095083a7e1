//! A gRPC method that answers with a stream: the entry goes with the stream.

use crate::{
    http::Inflight,
    ticks::{EachTick, Ticks},
};
use futures_core::Stream;
use scoped_entry::{Attached, EntryGuard, scoped_entry};
use std::sync::Arc;
use tonic::{Request, Response, Status, async_trait};

/// As `tonic-build` writes it for `rpc Watch(Topic) returns (stream Tick)`. In a service, tonic calls the method.
#[async_trait]
pub(crate) trait Feed: Send + Sync + 'static {
    type WatchStream: Stream<Item = Result<u64, Status>> + Send + 'static;

    async fn watch(&self, topic: Request<u64>) -> Result<Response<Self::WatchStream>, Status>;
}

pub(crate) struct Watcher {
    pub(crate) inflight: Inflight,
}

#[async_trait]
impl Feed for Watcher {
    type WatchStream = Attached<EntryGuard<Inflight>, EachTick<fn(u64) -> Result<u64, Status>>>;

    /// On the early return the entry ends with the call.
    #[scoped_entry(map = Arc::clone(&self.inflight), key = topic.get_ref(), guard = entry)]
    async fn watch(&self, topic: Request<u64>) -> Result<Response<Self::WatchStream>, Status> {
        if topic.into_inner() == 0 {
            return Err(Status::not_found("there is no topic 0"));
        }
        Ok(Response::new(entry.attach(EachTick(Ticks::new(3), Ok))))
    }
}
