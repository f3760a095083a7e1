//! jsonrpsee: the attribute on the methods and subscriptions of an impl of an API, below `#[async_trait]`. The requests go to
//! the module that a server would serve.

// `#[rpc]` makes a public trait of a private one.
#![allow(clippy::missing_errors_doc)]

use common::{PATIENCE, assert_ended};
use jsonrpsee::{
    PendingSubscriptionSink, RpcModule,
    core::{EmptyServerParams, SubscriptionResult, async_trait, server::SubscriptionSink, to_json_raw_value},
    proc_macros::rpc,
    types::ErrorObjectOwned,
};
use scoped_entry::{InflightMap, scoped_entry};
use std::sync::Arc;
use tokio::time::timeout;

#[rpc(server)]
trait Store {
    #[method(name = "load")]
    async fn load(&self, id: u64) -> Result<usize, ErrorObjectOwned>;

    #[method(name = "quick")]
    fn quick(&self, id: u64) -> Result<usize, ErrorObjectOwned>;

    #[subscription(name = "awaited", unsubscribe = "stop_awaited", item = usize)]
    async fn awaited(&self, id: u64) -> SubscriptionResult;

    #[subscription(name = "spawned", unsubscribe = "stop_spawned", item = usize)]
    async fn spawned(&self, id: u64) -> SubscriptionResult;
}

type Calls = Arc<InflightMap<u64>>;

#[derive(Clone, Default)]
struct Files {
    loads: Calls,
    quick: Calls,
    awaited: Calls,
    spawned: Calls,
}

fn reply(map: &Calls, id: u64) -> Result<usize, ErrorObjectOwned> {
    if id == 0 {
        return Err(ErrorObjectOwned::owned(404, "nothing there", None::<()>));
    }
    Ok(map.count(&id))
}

/// Sends the number of entries once, and then waits until the client is gone.
async fn feed(sink: SubscriptionSink, map: Calls) -> SubscriptionResult {
    sink.send(to_json_raw_value(&map.len())?).await?;
    sink.closed().await;
    Ok(())
}

#[async_trait]
impl StoreServer for Files {
    #[scoped_entry(map = self.loads, key = id)]
    async fn load(&self, id: u64) -> Result<usize, ErrorObjectOwned> {
        reply(&self.loads, id)
    }

    #[scoped_entry(map = self.quick, key = id)]
    fn quick(&self, id: u64) -> Result<usize, ErrorObjectOwned> {
        reply(&self.quick, id)
    }

    #[scoped_entry(map = self.awaited, key = id)]
    async fn awaited(&self, pending: PendingSubscriptionSink, id: u64) -> SubscriptionResult {
        feed(pending.accept().await?, Arc::clone(&self.awaited)).await
    }

    #[scoped_entry(map = Arc::clone(&self.spawned), key = id, guard = entry)]
    async fn spawned(&self, pending: PendingSubscriptionSink, id: u64) -> SubscriptionResult {
        let sink = pending.accept().await?;
        tokio::spawn(entry.attach(feed(sink, Arc::clone(&self.spawned))));
        Ok(())
    }
}

async fn call(module: &RpcModule<Files>, method: &str, id: u64) -> Option<usize> {
    module.call(method, [id]).await.ok()
}

#[tokio::test]
async fn a_method_has_its_entry_during_the_call() {
    let files = Files::default();
    let module = files.clone().into_rpc();
    for method in ["load", "quick"] {
        assert_eq!((call(&module, method, 7).await, call(&module, method, 0).await), (Some(1), None), "{method}");
    }
    assert_ended(&files.loads, 2);
    assert_ended(&files.quick, 2);
    assert!(module.call::<_, usize>("load", EmptyServerParams::new()).await.is_err());
    assert_ended(&files.loads, 2);
}

#[tokio::test]
async fn the_entry_of_a_subscription_ends_when_the_client_is_gone() {
    let files = Files::default();
    let module = files.clone().into_rpc();
    for (method, map) in [("awaited", &files.awaited), ("spawned", &files.spawned)] {
        let mut subscription = module.subscribe_unbounded(method, [7]).await.unwrap();
        let (entries, _) = timeout(PATIENCE, subscription.next::<usize>()).await.unwrap().unwrap().unwrap();
        assert_eq!((entries, map.count(&7)), (1, 1), "{method}");
        subscription.close();
        timeout(PATIENCE, map.drained()).await.unwrap_or_else(|_| panic!("the entry of {method} ends"));
        assert_ended(map, 1);
    }
}
