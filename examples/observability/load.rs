//! A real client.

use reqwest::Client;
use std::net::SocketAddr;

#[derive(Clone)]
pub(crate) struct Load {
    client: Client,
    service: SocketAddr,
}

impl Load {
    pub(crate) fn new(service: SocketAddr) -> reqwest::Result<Self> {
        // The environment's proxy is for the world outside.
        Ok(Self { client: Client::builder().no_proxy().build()?, service })
    }

    pub(crate) async fn call(&self, id: u64) -> reqwest::Result<String> {
        self.get(&format!("lookup/{id}")).await
    }

    pub(crate) async fn metrics(&self) -> reqwest::Result<String> {
        self.get("metrics").await
    }

    /// What the page has, as JSON, with so many of the oldest entries.
    pub(crate) async fn inflight(&self, entries: usize) -> reqwest::Result<String> {
        self.get(&format!("inflight.json?entries={entries}")).await
    }

    async fn get(&self, path: &str) -> reqwest::Result<String> {
        self.client.get(format!("http://{}/{path}", self.service)).send().await?.error_for_status()?.text().await
    }
}
