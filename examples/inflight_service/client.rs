//! A client that sends one request at a time and checks that it ends as requested.

use crate::{
    app::App,
    fate::Fate,
    listing,
    lookup::{self, Asked},
    plan::Request,
    route::{PerRoute, Route},
};
use reqwest::RequestBuilder;
use std::{error::Error, iter, net::SocketAddr, sync::Arc, time::Duration};
use tokio::sync::Notify;

/// Far more than any call takes, so that a call that hangs is reported.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Has a connection of its own and makes one call at a time. A panic or a disconnect, which end the connection, therefore
/// affect no other call.
pub(crate) struct Client {
    http: reqwest::Client,
    service: SocketAddr,
    app: Arc<App>,
}

impl Client {
    pub(crate) fn new(service: SocketAddr, app: Arc<App>) -> reqwest::Result<Self> {
        // A proxy of the environment must not come between the client and this local server.
        let http = reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build()?;
        Ok(Self { http, service, app })
    }

    /// Sends `request` and waits until it has ended.
    ///
    /// # Errors
    ///
    /// Returns a description if the call did not end as requested.
    pub(crate) async fn call(&self, Request { id, route, fate }: Request) -> Result<(), String> {
        let call = self.get(&format!("{}/{id}", route.name())).query(&Asked { fate });
        let ended = match fate {
            Fate::Abandon => self.hang_up_on(id, call).await,
            Fate::Panic => connection_is_lost(call).await,
            Fate::Succeed | Fate::Fail | Fate::ReturnEarly => is_answered(id, fate, call).await,
        };
        ended.map_err(|what| format!("{} request {id}, asked to {fate:?}: {what}", route.name()))
    }

    /// Returns the number of entries that `GET /inflight` lists.
    ///
    /// # Errors
    ///
    /// Returns a description if the request failed.
    pub(crate) async fn listed(&self) -> Result<PerRoute<usize>, String> {
        let page = async { self.get("inflight").send().await?.error_for_status()?.text().await };
        let page = page.await.map_err(|error| with_causes(&error))?;
        Ok(PerRoute::from_fn(|route: Route| listing::entries(&page, route)))
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("http://{}/{path}", self.service))
    }

    /// Drops the call as soon as its handler waits at its `.await`. This closes the connection.
    async fn hang_up_on(&self, id: u64, call: RequestBuilder) -> Result<(), String> {
        let in_mid_await = Arc::new(Notify::new());
        let _wait = self.app.about_to_hang_up.enter(id, Arc::clone(&in_mid_await));
        tokio::select! {
            () = in_mid_await.notified() => Ok(()),
            answer = call.send() => Err(unexpected(&answer)),
        }
    }
}

async fn is_answered(id: u64, fate: Fate, call: RequestBuilder) -> Result<(), String> {
    let answer = call.send().await;
    match answer {
        Ok(answer) if Some(answer.status()) == fate.status() => {
            // Always read the body: a connection with an unread body is not reused.
            let body = answer.text().await.map_err(|error| with_causes(&error))?;
            if fate == Fate::Succeed && body != lookup::record(id) {
                return Err(format!("answered `{body}`"));
            }
            Ok(())
        }
        unfit => Err(unexpected(&unfit)),
    }
}

/// A panic in the handler ends the task of its connection, so the client sees a lost connection.
async fn connection_is_lost(call: RequestBuilder) -> Result<(), String> {
    match call.send().await {
        Err(error) if error.is_request() && !error.is_connect() && !error.is_timeout() => Ok(()),
        answer => Err(unexpected(&answer)),
    }
}

fn unexpected(answer: &reqwest::Result<reqwest::Response>) -> String {
    match answer {
        Ok(answer) => format!("answered {}", answer.status()),
        Err(error) => with_causes(error),
    }
}

fn with_causes(error: &reqwest::Error) -> String {
    let causes = iter::successors(Some(error as &dyn Error), |&error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
