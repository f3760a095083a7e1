//! Publishing this node's maps, and reading those of all nodes.

use super::{
    event::Event,
    state::{Keeper, in_time, waking},
};
use crate::{
    error::Unavailable,
    fleet::{Fleet, INTERVAL, Node, decode, encode},
};
use scoped_entry::observe::Registry;
use std::{sync::Arc, time::Duration};
use tokio::sync::oneshot;

impl Keeper {
    pub(super) fn add_registry(&mut self, registry: Registry, now: Duration) {
        self.registries.push(registry);
        self.next_publication.get_or_insert(now);
    }

    /// Publishes, unless the last publication is still on its way.
    pub(super) fn publish(&mut self, now: Duration) {
        if self.next_publication.is_none_or(|next| now < next) {
            return;
        }
        self.next_publication = Some(now + INTERVAL);
        if self.publishing || self.ends.is_some() {
            return;
        }
        self.publishing = true;
        let (registries, node, id) = (self.registries.clone(), Arc::clone(&self.node), self.id);
        let (engine, events, ttl) = (Arc::clone(&self.engine), self.events.clone(), self.ttl);
        tokio::spawn(async move {
            // Functions that show keys are user code: they may block, and panic.
            let record = tokio::task::spawn_blocking(move || encode(&node, &registries)).await;
            if let Ok(record) = record {
                // The next publication is soon.
                let _ = in_time(ttl, engine.publish(id, record)).await;
            }
            let _ = events.send(Event::Published);
        });
    }

    pub(super) fn read_fleet(&self, reply: oneshot::Sender<Result<Fleet, Unavailable>>) {
        let (engine, ttl) = (Arc::clone(&self.engine), self.ttl);
        tokio::spawn(async move {
            let fleet = in_time(ttl, engine.fleet()).await.map(|records| {
                let node =
                    |(age, record): (Duration, Vec<u8>)| decode(&record).map(|(name, maps)| Node { name, age, maps });
                Fleet::new(records.into_iter().filter_map(node).collect())
            });
            waking(|| _ = reply.send(fleet));
        });
    }
}
