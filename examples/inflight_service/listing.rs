//! `GET /inflight`: the live entries of both maps, one per line.

use crate::{app::App, route::Route};
use axum::extract::State;
use std::{
    fmt::{Display, Write as _},
    sync::Arc,
    time::Duration,
};

pub(crate) async fn inflight(State(app): State<Arc<App>>) -> String {
    let by_hand = app.by_hand.ages();
    let annotated = app.annotated.snapshot();

    let mut page = String::new();
    line(&mut page, "route", &"id", "age", &"entered at");
    for (id, age) in by_hand {
        line(&mut page, Route::ByHand.name(), &id, &seconds(age), &"not recorded");
    }
    for entry in annotated {
        line(&mut page, Route::Annotated.name(), &entry.key, &seconds(entry.age), entry.location);
    }
    page
}

/// Returns the number of entries of `route` in a listing.
pub(crate) fn entries(page: &str, route: Route) -> usize {
    page.lines().filter(|line| line.split(' ').next() == Some(route.name())).count()
}

fn line(page: &mut String, route: &str, id: &dyn Display, age: &str, location: &dyn Display) {
    writeln!(page, "{route:<9} {id:>8} {age:>10}  {location}").expect("writing to a string cannot fail");
}

fn seconds(age: Duration) -> String {
    format!("{:.3} s", age.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::entries;
    use crate::{app::App, route::Route, server::Server};
    use std::{net::TcpListener, sync::Arc};
    use tokio::sync::Notify;

    #[tokio::test(flavor = "multi_thread")]
    async fn running_call_is_listed_until_its_client_hangs_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let service = format!("http://{}", listener.local_addr().unwrap());
        let app = Arc::new(App::default());
        let server = Server::start(listener, Arc::clone(&app)).unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();

        let in_mid_await = Arc::new(Notify::new());
        let wait = app.about_to_hang_up.enter(7, Arc::clone(&in_mid_await));
        let call = tokio::spawn(http.get(format!("{service}/annotated/7?fate=abandon")).send());
        in_mid_await.notified().await;
        drop(wait);

        let page = http.get(format!("{service}/inflight")).send().await.unwrap().text().await.unwrap();
        assert_eq!((entries(&page, Route::Annotated), entries(&page, Route::ByHand)), (1, 0), "{page}");
        let line: Vec<_> = page.lines().last().unwrap().split_whitespace().collect();
        let [route, id, age, "s", location] = line[..] else { panic!("{page}") };
        assert_eq!((route, id), ("annotated", "7"));
        assert!(age.parse::<f64>().is_ok(), "{page}");
        assert!(location.contains("handlers.rs:"), "{page}");

        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        drop(http);
        server.drain().await.unwrap();
        assert!(app.annotated.is_empty());
    }
}
