//! dropshot: the attribute above and below `#[endpoint]`.

use common::{assert_ended, http};
use dropshot::{
    ApiDescription, ConfigLogging, ConfigLoggingLevel, HttpError, HttpResponseOk, Path, RequestContext, ServerBuilder,
    endpoint,
};
use schemars::JsonSchema;
use scoped_entry::{InflightMap, scoped_entry};
use serde::Deserialize;
use std::sync::Arc;
use tokio::task::spawn_blocking;

#[derive(Default)]
struct Inflight {
    above: InflightMap<String>,
    below: InflightMap<u64>,
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

fn reply(id: u64, entries: usize) -> Result<HttpResponseOk<usize>, HttpError> {
    if id == 0 {
        return Err(HttpError::for_not_found(None, "no such thing".into()));
    }
    Ok(HttpResponseOk(entries))
}

#[tokio::test]
async fn either_order_with_endpoint_works() {
    let app = App::default();
    let mut api = ApiDescription::new();
    api.register(above).unwrap();
    api.register(below).unwrap();
    let log = ConfigLogging::StderrTerminal { level: ConfigLoggingLevel::Critical }.to_logger("calls").unwrap();
    let server = ServerBuilder::new(api, Arc::clone(&app), log).start().unwrap();
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
