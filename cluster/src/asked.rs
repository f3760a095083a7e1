//! A call that asks the keeper for a claim or a permit.

use crate::{
    clock,
    handle::Shared,
    keeper::{
        event::{ClaimMap, Grant, Request},
        refusal::Refusal,
    },
    key::EncodedKey,
    token::Token,
};
use std::{panic::Location, sync::Arc, time::Duration};
use tokio::sync::oneshot;

/// The request, and where its answer arrives.
pub(crate) struct Asked {
    pub(crate) request: Request,
    pub(crate) granted: oneshot::Receiver<Result<Grant, Refusal>>,
}

impl Asked {
    /// Without `wait`, the call is answered as soon as the server has answered, or has not for half a TTL.
    pub(crate) fn new(
        shared: &Shared,
        map: &Arc<ClaimMap>,
        key: EncodedKey,
        wait: Option<Duration>,
        location: &'static Location<'static>,
    ) -> Self {
        let asked = clock::now();
        let (reply, granted) = oneshot::channel();
        let request = Request {
            map: Arc::clone(map),
            key,
            token: Token::new(),
            location,
            asked,
            deadline: asked.saturating_add(wait.unwrap_or(shared.ttl / 2)),
            waits: wait.is_some(),
            doubtful_until: None,
            unanswered_since: None,
            reply,
        };
        Self { request, granted }
    }
}
