//! ntex: the attribute above and below `#[web::get]`, on a plain handler, and on a handler that streams.

use common::{Calls, assert_ended, assert_ends, http};
use futures_util::{StreamExt as _, stream};
use ntex::{
    http::StatusCode,
    rt::spawn_blocking,
    time::{Millis, sleep},
    util::Bytes,
    web::{
        self, App, HttpResponse,
        error::{ErrorNotFound, InternalError},
        test::{TestRequest, call_service, init_service, read_body, server},
        types::{Path, State},
    },
};
use scoped_entry::{InflightMap, scoped_entry};
use std::{io, sync::Arc};

#[derive(Default)]
struct Inflight {
    above: InflightMap<u64>,
    below: InflightMap<u64>,
    plain: Calls,
    streams: Arc<InflightMap<u64>>,
    waits: Calls,
}

type Failure = InternalError<&'static str, web::DefaultError>;
type Shared = State<Arc<Inflight>>;

#[scoped_entry(map = app.above, key = *id)]
#[web::get("/above/{id}")]
async fn above(app: Shared, id: Path<u64>) -> Result<String, Failure> {
    reply(&app.above, *id)
}

#[web::get("/below/{id}")]
#[scoped_entry(map = app.below, key = *id)]
async fn below(app: Shared, id: Path<u64>) -> Result<String, Failure> {
    reply(&app.below, *id)
}

fn reply(map: &InflightMap<u64>, id: u64) -> Result<String, Failure> {
    if id == 0 {
        return Err(ErrorNotFound("no such thing"));
    }
    Ok(map.count(&id).to_string())
}

#[scoped_entry(map = app.plain, key = "plain")]
async fn plain(app: Shared) -> String {
    app.plain.len().to_string()
}

/// A line from time to time, as long as the client listens: ntex notices that it has hung up when it writes to it.
#[web::get("/events/{id}")]
#[scoped_entry(map = Arc::clone(&app.streams), key = *id, guard = entry)]
async fn events(app: Shared, id: Path<u64>) -> HttpResponse {
    let lines = stream::repeat(()).then(async |()| {
        sleep(Millis(5)).await;
        Ok::<_, io::Error>(Bytes::from_static(b"line\n"))
    });
    HttpResponse::Ok().streaming(Box::pin(entry.attach(lines)))
}

#[web::get("/wait")]
#[scoped_entry(map = app.waits, key = "wait")]
async fn wait(app: Shared) -> HttpResponse {
    std::future::pending().await
}

async fn call(app: &Arc<Inflight>, path: &str) -> (StatusCode, String) {
    let app = App::new().state(Arc::clone(app)).service((above, below)).route("/plain", web::get().to(plain));
    let response = call_service(&init_service(app).await, TestRequest::with_uri(path).to_request()).await;
    let status = response.status();
    (status, String::from_utf8(read_body(response).await.to_vec()).unwrap())
}

#[ntex::test]
async fn either_order_with_a_route_works() {
    let app = Arc::default();
    for path in ["/above/7", "/below/7", "/plain"] {
        assert_eq!(call(&app, path).await, (StatusCode::OK, "1".into()), "{path}");
    }
    for path in ["/above/0", "/below/0"] {
        assert_eq!(call(&app, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_ended(&app.above, 2);
    assert_ended(&app.below, 2);
    assert_ended(&app.plain, 1);
    assert_eq!(call(&app, "/below/seven").await.0, StatusCode::NOT_FOUND, "the extractor rejects it");
    assert_ended(&app.below, 2);
}

#[ntex::test]
async fn entries_end_when_the_client_hangs_up() {
    let app = Arc::<Inflight>::default();
    let served = Arc::clone(&app);
    let server = server(async move || App::new().state(Arc::clone(&served)).service((events, wait))).await;
    let address = server.addr();
    let client = move || {
        let response = http::get(address, "/events/7").until("line");
        assert_eq!(app.streams.count(&7), 1, "the handler has returned, and its stream goes on");
        drop(response);
        assert_ends(&app.streams, 1);

        http::hang_up_during(address, "/wait", &app.waits);
        assert_ends(&app.waits, 1);
    };
    spawn_blocking(client).await.unwrap();
    server.stop().await;
}
