//! tonic: a method that answers with a stream, as the trait that `tonic-build` generates has it, called through
//! tonic's own server code. Only the connection is missing: what it would read, the test reads.

use crate::instruments::assert_left;
use axum::{
    body::Body,
    http::{HeaderMap, Request as HttpRequest},
};
use bytes::{Buf as _, BufMut as _};
use futures_core::Stream;
use http_body::Body as _;
use http_body_util::BodyExt as _;
use scoped_entry::{Attached, EntryGuard, InflightMap, scoped_entry};
use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::sync::{Mutex, mpsc};
use tonic::{
    Code, Request, Response, Status,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    server::Grpc,
};

type Told = mpsc::UnboundedReceiver<Result<u8, Status>>;

/// What `tonic-build` writes for `rpc Watch(Topic) returns (stream Event)`.
#[async_trait::async_trait]
trait Feed: Send + Sync + 'static {
    type WatchStream: Stream<Item = Result<u8, Status>> + Send + 'static;

    async fn watch(&self, topic: Request<u8>) -> Result<Response<Self::WatchStream>, Status>;
}

struct Events(Told);

impl Stream for Events {
    type Item = Result<u8, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

struct Service {
    inflight: Arc<InflightMap<u8>>,
    /// What the next call watches.
    told: Mutex<Option<Told>>,
}

#[async_trait::async_trait]
impl Feed for Service {
    type WatchStream = Attached<EntryGuard<Arc<InflightMap<u8>>>, Events>;

    #[scoped_entry(map = Arc::clone(&self.inflight), key = topic.get_ref(), guard = entry)]
    async fn watch(&self, topic: Request<u8>) -> Result<Response<Self::WatchStream>, Status> {
        let told = self.told.lock().await.take();
        let events = Events(told.ok_or_else(|| Status::not_found(format!("no topic {}", topic.get_ref())))?);
        Ok(Response::new(entry.attach(events)))
    }
}

/// Messages of one byte.
#[derive(Clone, Copy, Default)]
struct Byte;

impl Codec for Byte {
    type Encode = u8;
    type Decode = u8;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        *self
    }

    fn decoder(&mut self) -> Self {
        *self
    }
}

impl Encoder for Byte {
    type Item = u8;
    type Error = Status;

    fn encode(&mut self, item: u8, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_u8(item);
        Ok(())
    }
}

impl Decoder for Byte {
    type Item = u8;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<u8>, Status> {
        Ok(buffer.has_remaining().then(|| buffer.get_u8()))
    }
}

struct Call {
    inflight: Arc<InflightMap<u8>>,
    tell: mpsc::UnboundedSender<Result<u8, Status>>,
    response: axum::http::Response<tonic::body::Body>,
}

/// The length that stands before each message, and the message.
fn message(byte: u8) -> [u8; 6] {
    [0, 0, 0, 0, 1, byte]
}

async fn call(topics: usize) -> Call {
    let (tell, told) = mpsc::unbounded_channel();
    let told = Mutex::new((topics > 0).then_some(told));
    let service = Arc::new(Service { inflight: Arc::default(), told });
    let inflight = Arc::clone(&service.inflight);
    let watch = tower::service_fn(move |topic| {
        let service = Arc::clone(&service);
        async move { service.watch(topic).await }
    });
    let request = HttpRequest::post("/feed.Feed/Watch").body(Body::from(message(7).to_vec())).unwrap();
    let response = Grpc::new(Byte).server_streaming(watch, request).await;
    Call { inflight, tell, response }
}

fn status(trailers: &HeaderMap) -> Code {
    Status::from_header_map(trailers).expect("gRPC ends with a status").code()
}

#[tokio::test]
async fn the_entry_of_a_stream_lasts_until_the_stream_ends() {
    let Call { inflight, tell, response } = call(1).await;
    let mut body = response.into_body();
    assert_eq!(inflight.count(&7), 1, "the method has returned");
    tell.send(Ok(1)).unwrap();
    assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), message(1)[..]);
    assert_eq!(inflight.count(&7), 1);

    drop(tell);
    let trailers = body.frame().await.unwrap().unwrap().into_trailers().unwrap();
    assert_eq!(status(&trailers), Code::Ok);
    assert_left(&inflight, 1);
    drop(body);
}

#[tokio::test]
async fn the_entry_of_a_stream_ends_when_its_client_cancels_the_call() {
    let Call { inflight, tell, response } = call(1).await;
    let mut body = response.into_body();
    tell.send(Ok(1)).unwrap();
    body.frame().await.unwrap().unwrap();
    assert_eq!(inflight.count(&7), 1);
    drop(body);
    assert!(tell.is_closed());
    assert_left(&inflight, 1);
}

#[tokio::test]
async fn the_entry_of_a_stream_that_fails_ends_with_the_response() {
    let Call { inflight, tell, response } = call(1).await;
    tell.send(Err(Status::aborted("torn"))).unwrap();
    let mut body = response.into_body();
    let trailers = body.frame().await.unwrap().unwrap().into_trailers().unwrap();
    assert_eq!(status(&trailers), Code::Aborted);
    // An error is an item like any other; tonic takes it for the end, and a server then drops the body.
    assert!(body.is_end_stream());
    drop(body);
    assert_left(&inflight, 1);
}

#[tokio::test]
async fn a_call_that_is_refused_leaves_no_entry() {
    let Call { inflight, tell: _, response } = call(0).await;
    assert_eq!(status(response.headers()), Code::NotFound);
    assert_left(&inflight, 1);
}
