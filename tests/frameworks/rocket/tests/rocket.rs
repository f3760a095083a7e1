//! Rocket: the attribute above and below `#[get]` and `#[catch]`, on routes that are `async` and that are not, and on a route
//! that streams.

use common::{Calls, assert_ended, assert_ends, http};
use rocket::{
    Build, Config, Request, Rocket, State, catch, catchers,
    fairing::AdHoc,
    futures::stream::{self, Stream},
    get,
    http::Status,
    local::asynchronous::Client,
    response::stream::TextStream,
    routes,
    tokio::{
        sync::{Notify, oneshot},
        task::spawn_blocking,
        time::interval,
    },
};
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

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
#[get("/above/<id>")]
async fn above(app: &State<App>, id: u64) -> Result<String, Status> {
    reply(&app.above, id)
}

#[get("/below/<id>")]
#[scoped_entry(map = app.below, key = id)]
async fn below(app: &State<App>, id: u64) -> Result<String, Status> {
    reply(&app.below, id)
}

fn reply(map: &InflightMap<u64>, id: u64) -> Result<String, Status> {
    if id == 0 {
        return Err(Status::Gone);
    }
    Ok(map.count(&id).to_string())
}

#[scoped_entry(map = app.sync_above, key = "sync")]
#[get("/sync/above")]
fn sync_above(app: &State<App>) -> String {
    app.sync_above.len().to_string()
}

#[get("/sync/below")]
#[scoped_entry(map = app.sync_below, key = "sync")]
fn sync_below(app: &State<App>) -> String {
    app.sync_below.len().to_string()
}

static CAUGHT_ABOVE: InflightMap<u16> = InflightMap::new();
static CAUGHT_BELOW: InflightMap<String> = InflightMap::new();

#[scoped_entry(map = CAUGHT_ABOVE, key = status.code)]
#[catch(default)]
fn caught_above(status: Status, _: &Request<'_>) -> String {
    CAUGHT_ABOVE.count(&status.code).to_string()
}

#[catch(404)]
#[scoped_entry(map = CAUGHT_BELOW, key = request.uri().path().as_str())]
async fn caught_below(request: &Request<'_>) -> String {
    CAUGHT_BELOW.count(request.uri().path().as_str()).to_string()
}

/// A line from time to time, as long as the client listens: Rocket notices that it has hung up when it writes to it.
#[get("/events/<id>")]
#[scoped_entry(map = Arc::clone(&app.streams), key = id, guard = entry)]
fn events(app: &State<App>, id: u64) -> TextStream<impl Stream<Item = &'static str> + use<>> {
    let lines = stream::unfold(interval(Duration::from_millis(5)), |mut interval| async {
        interval.tick().await;
        Some(("line\n", interval))
    });
    TextStream(entry.attach(lines))
}

/// Goes on when its client has hung up: Rocket does not drop it.
#[get("/wait")]
#[scoped_entry(map = app.waits, key = "wait")]
async fn wait(app: &State<App>) {
    app.release.notified().await;
    app.has_finished.store(true, SeqCst);
}

fn server(app: &App) -> Rocket<Build> {
    let config =
        Config { port: 0, log_level: rocket::config::LogLevel::Off, shutdown: quiet(), ..Config::debug_default() };
    rocket::custom(config)
        .manage(Arc::clone(app))
        .mount("/", routes![above, below, sync_above, sync_below, events, wait])
        .register("/", catchers![caught_above, caught_below])
}

/// Without handlers of signals, and without time for connections that are still open.
fn quiet() -> rocket::config::Shutdown {
    rocket::config::Shutdown { ctrlc: false, grace: 0, mercy: 0, ..Default::default() }
}

async fn call(app: &App, path: &str) -> (Status, String) {
    let client = Client::untracked(server(app)).await.unwrap();
    let response = client.get(path.to_owned()).dispatch().await;
    (response.status(), response.into_string().await.unwrap_or_default())
}

#[rocket::async_test]
async fn either_order_with_a_route_works() {
    let app = App::default();
    for path in ["/above/7", "/below/7", "/sync/above", "/sync/below"] {
        assert_eq!(call(&app, path).await, (Status::Ok, "1".into()), "{path}");
    }
    for path in ["/above/0", "/below/0"] {
        assert_eq!(call(&app, path).await, (Status::Gone, "1".into()), "{path}: from the catcher");
    }
    assert_ended(&app.above, 2);
    assert_ended(&app.below, 2);
    assert_ended(&app.sync_above, 1);
    assert_ended(&app.sync_below, 1);
    // A parameter that does not parse, in a request that no other route takes.
    assert_eq!(call(&app, "/above/seven").await, (Status::UnprocessableEntity, "1".into()));
    assert_eq!(call(&app, "/nowhere").await, (Status::NotFound, "1".into()));
    assert_ended(&app.above, 2);
    assert_ended(&CAUGHT_ABOVE, 3);
    assert_ended(&CAUGHT_BELOW, 1);
}

#[rocket::async_test]
async fn a_stream_ends_with_its_client_and_a_handler_goes_on() {
    let app = App::default();
    let (started, port) = oneshot::channel();
    let report = AdHoc::on_liftoff("port", |rocket| {
        let port = rocket.config().port;
        Box::pin(async move { started.send(port).unwrap() })
    });
    let server = server(&app).attach(report).ignite().await.unwrap();
    let shutdown = server.shutdown();
    let server = rocket::tokio::spawn(server.launch());
    let address = SocketAddr::from(([127, 0, 0, 1], port.await.unwrap()));

    let client = move || {
        let response = http::get(address, "/events/7").until("line");
        assert_eq!(app.streams.count(&7), 1, "the route has returned, and its stream goes on");
        drop(response);
        assert_ends(&app.streams, 1);

        http::hang_up_during(address, "/wait", &app.waits);
        app.release.notify_one();
        assert_ends(&app.waits, 1);
        assert!(app.has_finished.load(SeqCst), "the handler was not dropped");
    };
    spawn_blocking(client).await.unwrap();
    shutdown.notify();
    server.await.unwrap().unwrap();
}
