//! dropshot: the attribute above and below `#[endpoint]`.

use common::{assert_ended, assert_ends, http};
use dropshot::{
    ApiDescription, ConfigDropshot, ConfigLogging, ConfigLoggingLevel, HandlerTaskMode, HttpError, HttpResponseOk,
    HttpServer, Path, RequestContext, ServerBuilder, endpoint,
};
use schemars::JsonSchema;
use scoped_entry::{InflightMap, scoped_entry};
use serde::Deserialize;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
};
use tokio::{sync::Notify, task::spawn_blocking};

#[derive(Default)]
struct Inflight {
    above: InflightMap<String>,
    below: InflightMap<u64>,
    waits: InflightMap<u64>,
    release: Notify,
    has_finished: AtomicBool,
}

type App = Arc<Inflight>;

#[derive(Deserialize, JsonSchema)]
struct Call {
    id: u64,
}

// The path is moved out in the body, so the key is something else: what `Path` holds is only to be had by `into_inner`.
#[scoped_entry(map = request.context().above, key = request.request_id)]
#[endpoint { method = GET, path = "/above/{id}" }]
async fn above(request: RequestContext<App>, path: Path<Call>) -> Result<HttpResponseOk<usize>, HttpError> {
    let entries = request.context().above.count(&request.request_id);
    reply(path.into_inner().id, entries)
}

#[endpoint { method = GET, path = "/below/{id}" }]
#[scoped_entry(map = request.context().below, key = 7)]
async fn below(request: RequestContext<App>, path: Path<Call>) -> Result<HttpResponseOk<usize>, HttpError> {
    let entries = request.context().below.count(&7);
    reply(path.into_inner().id, entries)
}

/// Goes on when its client has hung up, unless the server is told to drop it.
#[endpoint { method = GET, path = "/wait" }]
#[scoped_entry(map = request.context().waits, key = 7)]
async fn wait(request: RequestContext<App>) -> Result<HttpResponseOk<usize>, HttpError> {
    let app = request.context();
    app.release.notified().await;
    app.has_finished.store(true, SeqCst);
    reply(7, app.waits.len())
}

fn reply(id: u64, entries: usize) -> Result<HttpResponseOk<usize>, HttpError> {
    if id == 0 {
        return Err(HttpError::for_not_found(None, "no such thing".into()));
    }
    Ok(HttpResponseOk(entries))
}

fn serve(app: &App, mode: HandlerTaskMode) -> HttpServer<App> {
    let mut api = ApiDescription::new();
    api.register(above).unwrap();
    api.register(below).unwrap();
    api.register(wait).unwrap();
    let log = ConfigLogging::StderrTerminal { level: ConfigLoggingLevel::Critical }.to_logger("calls").unwrap();
    let config = ConfigDropshot { default_handler_task_mode: mode, ..Default::default() };
    ServerBuilder::new(api, Arc::clone(app), log).config(config).start().unwrap()
}

#[tokio::test]
async fn either_order_with_endpoint_works() {
    let app = App::default();
    let server = serve(&app, HandlerTaskMode::Detached);
    let address = server.local_addr();
    let client = move || {
        for path in ["/above/7", "/below/7"] {
            let response = http::get(address, path).until_end();
            assert!(response.contains("200 OK") && response.ends_with("\r\n\r\n1"), "{path}: {response}");
        }
        for path in ["/above/0", "/below/0"] {
            let response = http::get(address, path).until_end();
            assert!(response.contains("404 Not Found"), "{path}: {response}");
        }
        assert!(http::get(address, "/above/seven").until_end().contains("400 Bad Request"));
    };
    spawn_blocking(client).await.unwrap();
    server.close().await.unwrap();
    assert_ended(&app.above, 2);
    assert_ended(&app.below, 2);
}

#[tokio::test]
async fn whether_a_client_that_hangs_up_ends_the_entry_is_the_servers_setting() {
    for mode in [HandlerTaskMode::Detached, HandlerTaskMode::CancelOnDisconnect] {
        let app = App::default();
        let server = serve(&app, mode);
        let address = server.local_addr();
        let seen = Arc::clone(&app);
        let is_detached = matches!(mode, HandlerTaskMode::Detached);
        let client = move || {
            http::hang_up_during(address, "/wait", &seen.waits);
            if is_detached {
                seen.release.notify_one();
            }
            assert_ends(&seen.waits, 1);
            assert_eq!(seen.has_finished.load(SeqCst), is_detached);
        };
        spawn_blocking(client).await.unwrap();
        server.close().await.unwrap();
    }
}
