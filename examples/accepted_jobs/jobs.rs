//! Jobs that continue after the response: the guard moves into the task that does the work.

use crate::app::{App, Asked};
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use scoped_entry::{Live, scoped_entry};
use std::sync::Arc;

type Answer = (StatusCode, String);

/// `POST /jobs/{id}`
///
/// The entry begins here. If the function returns early, the entry ends here, too. Otherwise the guard moves into the job,
/// and the entry ends when the job completes or panics.
#[scoped_entry(
    map = Arc::clone(&app.jobs),
    key = id,
    value = asked,
    guard = entry,
    occupied = return (StatusCode::CONFLICT, format!("job {id} is in flight already")),
)]
pub(crate) async fn accept(State(app): State<Arc<App>>, Path(id): Path<u64>, Query(asked): Query<Asked>) -> Answer {
    if asked.copies == 0 {
        return (StatusCode::BAD_REQUEST, "there is nothing to print".to_owned());
    }
    tokio::spawn(entry.attach(print(Arc::clone(&app), asked)));
    (StatusCode::ACCEPTED, format!("job {id} is in flight"))
}

async fn print(app: Arc<App>, asked: Asked) {
    for _ in 0..asked.copies {
        app.paper.acquire().await.expect("the semaphore is never closed").forget();
        assert!(!asked.jams, "the printer jams");
    }
}

/// `GET /inflight`
pub(crate) async fn inflight(State(app): State<Arc<App>>) -> String {
    let line = |job: &Live<u64, Asked>| {
        format!("job {}, copies: {}, accepted {:.0?} ago at {}\n", job.key, job.value.copies, job.age, job.location)
    };
    app.jobs.snapshot().iter().map(line).collect()
}
