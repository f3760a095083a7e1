//! A gRPC method that returns a stream: the entry lasts as long as the stream.

use crate::{
    http::Inflight,
    ticks::{EachTick, Ticks},
};
use futures_core::Stream;
use scoped_entry::{Attached, EntryGuard, scoped_entry};
use std::sync::Arc;
use tonic::{Request, Response, Status, async_trait};

/// The trait that `tonic-build` generates for `rpc Watch(Topic) returns (stream Tick)`. In a real service, tonic calls it.
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

    /// If the method returns early, the entry ends there.
    #[scoped_entry(map = Arc::clone(&self.inflight), key = topic.get_ref(), guard = entry)]
    async fn watch(&self, topic: Request<u64>) -> Result<Response<Self::WatchStream>, Status> {
        if topic.into_inner() == 0 {
            return Err(Status::not_found("there is no topic 0"));
        }
        Ok(Response::new(entry.attach(EachTick(Ticks::new(3), Ok))))
    }
}
