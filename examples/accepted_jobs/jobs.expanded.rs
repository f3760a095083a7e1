mod jobs {
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
    pub(crate) async fn accept(
        State(app): State<Arc<App>>,
        Path(id): Path<u64>,
        Query(asked): Query<Asked>,
    ) -> Answer {
        {
            let ::scoped_entry::__private::Ok(entry) = ::scoped_entry::__private::Call
                .here()
                .try_enter(Arc::clone(&app.jobs), &id, asked)
                .named() else {
                return (
                    StatusCode::CONFLICT,
                    ::alloc::__export::must_use({
                        ::alloc::fmt::format(
                            format_args!("job {0} is in flight already", id),
                        )
                    }),
                )
            };
            {
                if asked.copies == 0 {
                    return (
                        StatusCode::BAD_REQUEST,
                        "there is nothing to print".to_owned(),
                    );
                }
                tokio::spawn(entry.attach(print(Arc::clone(&app), asked)));
                (
                    StatusCode::ACCEPTED,
                    ::alloc::__export::must_use({
                        ::alloc::fmt::format(format_args!("job {0} is in flight", id))
                    }),
                )
            }
        }
    }
    async fn print(app: Arc<App>, asked: Asked) {
        for _ in 0..asked.copies {
            app.paper.acquire().await.expect("the semaphore is never closed").forget();
            if !!asked.jams {
                {
                    ::core::panicking::panic_fmt(format_args!("the printer jams"));
                }
            }
        }
    }
    /// `GET /inflight`
    pub(crate) async fn inflight(State(app): State<Arc<App>>) -> String {
        let line = |job: &Live<u64, Asked>| {
            ::alloc::__export::must_use({
                ::alloc::fmt::format(
                    format_args!(
                        "job {0}, copies: {1}, accepted {2:.0?} ago at {3}\n",
                        job.key,
                        job.value.copies,
                        job.age,
                        job.location,
                    ),
                )
            })
        };
        app.jobs.snapshot().iter().map(line).collect()
    }
}
