//! A server that replies late, never, twice, and to ids that there never were, and that hangs up.

use crate::{fate::Fate, protocol};
use std::{collections::VecDeque, io};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, BufWriter},
    net::{TcpListener, TcpStream},
};

/// Late replies are sent this many requests later.
const LATE: usize = 2_000;

/// No call has an id as large as this.
const UNKNOWN: u64 = 1 << 40;

/// Accepts one connection after another, until it is dropped.
pub(crate) async fn serve(listener: TcpListener, hang_up_every: u64) -> io::Result<()> {
    loop {
        let (connection, _) = listener.accept().await?;
        // A client that hangs up, too, is no reason to end.
        _ = serve_connection(connection, hang_up_every).await;
    }
}

async fn serve_connection(connection: TcpStream, hang_up_every: u64) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let (read, write) = connection.into_split();
    let (mut lines, mut write) = (BufReader::new(read).lines(), BufWriter::new(write));
    let mut late = VecDeque::new();
    let mut requests = 0;
    while let Some(line) = lines.next_line().await? {
        let Some(id) = protocol::read_request(&line) else { continue };
        requests += 1;
        let reply = protocol::reply(id);
        match Fate::of(id, hang_up_every) {
            Fate::Replied => write.write_all(&reply).await?,
            Fate::Twice => {
                write.write_all(&reply).await?;
                write.write_all(&reply).await?;
            }
            Fate::AfterAnUnknownId => {
                write.write_all(&protocol::reply(id + UNKNOWN)).await?;
                write.write_all(&reply).await?;
            }
            Fate::CancelledAndLate | Fate::TimedOutAndLate => late.push_back((requests + LATE, reply)),
            Fate::CancelledAndNever | Fate::TimedOutAndNever => {}
            Fate::HungUp => return Ok(()),
        }
        while late.front().is_some_and(|(due, _)| *due <= requests) {
            if let Some((_, reply)) = late.pop_front() {
                write.write_all(&reply).await?;
            }
        }
        // With what the client has sent at once, it is replied at once.
        if lines.get_ref().buffer().is_empty() {
            write.flush().await?;
        }
    }
    Ok(())
}
