//! Makes a single call, and checks that it ends as intended.

use crate::{
    expected_panic::ExpectedPanic,
    fate::Fate,
    handlers,
    lookup::{Reply, StoreError, record},
    service::{Handler, Request, Service},
};
use std::{
    any::Any,
    future,
    panic::{self, AssertUnwindSafe},
    sync::Arc,
    time::Duration,
};

/// Makes a sync call.
///
/// # Errors
///
/// Returns a description if the call did not end as intended.
pub(crate) fn call(handler: Handler, service: &Service, id: u64, fate: Fate) -> Result<(), String> {
    let call = || match handler {
        Handler::ByHand => handlers::by_hand(service, id, Request::new(id), fate),
        Handler::Annotated => handlers::annotated(service, id, Request::new(id), fate),
    };
    // Other calls use the maps after a panic: this is what the program tests.
    as_meant(id, fate, panic::catch_unwind(AssertUnwindSafe(call)))
}

/// Makes an async call.
///
/// # Errors
///
/// Returns a description if the call did not end as intended.
pub(crate) async fn call_async(handler: Handler, service: &Arc<Service>, id: u64, fate: Fate) -> Result<(), String> {
    match fate {
        Fate::NeverPoll => drop(handle(handler, Arc::clone(service), id, fate)),
        Fate::Cancel => tokio::select! {
            // Polls the call first, so that it is waiting when it is cancelled.
            biased;
            reply = handle(handler, Arc::clone(service), id, fate) => return Err(unexpected(id, fate, &reply)),
            () = future::ready(()) => {}
        },
        Fate::TimeOut => {
            let call = handle(handler, Arc::clone(service), id, fate);
            if let Ok(reply) = tokio::time::timeout(Duration::from_millis(1), call).await {
                return Err(unexpected(id, fate, &reply));
            }
        }
        Fate::Panic => {
            let ended = tokio::spawn(handle(handler, Arc::clone(service), id, fate)).await;
            let ended = match ended {
                Ok(reply) => Ok(reply),
                Err(error) => Err(error.try_into_panic().map_err(|error| format!("call {id}: {error}"))?),
            };
            return as_meant(id, fate, ended);
        }
        Fate::Succeed | Fate::Fail | Fate::ReturnEarly => {
            let reply = handle(handler, Arc::clone(service), id, fate).await;
            return as_meant(id, fate, Ok(reply));
        }
    }
    Ok(())
}

async fn handle(handler: Handler, service: Arc<Service>, id: u64, fate: Fate) -> Result<Reply, StoreError> {
    match handler {
        Handler::ByHand => handlers::by_hand_async(&service, id, Request::new(id), fate).await,
        Handler::Annotated => handlers::annotated_async(&service, id, Request::new(id), fate).await,
    }
}

type Ended = Result<Result<Reply, StoreError>, Box<dyn Any + Send>>;

fn as_meant(id: u64, fate: Fate, ended: Ended) -> Result<(), String> {
    match (fate, ended) {
        (Fate::Panic, Err(panic)) if panic.is::<ExpectedPanic>() => Ok(()),
        (Fate::Succeed, Ok(Ok(Reply::Found(found)))) if found == record(id) => Ok(()),
        (Fate::Fail, Ok(Err(StoreError))) | (Fate::ReturnEarly, Ok(Ok(Reply::Unchanged))) => Ok(()),
        (fate, Ok(reply)) => Err(unexpected(id, fate, &reply)),
        (fate, Err(_)) => Err(format!("call {id}, requested to {fate:?}, panicked")),
    }
}

fn unexpected(id: u64, fate: Fate, reply: &Result<Reply, StoreError>) -> String {
    format!("call {id}, requested to {fate:?}, returned {reply:?}")
}

#[cfg(test)]
mod tests {
    use super::{call, call_async};
    use crate::{
        fate::of_batch,
        service::{Handler, Service},
    };
    use std::sync::Arc;

    async fn remaining(handler: Handler) -> usize {
        let service = Arc::new(Service::default());
        for (id, fate) in (0..).zip(of_batch(0, 1)) {
            call(handler, &service, 2 * id, fate.of_sync()).unwrap();
            call_async(handler, &service, 2 * id + 1, fate).await.unwrap();
        }
        service.entries()
    }

    #[tokio::test]
    async fn by_hand_only_successes_leak_nothing() {
        // 20 of the sync calls; 30 of the async ones, including the cancelled calls and those that time out.
        assert_eq!(remaining(Handler::ByHand).await, 20 + 30);
    }

    #[tokio::test]
    async fn annotated_handlers_leak_nothing() {
        assert_eq!(remaining(Handler::Annotated).await, 0);
    }
}
