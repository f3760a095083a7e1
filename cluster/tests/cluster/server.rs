//! A Redis server of the test's own, on a free port of this machine.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

pub(crate) struct Server {
    process: Option<Child>,
    pub(crate) port: u16,
    folder: PathBuf,
    arguments: Vec<String>,
}

/// Says why the test skips, if there is no server. Where the environment has `SERVERS_REQUIRED`, that is a failure.
pub(crate) fn start(arguments: &[&str]) -> Option<Server> {
    launch(|_| ["--save", ""].iter().chain(arguments).map(ToString::to_string).collect())
}

/// A Sentinel that watches a primary, and is a quorum by itself.
#[cfg(feature = "sentinel")]
pub(crate) fn start_sentinel(name: &str, primary: u16) -> Option<Server> {
    launch(|folder| {
        let text = format!(
            "sentinel monitor {name} 127.0.0.1 {primary} 1\nsentinel down-after-milliseconds {name} 500\n\
             sentinel failover-timeout {name} 4000\n"
        );
        let file = folder.join("sentinel.conf");
        fs::write(&file, text).unwrap();
        // The file comes first.
        vec![file.to_str().unwrap().to_owned(), "--sentinel".to_owned()]
    })
}

fn launch(arguments: impl FnOnce(&Path) -> Vec<String>) -> Option<Server> {
    static SERVERS: AtomicU32 = AtomicU32::new(0);
    let number = SERVERS.fetch_add(1, Ordering::Relaxed);
    let folder = env::temp_dir().join(format!("scoped-entry-cluster-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let arguments = arguments(&folder);
    let mut server = Server { process: None, port: free_port(), folder, arguments };
    match server.spawn() {
        Ok(()) => Some(server),
        Err(error) => {
            let message = format!("there is no redis-server ({error}): apt-get install redis-server");
            assert!(env::var_os("SERVERS_REQUIRED").is_none(), "{message}");
            eprintln!("skipped: {message}");
            None
        }
    }
}

fn free_port() -> u16 {
    // A node of a Redis Cluster also takes the port that is 10,000 higher.
    let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    std::iter::repeat_with(free).find(|port| *port < 55_000).unwrap()
}

impl Server {
    fn spawn(&mut self) -> std::io::Result<()> {
        let port = self.port.to_string();
        let mut command = Command::new("redis-server");
        command.args(&self.arguments);
        command.args(["--port", &port, "--bind", "127.0.0.1", "--dir"]).arg(&self.folder);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        self.process = Some(command.spawn()?);
        super::support::eventually("the server answers", || self.is_up());
        Ok(())
    }

    fn client(&self) -> redis::RedisResult<redis::Connection> {
        let client = redis::Client::open(format!("redis://127.0.0.1:{}", self.port))?;
        client.get_connection_with_timeout(Duration::from_secs(2))
    }

    fn is_up(&self) -> bool {
        self.client().and_then(|mut client| redis::cmd("PING").query::<String>(&mut client)).is_ok()
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(crate) fn command(&self, words: &[&str]) -> redis::Value {
        let mut command = redis::cmd(words[0]);
        words[1..].iter().for_each(|word| _ = command.arg(*word));
        command.query(&mut self.client().unwrap()).unwrap()
    }

    /// The keys of claims. Fails if one has no TTL.
    pub(crate) fn claimed(&self) -> usize {
        let mut client = self.client().unwrap();
        let keys: Vec<Vec<u8>> = redis::cmd("KEYS").arg("*:c:*").query(&mut client).unwrap();
        for key in &keys {
            let left: i64 = redis::cmd("PTTL").arg(key).query(&mut client).unwrap();
            // -1: it has none.
            assert_ne!(left, -1, "a key of a claim has no TTL");
        }
        keys.len()
    }

    /// Stops the process as `kill -STOP` does.
    pub(crate) fn pause(&self) {
        signal(self.process.as_ref().unwrap(), rustix::process::Signal::STOP);
    }

    pub(crate) fn resume(&self) {
        signal(self.process.as_ref().unwrap(), rustix::process::Signal::CONT);
    }

    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    pub(crate) fn restart_empty(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(self.folder.join("appendonlydir"));
        self.spawn().unwrap();
    }

    pub(crate) fn restart(&mut self) {
        self.kill();
        self.spawn().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn signal(process: &Child, signal: rustix::process::Signal) {
    let process = rustix::process::Pid::from_child(process);
    rustix::process::kill_process(process, signal).unwrap();
}
