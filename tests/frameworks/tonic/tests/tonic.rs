//! tonic: the attribute on the methods of a service, below `#[tonic::async_trait]`, with a client that talks to it over
//! loopback. On the whole impl, above `#[tonic::async_trait]`, it is refused: it goes on functions.

use common::{PATIENCE, assert_ended, assert_ends};
use frameworks_tonic::feed::{
    Event, Topic,
    feed_client::FeedClient,
    feed_server::{Feed, FeedServer},
};
use scoped_entry::{Attached, EntryGuard, InflightMap, scoped_entry};
use std::{
    net::{Ipv4Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    net::TcpListener,
    runtime::Builder,
    sync::mpsc,
    task::spawn_blocking,
    time::{sleep, timeout},
};
use tokio_stream::{
    Stream, StreamExt as _,
    wrappers::{ReceiverStream, TcpListenerStream},
};
use tonic::{
    Code, Request, Response, Status, Streaming,
    transport::{Channel, Server},
};

type Map<K> = Arc<InflightMap<K>>;

#[derive(Clone, Default)]
struct Service {
    asked: Map<u64>,
    watched: Map<u64>,
    collected: Map<SocketAddr>,
    conversed: Map<SocketAddr>,
}

/// A topic's events: the first one, and the end if it has an odd number; else silence.
struct Events {
    inflight: Map<u64>,
    topic: u64,
    is_first: bool,
}

impl Stream for Events {
    type Item = Result<Event, Status>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.is_first) {
            return Poll::Ready(Some(Ok(event(&self.inflight))));
        }
        if self.topic % 2 == 1 { Poll::Ready(None) } else { Poll::Pending }
    }
}

/// An event for each topic that the client sends.
struct Answers {
    inflight: Map<SocketAddr>,
    topics: Streaming<Topic>,
}

impl Stream for Answers {
    type Item = Result<Event, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let topic = Pin::new(&mut self.topics).poll_next(context);
        topic.map(|topic| Some(topic?.map(|_| event(&self.inflight))))
    }
}

fn event<K>(inflight: &InflightMap<K>) -> Event {
    Event { in_flight: inflight.len() as u64 }
}

fn client<T>(request: &Request<T>) -> SocketAddr {
    request.remote_addr().expect("the connection is one of TCP")
}

#[tonic::async_trait]
impl Feed for Service {
    type WatchStream = Attached<EntryGuard<Map<u64>>, Events>;
    // A boxed stream, as generated methods often return it.
    type ConverseStream = Pin<Box<dyn Stream<Item = Result<Event, Status>> + Send>>;

    #[scoped_entry(map = self.asked, key = request.get_ref().id)]
    async fn ask(&self, request: Request<Topic>) -> Result<Response<Event>, Status> {
        if request.get_ref().id == 0 {
            return Err(Status::not_found("no topic 0"));
        }
        Ok(Response::new(event(&self.asked)))
    }

    #[scoped_entry(map = Arc::clone(&self.watched), key = request.get_ref().id, guard = entry)]
    async fn watch(&self, request: Request<Topic>) -> Result<Response<Self::WatchStream>, Status> {
        let topic = request.into_inner().id;
        if topic == 0 {
            return Err(Status::not_found("no topic 0"));
        }
        let events = Events { inflight: Arc::clone(&self.watched), topic, is_first: true };
        Ok(Response::new(entry.attach(events)))
    }

    #[scoped_entry(map = self.collected, key = client(&request))]
    async fn collect(&self, request: Request<Streaming<Topic>>) -> Result<Response<Event>, Status> {
        let mut topics = request.into_inner();
        while let Some(topic) = topics.next().await {
            topic?;
        }
        Ok(Response::new(event(&self.collected)))
    }

    #[scoped_entry(map = Arc::clone(&self.conversed), key = client(&request), guard = entry)]
    async fn converse(&self, request: Request<Streaming<Topic>>) -> Result<Response<Self::ConverseStream>, Status> {
        let answers = Answers { inflight: Arc::clone(&self.conversed), topics: request.into_inner() };
        Ok(Response::new(Box::pin(entry.attach(answers))))
    }
}

/// A client of a server that runs until the test ends.
async fn serve(service: &Service) -> FeedClient<Channel> {
    connect(listen(service).await).await
}

async fn listen(service: &Service) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server::builder().add_service(FeedServer::new(service.clone()));
    tokio::spawn(server.serve_with_incoming(TcpListenerStream::new(listener)));
    address
}

async fn connect(server: SocketAddr) -> FeedClient<Channel> {
    FeedClient::connect(format!("http://{server}")).await.unwrap()
}

async fn next(events: &mut Streaming<Event>) -> Option<Event> {
    timeout(PATIENCE, events.message()).await.expect("the server answers in time").unwrap()
}

/// Waits for the end of an entry that ends some time after its client has gone.
async fn ends<K: Eq + std::hash::Hash + Send + Sync + 'static>(map: &Map<K>, calls: u64) {
    let map = Arc::clone(map);
    spawn_blocking(move || assert_ends(&map, calls)).await.unwrap();
}

