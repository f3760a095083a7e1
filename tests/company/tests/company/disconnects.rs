//! Streamed responses and a client that hangs up: a real axum server, and a client that is a bare TCP connection.
//!
//! A test knows that an entry has ended by its value, which the map drops after that.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State},
    response::Response,
    routing::get,
};
use futures_core::Stream;
use http_body_util::{BodyExt as _, Full};
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    convert::Infallible,
    future::IntoFuture as _,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    time::timeout,
};

/// Turns a hang into a failure, and is far more than anything here takes.
const TOO_LONG: Duration = Duration::from_secs(100);

#[derive(Clone)]
struct App {
    inflight: Arc<InflightMap<u64, watch::Receiver<()>>>,
    /// Knows how many of its receivers, the entries' values, there are.
    open: watch::Sender<()>,
    /// What the next response is made of.
    chunks: Arc<Mutex<Option<Chunks>>>,
}

struct Chunks(mpsc::UnboundedReceiver<&'static str>);

impl Stream for Chunks {
    type Item = Result<&'static str, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|chunk| chunk.map(Ok))
    }
}

#[scoped_entry(map = Arc::clone(&app.inflight), key = id, value = app.open.subscribe(), guard = entry)]
async fn stream(State(app): State<App>, Path(id): Path<u64>) -> Response {
    let chunks = app.chunks.lock().unwrap().take().expect("the test has made some");
    Response::new(Body::from_stream(entry.attach(chunks)))
}

/// One frame, and no `None` that the server would ask for after it.
#[scoped_entry(map = Arc::clone(&app.inflight), key = id, value = app.open.subscribe(), guard = entry)]
async fn whole(State(app): State<App>, Path(id): Path<u64>) -> Response {
    Response::new(Body::new(entry.attach(Full::new(Bytes::from_static(b"whole")))))
}

#[scoped_entry(map = Arc::clone(&app.inflight), key = id, value = app.open.subscribe(), guard = entry)]
async fn with_trailers(State(app): State<App>, Path(id): Path<u64>) -> Response {
    let trailers = [("digest".parse().unwrap(), "7".parse().unwrap())].into_iter().collect();
    // Of a size that is not known: only a chunked response has room for trailers.
    let chunks = app.chunks.lock().unwrap().take().expect("the test has made some");
    let body = Body::from_stream(chunks).with_trailers(async move { Some(Ok(trailers)) });
    let mut response = Response::new(Body::new(entry.attach(body)));
    response.headers_mut().insert("trailer", "digest".parse().unwrap());
    response
}

struct Served {
    app: App,
    address: SocketAddr,
}

/// A server, and what its next response is made of, until that is dropped.
async fn serve() -> (Served, mpsc::UnboundedSender<&'static str>) {
    let (chunks, told) = mpsc::unbounded_channel();
    let chunks_told = Arc::new(Mutex::new(Some(Chunks(told))));
    let app = App { inflight: Arc::default(), open: watch::Sender::new(()), chunks: chunks_told };
    let router = Router::new()
        .route("/stream/{id}", get(stream))
        .route("/whole/{id}", get(whole))
        .route("/with_trailers/{id}", get(with_trailers))
        .with_state(app.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // Ends with the test's runtime.
    tokio::spawn(axum::serve(listener, router).into_future());
    (Served { app, address }, chunks)
}

impl Served {
    async fn ask(&self, path: &str) -> TcpStream {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nte: trailers\r\n\r\n");
        connection.write_all(request.as_bytes()).await.unwrap();
        connection
    }

    /// Until no entry is left: the value of each one was dropped.
    async fn left(&self) {
        timeout(TOO_LONG, self.app.open.closed()).await.expect("the entry ends");
        assert!(self.app.inflight.is_empty());
    }
}

/// Reads up to and with what is expected, which the server sends before it waits for more.
async fn read_to(connection: &mut TcpStream, expected: &str) -> String {
    let mut text = Vec::new();
    while !text.ends_with(expected.as_bytes()) {
        let read = timeout(TOO_LONG, connection.read_buf(&mut text)).await.expect("the server answers").unwrap();
        assert_ne!(read, 0, "the server has closed after {:?}", String::from_utf8_lossy(&text));
    }
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn the_entry_of_a_streamed_response_ends_when_its_client_hangs_up_in_mid_body() {
    let (served, chunks) = serve().await;
    let mut connection = served.ask("/stream/7").await;
    chunks.send("first").unwrap();
    read_to(&mut connection, "first\r\n").await;
    assert_eq!(served.app.inflight.count(&7), 1, "the handler has returned, the response goes on");

    drop(connection);
    served.left().await;
    assert!(chunks.is_closed(), "the stream has dropped, too");
    assert_eq!(served.app.inflight.stats().entered, 1);
}

#[tokio::test]
async fn the_entry_of_a_streamed_response_ends_when_its_client_hangs_up_before_the_first_chunk() {
    let (served, _chunks) = serve().await;
    let mut connection = served.ask("/stream/7").await;
    read_to(&mut connection, "\r\n\r\n").await;
    assert_eq!(served.app.inflight.count(&7), 1);

    drop(connection);
    served.left().await;
}

#[tokio::test]
async fn the_entry_of_a_streamed_response_has_ended_when_its_client_has_read_all_of_it() {
    let (served, chunks) = serve().await;
    let mut connection = served.ask("/stream/7").await;
    chunks.send("first").unwrap();
    chunks.send("last").unwrap();
    read_to(&mut connection, "last\r\n").await;
    assert_eq!(served.app.inflight.count(&7), 1, "the stream has not said that this was the last one");

    drop(chunks);
    read_to(&mut connection, "0\r\n\r\n").await;
    assert!(served.app.inflight.is_empty(), "while the client keeps its connection");
}

#[tokio::test]
async fn the_entry_of_a_body_that_tells_its_end_has_ended_when_its_client_has_read_it() {
    let (served, _chunks) = serve().await;
    let mut connection = served.ask("/whole/7").await;
    let answer = read_to(&mut connection, "whole").await;
    assert!(answer.contains("content-length: 5\r\n"), "the size is passed on: {answer}");
    assert!(served.app.inflight.is_empty());
    assert_eq!(served.app.inflight.stats().entered, 1);
}

#[tokio::test]
async fn the_entry_of_a_body_with_trailers_ends_after_them() {
    let (served, chunks) = serve().await;
    let mut connection = served.ask("/with_trailers/7").await;
    chunks.send("chunk").unwrap();
    read_to(&mut connection, "chunk\r\n").await;
    assert_eq!(served.app.inflight.count(&7), 1);

    drop(chunks);
    read_to(&mut connection, "0\r\ndigest: 7\r\n\r\n").await;
    served.left().await;
}
