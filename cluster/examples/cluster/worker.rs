//! One process: it pays each order that no other has paid.

use super::{ORDERS, TTL, WORKERS, store::Client};
use scoped_entry::scoped_entry;
use scoped_entry_cluster::{ClaimError, Claims, Cluster};
use std::{error::Error, process::ExitCode, time::Duration};

struct Worker {
    payments: Claims<u64>,
    store: Client,
}

impl Worker {
    /// Returns once the order is paid, by whichever process.
    #[scoped_entry(hold = self.payments.claim_within(&order, TTL * 3).await?, guard = claim)]
    async fn pay(&self, order: u64) -> Result<(), Box<dyn Error>> {
        let fence = claim.fence().get();
        if !self.store.is_paid(order, fence)? {
            // The work. It ends as soon as the claim is lost.
            claim.while_held(tokio::time::sleep(Duration::from_millis(5))).await?;
            self.store.pay(order, fence)?;
        }
        Ok(())
    }
}

pub(super) fn run(name: &str, url: &str, store: &str) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = runtime.map_err(Box::from).and_then(|runtime| runtime.block_on(work(name, url, store)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn work(name: &str, url: &str, store: &str) -> Result<(), Box<dyn Error>> {
    let cluster = Cluster::redis(url).namespace("demonstration").node(name).ttl(TTL).connect().await?;
    let worker = Worker { payments: cluster.claims("payments"), store: Client::connect(name, store)? };
    // Each begins elsewhere: otherwise the one that is ahead would pay them all.
    let number: u64 = name.rsplit(' ').next().unwrap_or_default().parse()?;
    let first = number * ORDERS / WORKERS as u64;
    for order in (first..ORDERS).chain(0..first) {
        // A claim that is lost, a server that is away: the order is tried again.
        while let Err(error) = worker.pay(order).await {
            let is_known =
                matches!(error.downcast_ref(), Some(ClaimError::Recovering { .. } | ClaimError::Held { .. }));
            if !is_known {
                println!("         {name}, order {order}: {error}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    cluster.close(TTL * 2).await?;
    Ok(())
}
