//! actix-web: the attribute above and below `#[get]`, `#[routes]` and `#[main]`, on a plain handler, on middleware, and on a
//! handler that streams.

use actix_web::{
    App, Error, HttpResponse, HttpServer,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorNotFound,
    get,
    http::StatusCode,
    middleware::{Next, from_fn},
    routes,
    rt::time::{Interval, interval},
    test::{TestRequest, call_service, init_service, read_body},
    web::{self, Bytes, Data, Path},
};
use common::{Calls, assert_ended, assert_ends, http};
use futures_core::Stream;
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    convert::Infallible,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task,
    time::Duration,
};
use tokio::sync::Notify;

#[derive(Default)]
struct Inflight {
    above: InflightMap<u64>,
    below: InflightMap<u64>,
    routes_above: Calls,
    routes_below: Calls,
    plain: Calls,
    middleware: InflightMap<String>,
    streams: Arc<InflightMap<u64>>,
    waits: Calls,
    release: Notify,
    has_finished: AtomicBool,
}

type State = Data<Inflight>;

#[scoped_entry(map = app.above, key = *id)]
#[get("/above/{id}")]
async fn above(app: State, id: Path<u64>) -> Result<String, Error> {
    reply(&app.above, *id)
}

#[get("/below/{id}")]
#[scoped_entry(map = app.below, key = *id)]
async fn below(app: State, id: Path<u64>) -> Result<String, Error> {
    reply(&app.below, *id)
}

fn reply(map: &InflightMap<u64>, id: u64) -> Result<String, Error> {
    if id == 0 {
        return Err(ErrorNotFound("no such thing"));
    }
    Ok(map.count(&id).to_string())
}

#[scoped_entry(map = app.routes_above, key = "routes")]
#[routes]
#[get("/routes/above")]
#[put("/routes/above")]
async fn routes_above(app: State) -> String {
    app.routes_above.len().to_string()
}

#[routes]
#[get("/routes/below")]
#[put("/routes/below")]
#[scoped_entry(map = app.routes_below, key = "routes")]
async fn routes_below(app: State) -> String {
    app.routes_below.len().to_string()
}

#[scoped_entry(map = app.plain, key = "plain")]
async fn plain(app: State) -> String {
    app.plain.len().to_string()
}

#[scoped_entry(map = app.middleware, key = request.path())]
async fn middleware(
    app: State,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    assert_eq!(app.middleware.len(), 1);
    next.call(request).await
}

/// A line from time to time, as long as the client listens: actix-web notices that it has hung up when it writes to it.
struct Lines(Interval);

impl Stream for Lines {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<Option<Self::Item>> {
        self.0.poll_tick(context).map(|_| Some(Ok(Bytes::from_static(b"line\n"))))
    }
}

#[get("/events/{id}")]
#[scoped_entry(map = Arc::clone(&app.streams), key = *id, guard = entry)]
async fn events(app: State, id: Path<u64>) -> HttpResponse {
    HttpResponse::Ok().streaming(entry.attach(Lines(interval(Duration::from_millis(5)))))
}

/// Goes on when its client has hung up: actix-web does not drop it.
#[get("/wait")]
#[scoped_entry(map = app.waits, key = "wait")]
async fn wait(app: State) -> &'static str {
    app.release.notified().await;
    app.has_finished.store(true, SeqCst);
    "done"
}

async fn call(app: &State, request: TestRequest) -> (StatusCode, String) {
    let services = (above, below, routes_above, routes_below);
    let service = App::new().app_data(app.clone()).service(services).route("/plain", web::get().to(plain));
    let response = call_service(&init_service(service).await, request.to_request()).await;
    let status = response.status();
    (status, String::from_utf8(read_body(response).await.to_vec()).unwrap())
}

#[actix_web::test]
async fn either_order_with_a_route_works() {
    let app = State::default();
    for path in ["/above/7", "/below/7"] {
        let get = TestRequest::get().uri(path);
        assert_eq!(call(&app, get).await, (StatusCode::OK, "1".into()), "{path}");
    }
    for path in ["/above/0", "/below/0"] {
        let get = TestRequest::get().uri(path);
        assert_eq!(call(&app, get).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_ended(&app.above, 2);
    assert_ended(&app.below, 2);
}

#[actix_web::test]
async fn either_order_with_several_routes_works() {
    let app = State::default();
    for path in ["/routes/above", "/routes/below"] {
        for request in [TestRequest::get(), TestRequest::put()] {
            assert_eq!(call(&app, request.uri(path)).await, (StatusCode::OK, "1".into()), "{path}");
        }
    }
    assert_ended(&app.routes_above, 2);
    assert_ended(&app.routes_below, 2);
}

#[actix_web::test]
async fn a_handler_that_is_routed_by_hand_has_its_entry_during_the_call() {
    let app = State::default();
    assert_eq!(call(&app, TestRequest::get().uri("/plain")).await, (StatusCode::OK, "1".into()));
    assert_ended(&app.plain, 1);
}

#[actix_web::test]
async fn a_request_that_an_extractor_rejects_makes_no_entry() {
    let app = State::default();
    assert_eq!(call(&app, TestRequest::get().uri("/below/seven")).await.0, StatusCode::NOT_FOUND);
    assert_ended(&app.below, 0);
}

#[actix_web::test]
async fn the_entry_of_a_middleware_lasts_until_the_handler_has_returned() {
    let app = State::default();
    let handler = async |app: State| app.middleware.len().to_string();
    let service = App::new().app_data(app.clone()).wrap(from_fn(middleware)).route("/", web::get().to(handler));
    let response = call_service(&init_service(service).await, TestRequest::get().to_request()).await;
    assert_eq!(read_body(response).await, "1");
    assert_ended(&app.middleware, 1);
}

static MAIN_ABOVE: Calls = InflightMap::new();
static MAIN_BELOW: Calls = InflightMap::new();

#[scoped_entry(map = MAIN_ABOVE, key = "main")]
#[actix_web::main]
async fn main_above() -> usize {
    MAIN_ABOVE.len()
}

#[actix_web::main]
#[scoped_entry(map = MAIN_BELOW, key = "main")]
async fn main_below() -> usize {
    MAIN_BELOW.len()
}

#[test]
fn either_order_with_main_works() {
    assert_eq!((main_above(), main_below()), (1, 1));
    assert_ended(&MAIN_ABOVE, 1);
    assert_ended(&MAIN_BELOW, 1);
}

#[actix_web::test]
async fn a_stream_ends_with_its_client_and_a_handler_goes_on() {
    let app = State::default();
    let served = app.clone();
    let server = HttpServer::new(move || App::new().app_data(served.clone()).service((events, wait))).workers(1);
    let server = server.disable_signals().bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);

    let client = move || {
        let response = http::get(address, "/events/7").until("line");
        assert_eq!(app.streams.count(&7), 1, "the handler has returned, and its stream goes on");
        drop(response);
        assert_ends(&app.streams, 1);

        http::hang_up_during(address, "/wait", &app.waits);
        app.release.notify_one();
        assert_ends(&app.waits, 1);
        assert!(app.has_finished.load(SeqCst), "the handler was not dropped");
    };
    web::block(client).await.unwrap();
    handle.stop(false).await;
}
