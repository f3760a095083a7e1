//! poem: the attribute above and below `#[handler]`, and on a handler that streams. poem-openapi: above and below `#[oai]`.

use common::{Calls, assert_ended, assert_ends, http};
use futures_util::stream;
use poem::{
    Body, EndpointExt as _, Response, Result, Route, Server,
    error::NotFoundError,
    get, handler,
    http::StatusCode,
    listener::{Acceptor as _, Listener as _, TcpListener},
    test::TestClient,
    web::{Data, Path},
};
use poem_openapi::{OpenApi, OpenApiService, param, payload::PlainText};
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};
use tokio::{sync::Notify, task::spawn_blocking, time::interval};

#[derive(Default)]
struct Inflight {
    above: InflightMap<u64>,
    below: InflightMap<u64>,
    sync_above: Calls,
    sync_below: Calls,
    streams: Arc<InflightMap<u64>>,
    waits: Calls,
    release: Notify,
    has_finished: AtomicBool,
}

type App = Arc<Inflight>;

#[scoped_entry(map = app.above, key = id)]
#[handler]
async fn above(Data(app): Data<&App>, Path(id): Path<u64>) -> Result<String> {
    reply(&app.above, id)
}

#[handler]
#[scoped_entry(map = app.below, key = id)]
async fn below(Data(app): Data<&App>, Path(id): Path<u64>) -> Result<String> {
    reply(&app.below, id)
}

fn reply(map: &InflightMap<u64>, id: u64) -> Result<String> {
    if id == 0 {
        return Err(NotFoundError.into());
    }
    Ok(map.count(&id).to_string())
}

#[scoped_entry(map = app.sync_above, key = "sync")]
#[handler]
fn sync_above(app: Data<&App>) -> String {
    app.sync_above.len().to_string()
}

#[handler]
#[scoped_entry(map = app.sync_below, key = "sync")]
fn sync_below(app: Data<&App>) -> String {
    app.sync_below.len().to_string()
}

/// A line from time to time, as long as the client listens: poem notices that it has hung up when it writes to it.
#[handler]
#[scoped_entry(map = Arc::clone(&app.streams), key = id, guard = entry)]
fn events(Data(app): Data<&App>, Path(id): Path<u64>) -> Response {
    let lines = stream::unfold(interval(Duration::from_millis(5)), |mut interval| async {
        interval.tick().await;
        Some((Ok::<_, io::Error>("line\n"), interval))
    });
    Body::from_bytes_stream(entry.attach(lines)).into()
}

/// Goes on when its client has hung up: poem does not drop it.
#[handler]
#[scoped_entry(map = app.waits, key = "wait")]
async fn wait(app: Data<&App>) {
    app.release.notified().await;
    app.has_finished.store(true, SeqCst);
}

fn routes(app: &App) -> impl poem::Endpoint + use<> {
    Route::new()
        .at("/above/:id", get(above))
        .at("/below/:id", get(below))
        .at("/sync/above", get(sync_above))
        .at("/sync/below", get(sync_below))
        .at("/events/:id", get(events))
        .at("/wait", get(wait))
        .data(Arc::clone(app))
}

#[tokio::test]
async fn either_order_with_handler_works() {
    let app = App::default();
    let client = TestClient::new(routes(&app));
    for path in ["/above/7", "/below/7", "/sync/above", "/sync/below"] {
        let response = client.get(path).send().await;
        response.assert_status_is_ok();
        response.assert_text("1").await;
    }
    for path in ["/above/0", "/below/0"] {
        client.get(path).send().await.assert_status(StatusCode::NOT_FOUND);
    }
    assert_ended(&app.above, 2);
    assert_ended(&app.below, 2);
    assert_ended(&app.sync_above, 1);
    assert_ended(&app.sync_below, 1);
    client.get("/above/seven").send().await.assert_status(StatusCode::BAD_REQUEST);
    assert_ended(&app.above, 2);
}

#[tokio::test]
async fn a_stream_ends_with_its_client_and_a_handler_goes_on() {
    let app = App::default();
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
    let server = *acceptor.local_addr()[0].as_socket_addr().unwrap();
    tokio::spawn(Server::new_with_acceptor(acceptor).run(routes(&app)));
    let client = move || {
        let response = http::get(server, "/events/7").until("line");
        assert_eq!(app.streams.count(&7), 1, "the handler has returned, and its stream goes on");
        drop(response);
        assert_ends(&app.streams, 1);

        http::hang_up_during(server, "/wait", &app.waits);
        app.release.notify_one();
        assert_ends(&app.waits, 1);
        assert!(app.has_finished.load(SeqCst), "the handler was not dropped");
    };
    spawn_blocking(client).await.unwrap();
}

struct Api(App);

#[OpenApi]
impl Api {
    #[scoped_entry(map = self.0.above, key = id.0)]
    #[oai(path = "/above/:id", method = "get")]
    async fn above(&self, id: param::Path<u64>) -> Result<PlainText<String>> {
        reply(&self.0.above, id.0).map(PlainText)
    }

    #[oai(path = "/below/:id", method = "get")]
    #[scoped_entry(map = self.0.below, key = id.0)]
    async fn below(&self, id: param::Path<u64>) -> Result<PlainText<String>> {
        reply(&self.0.below, id.0).map(PlainText)
    }
}

#[tokio::test]
async fn either_order_with_an_operation_of_openapi_works() {
    let app = App::default();
    let client = TestClient::new(OpenApiService::new(Api(Arc::clone(&app)), "calls", "1"));
    for path in ["/above/7", "/below/7"] {
        let response = client.get(path).send().await;
        response.assert_status_is_ok();
        response.assert_text("1").await;
    }
    for path in ["/above/0", "/below/0"] {
        client.get(path).send().await.assert_status(StatusCode::NOT_FOUND);
    }
    assert_ended(&app.above, 2);
    assert_ended(&app.below, 2);
}
