//! The shutdown: the subject of this example.

use scoped_entry::{InflightMap, Live};
use std::{io, time::Duration};
use tokio::{task::JoinHandle, time};

/// The number of calls that are listed if the deadline has passed.
const LISTED: usize = 20;

/// Waits until the server's connections have ended and then until the map is empty, for at most `deadline`.
///
/// Returns the oldest calls that are still in flight; they end with the process.
pub(crate) async fn drain(
    served: JoinHandle<io::Result<()>>,
    inflight: &InflightMap<String>,
    deadline: Duration,
) -> Vec<Live<String, ()>> {
    let drained = async {
        // After this, no new call can enter; jobs may still be running.
        _ = served.await;
        inflight.drained().await;
    };
    if time::timeout(deadline, drained).await.is_ok() {
        return Vec::new();
    }
    inflight.oldest_stuck(Duration::ZERO, LISTED).oldest
}
