//! A server in memory, with faults on demand.

use super::{Answer, Answers, Engine, Holder, Listen, OnRelease, Owned, Pending, Scope, Wanted};
use crate::{
    clock,
    error::{ConnectError, Reason, Unavailable},
    memory::{Claimed, Fault, Map, Server},
};
use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::sync::mpsc::UnboundedReceiver;

pub(crate) struct Memory {
    pub(crate) server: Server,
    pub(crate) timeout: Duration,
    pub(crate) namespace: String,
    pub(crate) ttl: Duration,
}

impl Memory {
    /// Makes a request under the next fault of the server.
    fn request<T: Send + 'static>(&self, request: impl FnOnce(&Server) -> T + Send + 'static) -> Pending<T> {
        let (server, timeout) = (self.server.clone(), self.timeout);
        Box::pin(async move {
            let broken = || Unavailable::new(Reason::Connection, "the connection broke");
            match server.next_fault() {
                Some(Fault::Silent) => {
                    tokio::time::sleep(timeout).await;
                    Err(Unavailable::new(Reason::Timeout, "no reply"))
                }
                Some(Fault::LostRequest) => Err(broken()),
                Some(Fault::LostReply) => {
                    request(&server);
                    Err(broken())
                }
                Some(Fault::Refused) => Err(Unavailable::new(Reason::Refused, "OOM command not allowed")),
                None => {
                    // As a network does: replies arrive later than in the call.
                    tokio::task::yield_now().await;
                    Ok(request(&server))
                }
            }
        })
    }
}

fn unix_time() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn claim(server: &Server, scope: &Scope, wanted: Vec<Wanted>) -> Answers {
    let mut state = server.state();
    let (now, run, skip) = (clock::now(), state.run, state.skip_recovery);
    let map = state.maps.entry(scope.prefix.clone()).or_default();
    if map.run != Some(run) {
        map.run = Some(run);
        map.until = if skip { now } else { now + scope.ttl };
        map.ttl = scope.ttl;
    }
    map.claims.retain(|_, claim| claim.expires > now);
    map.permits.retain(|_, expires| *expires > now);
    if map.ttl != scope.ttl {
        if !map.claims.is_empty() || !map.permits.is_empty() {
            return Answers::OtherTtl(map.ttl);
        }
        map.ttl = scope.ttl;
    }
    if now < map.until {
        return Answers::Recovering(map.until.saturating_sub(now));
    }
    if let Some(limit) = scope.limit {
        return acquire(map, scope, limit, wanted, now);
    }
    let mut answers = Vec::new();
    for Wanted { key, token, location } in wanted {
        match map.claims.get_mut(&key) {
            Some(claim) if claim.token == token => {
                claim.expires = now + scope.ttl;
                answers.push(Answer::Granted { fence: claim.fence });
            }
            Some(claim) => answers.push(Answer::Held(Holder {
                token: Some(claim.token),
                node: claim.node.clone(),
                location: claim.location.clone(),
                since: claim.since,
                expires_in: claim.expires.saturating_sub(now),
            })),
            None => {
                let since = unix_time();
                map.fence = (map.fence + 1).max(u64::try_from(since.as_micros()).unwrap_or_default());
                let claim = Claimed {
                    token,
                    fence: map.fence,
                    node: scope.node.to_string(),
                    location: location.to_string(),
                    since,
                    expires: now + scope.ttl,
                };
                map.claims.insert(key, claim);
                answers.push(Answer::Granted { fence: map.fence });
            }
        }
    }
    Answers::Each(answers)
}

fn acquire(map: &mut Map, scope: &Scope, limit: u32, wanted: Vec<Wanted>, now: Duration) -> Answers {
    if map.permits.is_empty() {
        map.limit = limit;
    } else if map.limit != limit {
        return Answers::OtherLimit(map.limit);
    }
    let mut answers = Vec::new();
    for Wanted { token, .. } in wanted {
        let holders = u32::try_from(map.permits.len()).unwrap_or(u32::MAX);
        if map.permits.contains_key(&token) || holders < limit {
            map.permits.insert(token, now + scope.ttl);
            answers.push(Answer::Granted { fence: 0 });
        } else {
            answers.push(Answer::Full { holders });
        }
    }
    Answers::Each(answers)
}

