//! The client.

use reqwest::Client;
use std::net::SocketAddr;

#[derive(Clone)]
pub(crate) struct Load {
    client: Client,
    service: SocketAddr,
}

impl Load {
    pub(crate) fn new(service: SocketAddr) -> reqwest::Result<Self> {
        // A proxy of the environment must not come between the client and this local server.
        Ok(Self { client: Client::builder().no_proxy().build()?, service })
    }

    pub(crate) async fn call(&self, id: u64) -> reqwest::Result<String> {
        self.get(&format!("lookup/{id}")).await
    }

    pub(crate) async fn metrics(&self) -> reqwest::Result<String> {
        self.get("metrics").await
    }

    /// Returns the JSON of the page, with this number of oldest entries per map.
    pub(crate) async fn inflight(&self, entries: usize) -> reqwest::Result<String> {
        self.get(&format!("inflight.json?entries={entries}")).await
    }

    async fn get(&self, path: &str) -> reqwest::Result<String> {
        self.client.get(format!("http://{}/{path}", self.service)).send().await?.error_for_status()?.text().await
    }
}
