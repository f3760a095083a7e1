//! What the program is about.

use scoped_entry::{InflightMap, Live};
use std::{io, time::Duration};
use tokio::{task::JoinHandle, time};

/// Waits until the server's connections have ended and then until the map is empty, but no longer than `deadline`.
/// Answers what is still there: it ends with the process.
pub(crate) async fn drain(
    served: JoinHandle<io::Result<()>>,
    inflight: &InflightMap<String>,
    deadline: Duration,
) -> Vec<Live<String, ()>> {
    let drained = async {
        // No call can enter any more when this is over; jobs may still be at work.
        _ = served.await;
        inflight.drained().await;
    };
    if time::timeout(deadline, drained).await.is_ok() {
        return Vec::new();
    }
    inflight.stuck(Duration::ZERO)
}