fn renew(server: &Server, scope: &Scope, owned: &[Owned]) -> Vec<bool> {
    let mut state = server.state();
    let now = clock::now();
    let Map { claims, permits, .. } = state.maps.entry(scope.prefix.clone()).or_default();
    let mut renew = |(key, token): &Owned| match permits.get_mut(token) {
        Some(expires) if *expires > now => {
            *expires = now + scope.ttl;
            true
        }
        Some(_) => false,
        None => match claims.get_mut(key) {
            Some(claim) if claim.token == *token && claim.expires > now => {
                claim.expires = now + scope.ttl;
                true
            }
            _ => false,
        },
    };
    owned.iter().map(&mut renew).collect()
}

fn release(server: &Server, scope: &Scope, owned: &[Owned]) -> Vec<bool> {
    let mut state = server.state();
    let Map { claims, permits, .. } = state.maps.entry(scope.prefix.clone()).or_default();
    let mut owns = |(key, token): &Owned| {
        if permits.remove(token).is_some() {
            return true;
        }
        let owns = claims.get(key).is_some_and(|claim| claim.token == *token);
        if owns {
            claims.remove(key);
        }
        owns
    };
    let released: Vec<bool> = owned.iter().map(&mut owns).collect();
    drop(state);
    let channel = |(key, _): &Owned| scope.channel(key);
    for (owned, _) in owned.iter().zip(&released).filter(|(_, released)| **released) {
        server.publish(&channel(owned));
    }
    released
}

impl Engine for Memory {
    fn check(&self) -> Pending<(), ConnectError> {
        let check = self.request(|_| ());
        Box::pin(async move { check.await.map_err(ConnectError::Unavailable) })
    }

    fn claim(&self, scope: &Arc<Scope>, wanted: Vec<Wanted>) -> Pending<Answers> {
        let scope = Arc::clone(scope);
        self.request(move |server| claim(server, &scope, wanted))
    }

    fn renew(&self, scope: &Arc<Scope>, owned: Vec<Owned>) -> Pending<Vec<bool>> {
        let scope = Arc::clone(scope);
        self.request(move |server| renew(server, &scope, &owned))
    }

    fn release(&self, scope: &Arc<Scope>, owned: Vec<Owned>) -> Pending<Vec<bool>> {
        let scope = Arc::clone(scope);
        self.request(move |server| release(server, &scope, &owned))
    }

    fn publish(&self, id: u64, record: Vec<u8>) -> Pending<()> {
        let namespace = self.namespace.clone();
        self.request(move |server| {
            server.state().nodes.insert((namespace, id), (clock::now(), record));
        })
    }

    fn fleet(&self) -> Pending<Vec<(Duration, Vec<u8>)>> {
        let (namespace, ttl) = (self.namespace.clone(), self.ttl);
        self.request(move |server| {
            let now = clock::now();
            let mut state = server.state();
            state.nodes.retain(|_, (at, _)| now < *at + ttl);
            let of_namespace = state.nodes.iter().filter(|((of, _), _)| *of == namespace);
            of_namespace.map(|(_, (at, record))| (now.saturating_sub(*at), record.clone())).collect()
        })
    }

    fn listen(
        &self,
        mut commands: UnboundedReceiver<Listen>,
        on_release: OnRelease,
    ) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let server = self.server.clone();
        Box::pin(async move {
            let listener = server.listener(on_release);
            while let Some(command) = commands.recv().await {
                match command {
                    Listen::Begin(channel) => listener.begin(channel),
                    Listen::End(channel) => listener.end(&channel),
                }
            }
        })
    }
}
