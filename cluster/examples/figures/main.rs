//! Measures claims beside bare commands of the same client, in one run, and checks that nothing is left behind.
//!
//! Starts a Redis server of its own. Ratios of one run are worth more than its times.
//!
//! ```sh
//! cargo run --release -p scoped-entry-cluster --example figures
//! cargo run --release -p scoped-entry-cluster --example figures -- --full
//! ```

#[expect(dead_code, reason = "the demonstration restarts it")]
#[path = "../cluster/server.rs"]
mod server;

use redis::aio::MultiplexedConnection;
use scoped_entry::{InflightMap, observe::Registry};
use scoped_entry_cluster::{Claims, Cluster, memory};
use server::Server;
use std::{
    env,
    error::Error,
    future::Future,
    process::ExitCode,
    sync::Arc,
    task::{Context, Waker},
    time::{Duration, Instant},
};

type Fallible<T = ()> = Result<T, Box<dyn Error>>;

const TTL: Duration = Duration::from_secs(6);
const RELEASE: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

struct Counts {
    calls: u32,
    held: usize,
    dropped: usize,
    faulty: u64,
}

fn main() -> ExitCode {
    let counts = match env::args().nth(1).as_deref() {
        None => Counts { calls: 3_000, held: 10_000, dropped: 20_000, faulty: 20_000 },
        Some("--full") => Counts { calls: 20_000, held: 100_000, dropped: 100_000, faulty: 1_000_000 },
        Some(_) => {
            eprintln!("usage: figures [--full]");
            return ExitCode::from(2);
        }
    };
    let server = match Server::start() {
        Ok(server) => server,
        Err(error) => {
            eprintln!("redis-server cannot be started: {error}");
            return ExitCode::from(2);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let measured = runtime.map_err(Box::from).and_then(|runtime| runtime.block_on(measure(&server.url(), &counts)));
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(url: &str, counts: &Counts) -> Fallible {
    let cluster = Cluster::redis(url).namespace("demonstration").ttl(TTL).connect().await?;
    let claims = cluster.claims::<str>("figures");
    claims.claim_within("first", TTL * 4).await?.release().await?;
    let bare = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    sequential(&claims, &bare, counts.calls).await?;
    together(&claims, &bare, counts.calls).await?;
    held(&claims, url, counts.held).await?;
    dropped(&claims, url, counts.dropped).await?;
    fleet(&cluster).await?;
    drop((claims, cluster));
    faulty(counts.faulty).await
}

async fn set(bare: &mut MultiplexedConnection, key: &str) -> Fallible {
    redis::cmd("SET").arg(key).arg("token").arg("NX").arg("PX").arg(6_000).query_async::<redis::Value>(bare).await?;
    Ok(())
}

async fn release(bare: &mut MultiplexedConnection, key: &str) -> Fallible {
    redis::Script::new(RELEASE).key(key).arg("token").invoke_async::<i64>(bare).await?;
    Ok(())
}

/// One call after another. The rounds alternate, so that both meet the same load of the machine.
async fn sequential(claims: &Claims<str>, bare: &MultiplexedConnection, calls: u32) -> Fallible {
    let mut bare = bare.clone();
    let (mut claimed, mut pairs, mut sets, mut bare_pairs) = <(Duration, Duration, Duration, Duration)>::default();
    for call in 0..calls {
        let key = format!("sequential {call}");
        let begun = Instant::now();
        let claim = claims.claim(&key).await?;
        claimed += begun.elapsed();
        drop(claim);
        pairs += begun.elapsed();
        let begun = Instant::now();
        set(&mut bare, &key).await?;
        sets += begun.elapsed();
        release(&mut bare, &key).await?;
        bare_pairs += begun.elapsed();
    }
    let ratio = |ours: Duration, bare: Duration| ours.as_secs_f64() / bare.as_secs_f64();
    println!("claim / SET NX PX, sequential                    {:.2}", ratio(claimed, sets));
    println!("claim and drop / SET and compare-and-delete      {:.2}", ratio(pairs, bare_pairs));
    println!("a claim takes, on average                        {:?}", claimed / calls);
    Ok(())
}

async fn together(claims: &Claims<str>, bare: &MultiplexedConnection, calls: u32) -> Fallible {
    const TASKS: u32 = 64;
    let mut times = Vec::new();
    for ours in [true, false] {
        let begun = Instant::now();
        let mut tasks = Vec::new();
        for task in 0..TASKS {
            let (claims, mut bare) = (claims.clone(), bare.clone());
            tasks.push(tokio::spawn(async move {
                for call in 0..calls / TASKS {
                    let key = format!("together {task} {call}");
                    if ours {
                        drop(claims.claim(&key).await.map_err(|error| error.to_string())?);
                    } else {
                        set(&mut bare, &key).await.map_err(|error| error.to_string())?;
                        release(&mut bare, &key).await.map_err(|error| error.to_string())?;
                    }
                }
                Ok::<(), String>(())
            }));
        }
        for task in tasks {
            task.await??;
        }
        times.push(begun.elapsed().as_secs_f64());
    }
    println!("64 tasks: claim and drop / the pair, pipelined   {:.2}", times[0] / times[1]);
    Ok(())
}

/// Holds many claims for two TTLs, and drops them.
async fn held(claims: &Claims<str>, url: &str, count: usize) -> Fallible {
    let mut tasks = Vec::new();
    for number in 0..count {
        tasks.push(tokio::spawn(claims.claim_within(&format!("held {number}"), TTL)));
    }
    let mut held = Vec::with_capacity(count);
    for task in tasks {
        held.push(task.await??);
    }
    tokio::time::sleep(TTL * 2).await;
    let lost = held.iter().filter(|claim| !claim.is_held()).count();
    println!("of {count} claims held for two TTLs, lost          {lost}");
    let begun = Instant::now();
    drop(held);
    let each = begun.elapsed() / u32::try_from(count)?;
    println!("a drop takes, on average                         {each:?}");
    while server::keys(url) != Some(0) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    println!("all {count} are gone from the server after         {:?}", begun.elapsed());
    Ok(())
}

async fn dropped(claims: &Claims<str>, url: &str, count: usize) -> Fallible {
    for number in 0..count {
        let mut claim = Box::pin(claims.claim(&format!("dropped {number}")));
        let _ = claim.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if number % 3 == 0 {
            tokio::task::yield_now().await;
        }
    }
    tokio::time::sleep(Duration::from_millis(10)).await;
    let left = server::keys(url).ok_or("the server does not answer")?;
    println!("keys left 10 ms after {count} drops in mid-claim   {left}");
    Ok(())
}

async fn fleet(cluster: &Cluster) -> Fallible {
    let map = Arc::new(InflightMap::<u64>::builder().name("figures").build());
    let registry = Registry::new();
    registry.watch(&map);
    let guards: Vec<_> = (0..10_000).map(|key| map.enter(key, ())).collect();
    cluster.publish(&registry);
    while cluster.fleet().await?.total("figures") != 10_000 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let begun = Instant::now();
    for _ in 0..100 {
        cluster.fleet().await?;
    }
    println!("reading the fleet view takes, on average         {:?}", begun.elapsed() / 100);
    drop(guards);
    Ok(())
}

/// Claims on a server in memory that loses a fifth of all requests and replies; half of the calls are cancelled.
async fn faulty(count: u64) -> Fallible {
    const TASKS: u64 = 100;
    let server = memory::Server::new();
    server.skip_recovery();
    let cluster = Cluster::memory(&server).ttl(TTL).connect().await?;
    let claims = cluster.claims::<u64>("faulty");
    server.fail_at_random(200, 11);
    let mut tasks = Vec::new();
    for task in 0..TASKS {
        let claims = claims.clone();
        tasks.push(tokio::spawn(async move {
            for call in 0..count / TASKS {
                let limit = if call % 2 == 0 { Duration::from_micros(500) } else { TTL };
                let _ = tokio::time::timeout(limit, claims.claim(&(task * count + call))).await;
            }
        }));
    }
    for task in tasks {
        task.await?;
    }
    server.fail_at_random(0, 1);
    let ended = Instant::now();
    while server.keys() > 0 && ended.elapsed() < TTL / 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    println!("keys left after {count} faulty claims              {}, after {:?}", server.keys(), ended.elapsed());
    Ok(())
}
