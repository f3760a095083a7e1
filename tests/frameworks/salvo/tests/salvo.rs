//! salvo: the attribute above and below `#[handler]` and `#[endpoint]`, on the method of a handler that is a struct, and on a
//! handler that streams.

use common::{Calls, assert_ended, assert_ends, http};
use futures_util::{StreamExt as _, stream};
use salvo::conn::Acceptor as _;
use salvo::{
    Depot, Listener as _, Request, Response, Router, Server, Service, Writer, affix_state,
    conn::TcpListener,
    handler,
    http::{StatusCode, StatusError},
    oapi::{endpoint, extract::PathParam},
    test::{ResponseExt as _, TestClient},
};
use scoped_entry::{InflightMap, scoped_entry};
use std::{convert::Infallible, sync::Arc};

#[derive(Default)]
struct Inflight {
    above: Calls,
    below: Calls,
    endpoint_above: InflightMap<u64>,
    endpoint_below: InflightMap<u64>,
    method: Calls,
    streams: Arc<Calls>,
    waits: Calls,
}

type App = Arc<Inflight>;

fn app(depot: &Depot) -> &App {
    depot.get_typed::<App>().expect("the state is affixed")
}

#[scoped_entry(map = app(depot).above, key = "above")]
#[handler]
async fn above(depot: &Depot) -> String {
    app(depot).above.len().to_string()
}

#[handler]
#[scoped_entry(map = app(depot).below, key = "below")]
async fn below(depot: &Depot) -> String {
    app(depot).below.len().to_string()
}

#[scoped_entry(map = app(depot).endpoint_above, key = *id)]
#[endpoint]
async fn endpoint_above(depot: &Depot, id: PathParam<u64>) -> Result<String, StatusError> {
    reply(&app(depot).endpoint_above, *id)
}

#[endpoint]
#[scoped_entry(map = app(depot).endpoint_below, key = *id)]
async fn endpoint_below(depot: &Depot, id: PathParam<u64>) -> Result<String, StatusError> {
    reply(&app(depot).endpoint_below, *id)
}

fn reply(map: &InflightMap<u64>, id: u64) -> Result<String, StatusError> {
    if id == 0 {
        return Err(StatusError::not_found());
    }
    Ok(map.count(&id).to_string())
}

struct Method(App);

#[handler]
impl Method {
    #[scoped_entry(map = self.0.method, key = "method")]
    async fn handle(&self, response: &mut Response) {
        response.render(self.0.method.len().to_string());
    }
}

#[handler]
#[scoped_entry(map = Arc::clone(&app(depot).streams), key = "events", guard = entry)]
async fn events(_: &mut Request, depot: &Depot, response: &mut Response) {
    let bytes = stream::iter([Ok::<_, Infallible>("first")]).chain(stream::pending());
    response.stream(entry.attach(bytes));
}

#[handler]
#[scoped_entry(map = app(depot).waits, key = "wait")]
async fn wait(depot: &Depot) {
    std::future::pending::<()>().await;
}

fn router(app: &App) -> Router {
    Router::new()
        .hoop(affix_state::inject(Arc::clone(app)))
        .push(Router::with_path("above").get(above))
        .push(Router::with_path("below").get(below))
        .push(Router::with_path("endpoint/above/{id}").get(endpoint_above))
        .push(Router::with_path("endpoint/below/{id}").get(endpoint_below))
        .push(Router::with_path("method").get(Method(Arc::clone(app))))
        .push(Router::with_path("events").get(events))
        .push(Router::with_path("wait").get(wait))
}

async fn call(app: &App, path: &str) -> (Option<StatusCode>, String) {
    let mut response = TestClient::get(format!("http://localhost{path}")).send(&Service::new(router(app))).await;
    (response.status_code, response.take_string().await.unwrap())
}

#[tokio::test]
async fn either_order_with_handler_and_endpoint_works() {
    let app = App::default();
    for path in ["/above", "/below", "/endpoint/above/7", "/endpoint/below/7", "/method"] {
        assert_eq!(call(&app, path).await, (Some(StatusCode::OK), "1".into()), "{path}");
    }
    for path in ["/endpoint/above/0", "/endpoint/below/0"] {
        assert_eq!(call(&app, path).await.0, Some(StatusCode::NOT_FOUND), "{path}");
    }
    assert_ended(&app.above, 1);
    assert_ended(&app.below, 1);
    assert_ended(&app.endpoint_above, 2);
    assert_ended(&app.endpoint_below, 2);
    assert_ended(&app.method, 1);
    assert_eq!(call(&app, "/endpoint/above/seven").await.0, Some(StatusCode::BAD_REQUEST));
    assert_ended(&app.endpoint_above, 2);
}

#[tokio::test]
async fn entries_end_when_the_client_hangs_up() {
    let app = App::default();
    let acceptor = TcpListener::new("127.0.0.1:0").bind().await;
    let server = acceptor.holdings()[0].local_addr.clone().into_std().unwrap();
    tokio::spawn(Server::new(acceptor).serve(router(&app)));
    let client = move || {
        let response = http::get(server, "/events").until("first");
        assert_eq!(app.streams.len(), 1, "the handler has returned, and its stream goes on");
        drop(response);
        assert_ends(&app.streams, 1);

        http::hang_up_during(server, "/wait", &app.waits);
        assert_ends(&app.waits, 1);
    };
    tokio::task::spawn_blocking(client).await.unwrap();
}
