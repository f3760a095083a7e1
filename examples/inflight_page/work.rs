//! The functions of the service. With the attribute alone, their calls are on the page.

use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{sync::LazyLock, time::Duration};
use tokio::time::sleep;

pub(crate) static UPLOADS: LazyLock<InflightMap<String>> =
    LazyLock::new(|| InflightMap::builder().name("uploads").limit(200).build());
pub(crate) static PAYMENTS: LazyLock<UniqueMap<u64>> = LazyLock::new(|| UniqueMap::builder().name("payments").build());
pub(crate) static SEARCHES: LazyLock<InflightMap<u64>> =
    LazyLock::new(|| InflightMap::builder().name("searches").limit(2_000).build());
pub(crate) static EXPORTS: LazyLock<InflightMap<u64>> =
    LazyLock::new(|| InflightMap::builder().name("exports").limit(24).build());

#[derive(Debug)]
pub(crate) struct AlreadyPaying;

#[scoped_entry(map = UPLOADS, key = path)]
pub(crate) async fn upload(path: &str, took: Duration) {
    sleep(took).await;
}

#[scoped_entry(map = UPLOADS, key = path)]
pub(crate) async fn upload_in_parts(path: &str, parts: u32, each: Duration) {
    for _ in 0..parts {
        sleep(each).await;
    }
}

#[scoped_entry(map = PAYMENTS, key = order, occupied = return Err(AlreadyPaying))]
pub(crate) async fn pay(order: u64, took: Duration) -> Result<(), AlreadyPaying> {
    sleep(took).await;
    Ok(())
}

#[scoped_entry(map = SEARCHES, key = query)]
pub(crate) async fn search(query: u64, took: Duration) {
    sleep(took).await;
}

#[scoped_entry(map = EXPORTS, key = customer)]
pub(crate) async fn export(customer: u64, took: Duration) {
    sleep(took).await;
}
