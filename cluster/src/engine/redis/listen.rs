//! Messages about releases, on a connection of their own.

use super::connection::Connections;
use crate::engine::{Listen, OnRelease};
use futures_core::Stream;
use redis::aio::{PubSubSink, PubSubStream};
use std::{collections::HashSet, future::poll_fn, pin::Pin, sync::Arc, task::Poll, time::Duration};
use tokio::sync::mpsc::UnboundedReceiver;

/// The pause before a new connection. Waiters ask the server from time to time, too, so nothing depends on it.
const PAUSE: Duration = Duration::from_millis(100);

enum Next {
    Command(Option<Listen>),
    Message(Option<Vec<u8>>),
}

/// Either a command or a message, whichever is there first.
async fn next(commands: &mut UnboundedReceiver<Listen>, messages: &mut PubSubStream) -> Next {
    poll_fn(|cx| {
        if let Poll::Ready(command) = commands.poll_recv(cx) {
            return Poll::Ready(Next::Command(command));
        }
        let message = Pin::new(&mut *messages).poll_next(cx);
        // A channel may have any bytes.
        message.map(|message| Next::Message(message.map(|message| message.get_channel().unwrap_or_default())))
    })
    .await
}

pub(super) async fn listen(
    connections: Arc<Connections>,
    mut commands: UnboundedReceiver<Listen>,
    on_release: OnRelease,
) {
    let mut channels = HashSet::new();
    loop {
        if channels.is_empty() {
            // No connection before there is something to hear.
            match commands.recv().await {
                Some(command) => change(&mut channels, command),
                None => return,
            }
            continue;
        }
        if let Ok(pubsub) = connections.pubsub().await {
            let (sink, messages) = pubsub.split();
            if converse(sink, messages, &mut channels, &mut commands, &on_release).await.is_none() {
                return;
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn change(channels: &mut HashSet<Vec<u8>>, command: Listen) {
    match command {
        Listen::Begin(channel) => channels.insert(channel),
        Listen::End(channel) => channels.remove(&channel),
    };
}

/// Until the connection breaks. `None` if there are no more commands.
async fn converse(
    mut sink: PubSubSink,
    mut messages: PubSubStream,
    channels: &mut HashSet<Vec<u8>>,
    commands: &mut UnboundedReceiver<Listen>,
    on_release: &OnRelease,
) -> Option<()> {
    for channel in channels.iter() {
        if sink.subscribe(channel.as_slice()).await.is_err() {
            return Some(());
        }
        // It may have been released before.
        on_release(channel);
    }
    loop {
        match next(commands, &mut messages).await {
            Next::Command(None) => return None,
            Next::Command(Some(command)) => {
                let begun = match &command {
                    Listen::Begin(channel) => sink.subscribe(channel.as_slice()).await.map(|()| Some(channel.clone())),
                    Listen::End(channel) => sink.unsubscribe(channel.as_slice()).await.map(|()| None),
                };
                change(channels, command);
                match begun {
                    Ok(Some(channel)) => on_release(&channel),
                    Ok(None) => {}
                    Err(_) => return Some(()),
                }
            }
            Next::Message(Some(channel)) => on_release(&channel),
            Next::Message(None) => return Some(()),
        }
    }
}
