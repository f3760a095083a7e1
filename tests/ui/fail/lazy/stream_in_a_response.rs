#![allow(unused_variables)]

use futures_core::Stream;
use scoped_entry::{InflightMap, scoped_entry};
use std::{collections::HashMap, pin::Pin};

static INFLIGHT: InflightMap<u64> = InflightMap::new();

struct Response<T>(T);
struct Status;

type BoxStream = Pin<Box<dyn Stream<Item = u64> + Send>>;
type BoxFuture = Pin<Box<dyn Future<Output = u64> + Send>>;

trait Watch {
    type WatchStream: Stream<Item = u64>;

    fn stream(&self) -> Self::WatchStream;

    #[scoped_entry(map = INFLIGHT, key = id)]
    async fn watch(&self, id: u64) -> Result<Response<Self::WatchStream>, Status> {
        Ok(Response(self.stream()))
    }
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn sse(id: u64, stream: BoxStream) -> Response<BoxStream> {
    Response(stream)
}

#[scoped_entry(map = INFLIGHT, key = id)]
async fn json(id: u64, later: BoxFuture) -> Option<Response<Vec<BoxFuture>>> {
    Some(Response(vec![later]))
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn named(id: u64, streams: HashMap<u64, Box<dyn Stream<Item = u64>>>) -> HashMap<u64, Box<dyn Stream<Item = u64>>> {
    streams
}

#[scoped_entry(map = INFLIGHT, key = id)]
fn generic<F: Future, const N: usize>(id: u64, response: Response<[F; N]>) -> Response<[F; N]> {
    response
}

fn main() {}
