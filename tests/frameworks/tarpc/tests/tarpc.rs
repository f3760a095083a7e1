//! tarpc: the attribute on the methods of an impl of a service, which have no attribute of the framework's.

use common::{Calls, PATIENCE, assert_ended};
use futures_util::StreamExt as _;
use scoped_entry::{InflightMap, scoped_entry};
use std::{future::pending, sync::Arc};
use tarpc::{
    client, context,
    server::{BaseChannel, Channel as _},
    transport::channel,
};
use tokio::{sync::Notify, time::timeout};

#[tarpc::service]
trait Store {
    async fn load(id: u64) -> usize;
    async fn wait();
}

#[derive(Clone, Default)]
struct Files {
    loads: Arc<InflightMap<u64>>,
    waits: Arc<Calls>,
    waiting: Arc<Notify>,
}

impl Store for Files {
    #[scoped_entry(map = self.loads, key = id)]
    async fn load(self, _: context::Context, id: u64) -> usize {
        self.loads.count(&id)
    }

    #[scoped_entry(map = self.waits, key = "wait")]
    async fn wait(self, _: context::Context) {
        self.waiting.notify_one();
        pending::<()>().await;
    }
}

fn serve(files: &Files) -> StoreClient {
    let (client, server) = channel::unbounded();
    let calls = BaseChannel::with_defaults(server).execute(files.clone().serve());
    tokio::spawn(calls.for_each(|call| async {
        tokio::spawn(call);
    }));
    StoreClient::new(client::Config::default(), client).spawn()
}

#[tokio::test]
async fn a_method_has_its_entry_during_the_call() {
    let files = Files::default();
    assert_eq!(serve(&files).load(context::current(), 7).await.unwrap(), 1);
    assert_ended(&files.loads, 1);
}

#[tokio::test]
async fn the_entry_ends_when_the_client_cancels_the_call() {
    let files = Files::default();
    let client = serve(&files);
    let call = tokio::spawn(async move { client.wait(context::current()).await });
    timeout(PATIENCE, files.waiting.notified()).await.unwrap();
    assert_eq!(files.waits.len(), 1);
    call.abort();
    timeout(PATIENCE, files.waits.drained()).await.expect("the server drops the call");
    assert_ended(&files.waits, 1);
}