#[tokio::test]
async fn a_unary_method_has_its_entry_during_the_call() {
    let service = Service::default();
    let mut client = serve(&service).await;
    assert_eq!(client.ask(Topic { id: 7 }).await.unwrap().into_inner().in_flight, 1);
    assert_eq!(client.ask(Topic { id: 0 }).await.unwrap_err().code(), Code::NotFound);
    assert_ended(&service.asked, 2);
}

#[tokio::test]
async fn the_entry_of_server_streaming_lasts_until_the_last_message() {
    let service = Service::default();
    let mut client = serve(&service).await;
    let mut events = client.watch(Topic { id: 7 }).await.unwrap().into_inner();
    assert_eq!(next(&mut events).await, Some(Event { in_flight: 1 }), "the method has returned");
    assert_eq!(next(&mut events).await, None);
    assert_eq!(client.watch(Topic { id: 0 }).await.unwrap_err().code(), Code::NotFound);
    ends(&service.watched, 2).await;
}

#[tokio::test]
async fn the_entry_of_server_streaming_ends_when_the_client_cancels_the_call() {
    let service = Service::default();
    let mut client = serve(&service).await;
    let mut events = client.watch(Topic { id: 8 }).await.unwrap().into_inner();
    next(&mut events).await;
    assert_eq!(service.watched.count(&8), 1, "the stream goes on");
    drop(events);
    ends(&service.watched, 1).await;
    // The connection has stayed.
    client.ask(Topic { id: 7 }).await.unwrap();
}

#[tokio::test]
async fn the_entry_of_server_streaming_ends_when_the_client_disconnects() {
    let service = Service::default();
    let mut client = serve(&service).await;
    let mut events = client.watch(Topic { id: 8 }).await.unwrap().into_inner();
    next(&mut events).await;
    assert_eq!(service.watched.count(&8), 1, "the stream goes on");
    drop((events, client));
    ends(&service.watched, 1).await;
}

#[tokio::test]
async fn client_streaming_has_its_entry_until_the_client_has_sent_all() {
    let service = Service::default();
    let mut client = serve(&service).await;
    let topics = tokio_stream::iter([Topic { id: 1 }, Topic { id: 2 }]);
    assert_eq!(client.collect(topics).await.unwrap().into_inner().in_flight, 1);
    assert_ended(&service.collected, 1);
}

#[tokio::test]
async fn the_entry_ends_when_the_client_cancels_a_call_whose_method_waits() {
    let service = Service::default();
    let mut client = serve(&service).await;
    let call = tokio::spawn(async move { client.collect(tokio_stream::pending()).await });
    let wait = async {
        while service.collected.is_empty() {
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(PATIENCE, wait).await.expect("the method is called");
    call.abort();
    ends(&service.collected, 1).await;
}

#[tokio::test]
async fn the_entry_of_a_bidirectional_call_lasts_as_long_as_the_client_talks() {
    let service = Service::default();
    let mut client = serve(&service).await;
    let (topics, sent) = mpsc::channel(1);
    let mut events = client.converse(ReceiverStream::new(sent)).await.unwrap().into_inner();
    for id in 0..3 {
        topics.send(Topic { id }).await.unwrap();
        assert_eq!(next(&mut events).await, Some(Event { in_flight: 1 }));
    }
    drop(topics);
    assert_eq!(next(&mut events).await, None);
    ends(&service.conversed, 1).await;
}

#[tokio::test]
async fn the_entry_of_a_bidirectional_call_ends_when_the_client_hangs_up() {
    let service = Service::default();
    let server = listen(&service).await;
    // A client whose connection is torn while it still sends and receives: its runtime ends, as its process might.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (topics, sent) = mpsc::channel(1);
    let client = runtime.spawn(async move {
        let mut client = connect(server).await;
        topics.send(Topic { id: 7 }).await.unwrap();
        let mut events = client.converse(ReceiverStream::new(sent)).await.unwrap().into_inner();
        next(&mut events).await;
        (events, topics)
    });
    let _open = client.await.unwrap();
    assert_eq!(service.conversed.len(), 1);
    runtime.shutdown_background();
    ends(&service.conversed, 1).await;
}

#[tokio::test]
async fn a_client_that_drops_the_answers_and_goes_on_sending_has_not_hung_up() {
    let service = Service::default();
    let mut client = serve(&service).await;
    let (topics, sent) = mpsc::channel(1);
    let mut events = client.converse(ReceiverStream::new(sent)).await.unwrap().into_inner();
    topics.send(Topic { id: 7 }).await.unwrap();
    next(&mut events).await;
    drop(events);
    // Sent and answered after whatever the client has said about the other call.
    client.ask(Topic { id: 7 }).await.unwrap();
    assert_eq!(service.conversed.len(), 1);
    drop(topics);
    ends(&service.conversed, 1).await;
}
