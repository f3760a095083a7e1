//! Ours and its peers, each as it is meant to be used.

use scoped_entry::FlightMap;
use std::{convert::Infallible, future::Future, hash::Hash};

pub(crate) trait Key: Hash + Eq + Clone + Send + Sync + 'static {}
impl<K: Hash + Eq + Clone + Send + Sync + 'static> Key for K {}

pub(crate) trait Candidate<K: Key>: Send + Sync + 'static {
    const NAME: &'static str;

    fn new() -> Self;

    /// One flight, after which its result is not kept.
    fn call(&self, key: K, body: impl Future<Output = u64> + Send) -> impl Future<Output = u64> + Send;

    /// Lets it finish what it has put off.
    fn settle(&self) -> impl Future<Output = ()> {
        std::future::ready(())
    }
}

pub(crate) struct Ours<K>(FlightMap<K, u64>);

impl<K: Key> Candidate<K> for Ours<K> {
    const NAME: &'static str = "FlightMap";

    fn new() -> Self {
        Self(FlightMap::new())
    }

    fn call(&self, key: K, body: impl Future<Output = u64> + Send) -> impl Future<Output = u64> + Send {
        self.0.run(key, body)
    }
}

pub(crate) struct Uniflight<K>(uniflight::Merger<K, u64>);

impl<K: Key> Candidate<K> for Uniflight<K> {
    const NAME: &'static str = "uniflight";

    fn new() -> Self {
        Self(uniflight::Merger::new())
    }

    fn call(&self, key: K, body: impl Future<Output = u64> + Send) -> impl Future<Output = u64> + Send {
        let merged = self.0.execute(&key, || body);
        async { merged.await.unwrap_or_else(|panicked| panic!("{}", panicked.message())) }
    }
}

pub(crate) struct Moka<K: Key>(moka::future::Cache<K, u64>);

impl<K: Key> Candidate<K> for Moka<K> {
    const NAME: &'static str = "moka, get_with";

    fn new() -> Self {
        Self(moka::future::Cache::new(100_000))
    }

    async fn call(&self, key: K, body: impl Future<Output = u64> + Send) -> u64 {
        let removed = key.clone();
        let output = self.0.get_with(key, body).await;
        self.0.invalidate(&removed).await;
        output
    }

    async fn settle(&self) {
        for _ in 0..10 {
            self.0.run_pending_tasks().await;
        }
    }
}

pub(crate) struct AsyncSingleflight<K>(async_singleflight::UnaryGroup<K, u64>);

impl<K: Key> Candidate<K> for AsyncSingleflight<K> {
    const NAME: &'static str = "async_singleflight";

    fn new() -> Self {
        Self(async_singleflight::UnaryGroup::new())
    }

    async fn call(&self, key: K, body: impl Future<Output = u64> + Send) -> u64 {
        self.0.work(&key, body).await
    }
}

pub(crate) struct SingleflightAsync<K>(singleflight_async::SingleFlight<K, u64>);

impl<K: Key> Candidate<K> for SingleflightAsync<K> {
    const NAME: &'static str = "singleflight-async";

    fn new() -> Self {
        Self(singleflight_async::SingleFlight::new())
    }

    fn call(&self, key: K, body: impl Future<Output = u64> + Send) -> impl Future<Output = u64> + Send {
        self.0.work(key, || body)
    }
}

pub(crate) struct QuickCache<K>(quick_cache::sync::Cache<K, u64>);

impl<K: Key> Candidate<K> for QuickCache<K> {
    const NAME: &'static str = "quick_cache, guard";

    fn new() -> Self {
        Self(quick_cache::sync::Cache::new(100_000))
    }

    async fn call(&self, key: K, body: impl Future<Output = u64> + Send) -> u64 {
        let output = self.0.get_or_insert_async(&key, async { Ok::<_, Infallible>(body.await) }).await;
        self.0.remove(&key);
        match output {
            Ok(output) => output,
            Err(never) => match never {},
        }
    }
}
