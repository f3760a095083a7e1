//! linera-io/linera-protocol #6577: equal downloads share one request. The first caller owns it, later ones subscribe.
//!
//! Only the owner's last statement removed the request. The client asks several validators at once and drops the futures
//! of those that lose the race, owners among them. Then the request stayed, with the sender that its subscribers
//! waited for: they waited for ever, and the client stood still until it was restarted.
//!
//! What it needs: removal on every path, and a sender that drops with the owner and wakes whoever waits; and removal by
//! identity, where a request that has become too old is followed by a new owner's before it has ended.

use crate::poll_once;
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{
    collections::HashMap,
    future::{Future, pending, ready},
    sync::Mutex,
    task::Poll,
};
use tokio::sync::{broadcast, watch};

async fn fetch_as_it_was(
    requests: &Mutex<HashMap<u64, broadcast::Sender<u64>>>,
    height: u64,
    download: impl Future<Output = u64>,
) -> Option<u64> {
    let subscribed = requests.lock().unwrap().get(&height).map(broadcast::Sender::subscribe);
    if let Some(mut answers) = subscribed {
        return answers.recv().await.ok();
    }
    requests.lock().unwrap().insert(height, broadcast::Sender::new(1));
    let certificate = download.await;
    if let Some(tell) = requests.lock().unwrap().remove(&height) {
        // Without subscribers nobody hears it.
        _ = tell.send(certificate);
    }
    Some(certificate)
}

#[tokio::test]
async fn as_it_was_a_dropped_owner_leaves_its_request_and_its_subscribers_waiting() {
    let requests = Mutex::default();
    let mut owner = Box::pin(fetch_as_it_was(&requests, 7, pending()));
    assert!(poll_once(owner.as_mut()).is_pending());
    let mut subscriber = Box::pin(fetch_as_it_was(&requests, 7, ready(70)));
    assert!(poll_once(subscriber.as_mut()).is_pending());
    drop(owner);
    assert_eq!(requests.lock().unwrap().len(), 1);
    assert!(poll_once(subscriber.as_mut()).is_pending(), "nobody will ever tell it");
}

type Answer = watch::Receiver<Option<u64>>;
type Requests = UniqueMap<u64, Answer>;

/// The owner's work, or the owner's answer to wait for.
///
/// `tell` drops after the entry, as parameters do: who is woken by that finds the key free.
#[scoped_entry(map = *requests, key = height, value = answer, occupied = |owners| return Err(owners))]
async fn own(
    requests: &Requests,
    height: u64,
    download: impl Future<Output = u64>,
    tell: watch::Sender<Option<u64>>,
    answer: Answer,
) -> Result<u64, Answer> {
    let certificate = download.await;
    tell.send_replace(Some(certificate));
    Ok(certificate)
}

async fn fetch<D: Future<Output = u64>>(requests: &Requests, height: u64, download: impl Fn() -> D) -> u64 {
    loop {
        let (tell, answer) = watch::channel(None);
        match own(requests, height, download(), tell, answer).await {
            Ok(certificate) => return certificate,
            Err(mut owners) => {
                if let Ok(Some(certificate)) = owners.wait_for(Option::is_some).await.as_deref() {
                    return *certificate;
                }
                // The owner is gone without an answer: somebody else has to ask.
            }
        }
    }
}

#[tokio::test]
async fn a_dropped_owner_leaves_nothing_and_a_subscriber_takes_over() {
    let requests = Requests::new();
    let mut owner = Box::pin(fetch(&requests, 7, pending));
    assert!(poll_once(owner.as_mut()).is_pending());
    let mut subscriber = Box::pin(fetch(&requests, 7, || ready(70)));
    assert!(poll_once(subscriber.as_mut()).is_pending());
    assert_eq!(requests.len(), 1);
    drop(owner);
    assert_eq!(poll_once(subscriber.as_mut()), Poll::Ready(70));
    assert!(requests.is_empty());
}

#[tokio::test]
async fn subscribers_get_the_owners_answer() {
    let requests = Requests::new();
    let (validator, answers) = watch::channel(0);
    let download = || {
        let mut answers = answers.clone();
        async move { *answers.wait_for(|&answer| answer > 0).await.unwrap() }
    };
    let mut owner = Box::pin(fetch(&requests, 7, download));
    assert!(poll_once(owner.as_mut()).is_pending());
    let mut subscriber = Box::pin(fetch(&requests, 7, || async { unreachable!("it has subscribed") }));
    assert!(poll_once(subscriber.as_mut()).is_pending());
    validator.send_replace(70);
    assert_eq!((owner.await, subscriber.await), (70, 70));
    assert!(requests.is_empty());
}

/// Where a new owner may begin before the old one has ended, both are in the map.
#[scoped_entry(map = *requests, key = height, value = owner)]
async fn supersede(requests: &InflightMap<u64, &'static str>, height: u64, owner: &'static str) {
    pending::<()>().await;
}

#[tokio::test]
async fn an_owner_that_was_superseded_takes_its_own_request_away_and_no_other() {
    let requests = InflightMap::new();
    let mut old = Box::pin(supersede(&requests, 7, "old"));
    assert!(poll_once(old.as_mut()).is_pending());
    let mut new = Box::pin(supersede(&requests, 7, "new"));
    assert!(poll_once(new.as_mut()).is_pending());
    drop(old);
    assert_eq!(requests.get(&7), Some("new"));
    drop(new);
    assert!(requests.is_empty());
}
