//! warp, which has no attributes: the attribute on the functions that filters call, and on one that streams.

use common::{Calls, assert_ended, assert_ends, http};
use futures_util::{Stream, StreamExt as _, stream};
use scoped_entry::{InflightMap, scoped_entry};
use std::{convert::Infallible, sync::Arc};
use tokio::{net::TcpListener, task::spawn_blocking};
use warp::{
    Filter, Rejection, Reply,
    filters::sse::{self, Event},
    reject,
};

#[derive(Default)]
struct Inflight {
    mapped: Calls,
    awaited: InflightMap<u64>,
    streams: Arc<InflightMap<u64>>,
    waits: Calls,
}

type App = Arc<Inflight>;

#[scoped_entry(map = app.mapped, key = "mapped")]
fn mapped(app: App) -> String {
    app.mapped.len().to_string()
}

#[scoped_entry(map = app.awaited, key = id)]
async fn awaited(id: u64, app: App) -> Result<String, Rejection> {
    if id == 0 {
        return Err(reject::not_found());
    }
    Ok(app.awaited.count(&id).to_string())
}

#[scoped_entry(map = Arc::clone(&app.streams), key = id, guard = entry)]
fn events(id: u64, app: App) -> impl Reply {
    sse::reply(entry.attach(feed()))
}

/// One event, and then silence for as long as the client listens.
fn feed() -> impl Stream<Item = Result<Event, Infallible>> {
    stream::iter([Ok(Event::default().data("first"))]).chain(stream::pending())
}

#[scoped_entry(map = app.waits, key = "wait")]
async fn wait(app: App) -> Result<String, Rejection> {
    std::future::pending().await
}

fn routes(app: App) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone {
    let state = warp::any().map(move || Arc::clone(&app));
    let mapped = warp::path!("mapped").and(state.clone()).map(mapped);
    let awaited = warp::path!("awaited" / u64).and(state.clone()).and_then(awaited);
    let events = warp::path!("events" / u64).and(state.clone()).map(events);
    let wait = warp::path!("wait").and(state).and_then(wait);
    mapped.or(awaited).or(events).or(wait)
}

#[tokio::test]
async fn a_handler_has_its_entry_during_the_call() {
    let app = App::default();
    for (path, status, body) in
        [("/mapped", 200, "1"), ("/awaited/7", 200, "1"), ("/awaited/0", 404, ""), ("/awaited/seven", 404, "")]
    {
        let response = warp::test::request().path(path).reply(&routes(Arc::clone(&app))).await;
        assert_eq!((response.status().as_u16(), &response.body()[..]), (status, body.as_bytes()), "{path}");
    }
    assert_ended(&app.mapped, 1);
    assert_ended(&app.awaited, 2);
}

#[tokio::test]
async fn entries_end_when_the_client_hangs_up() {
    let app = App::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap();
    tokio::spawn(warp::serve(routes(Arc::clone(&app))).incoming(listener).run());
    let client = move || {
        let response = http::get(server, "/events/7").until("first");
        assert_eq!(app.streams.count(&7), 1, "the handler has returned, and its stream goes on");
        drop(response);
        assert_ends(&app.streams, 1);

        http::hang_up_during(server, "/wait", &app.waits);
        assert_ends(&app.waits, 1);
    };
    spawn_blocking(client).await.unwrap();
}
