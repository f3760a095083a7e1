//! All that are raced.

mod async_singleflight;
mod async_singleflight_purged;
mod autometrics;
mod by_hand;
mod by_hand_before_each_return;
mod by_hand_with_scopeguard;
mod inflight_map;
mod metered;
mod request_coalescer;
mod rs_singleflight;
mod single_flight;
mod singleflight_async;
mod tower_http;
mod uniflight;
mod unique_map;

use crate::{fault::Fault, race::entries_left, racer::Racer, versions::Versions};

pub(crate) struct Result {
    pub(crate) name: String,
    pub(crate) is_ours: bool,
    /// In the order of [`Fault::ALL`].
    pub(crate) left: [usize; 6],
}

/// One after the other.
pub(crate) fn race(calls: usize) -> Vec<Result> {
    let versions = Versions::read();
    vec![
        run::<by_hand::ByHand>(calls, &versions),
        run::<by_hand_before_each_return::ByHandBeforeEachReturn>(calls, &versions),
        run::<by_hand_with_scopeguard::ByHandWithScopeguard>(calls, &versions),
        run::<autometrics::Autometrics>(calls, &versions),
        run::<metered::Metered>(calls, &versions),
        run::<tower_http::TowerHttp>(calls, &versions),
        run::<uniflight::Uniflight>(calls, &versions),
        run::<async_singleflight::AsyncSingleflight>(calls, &versions),
        run::<async_singleflight_purged::AsyncSingleflightPurged>(calls, &versions),
        run::<singleflight_async::SingleflightAsync>(calls, &versions),
        run::<request_coalescer::RequestCoalescer>(calls, &versions),
        run::<rs_singleflight::RsSingleflight>(calls, &versions),
        run::<inflight_map::Inflight>(calls, &versions),
        run::<unique_map::Unique>(calls, &versions),
        run::<single_flight::Flight>(calls, &versions),
    ]
}

fn run<R: Racer>(calls: usize, versions: &Versions) -> Result {
    let name = match R::PACKAGE {
        Some(package) => format!("{} {}", R::NAME, versions.of(package)),
        None => R::NAME.to_owned(),
    };
    let mut left = [0; 6];
    for (left, fault) in left.iter_mut().zip(Fault::ALL) {
        *left = entries_left::<R>(fault, calls);
    }
    Result { name, is_ours: R::IS_OURS, left }
}
