//! A Redis server of the demonstration's own, on a free port.

use std::{
    env, fs, io,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

pub(super) struct Server {
    process: Child,
    port: u16,
    folder: PathBuf,
}

impl Server {
    pub(super) fn start() -> io::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = env::temp_dir().join(format!("scoped-entry-cluster-example-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let process = spawn(port, &folder).inspect_err(|_| _ = fs::remove_dir_all(&folder))?;
        Ok(Self { process, port, folder })
    }

    pub(super) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Kills the process, and starts another one with its data.
    pub(super) fn restart(&mut self) -> io::Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        self.process = spawn(self.port, &self.folder)?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn spawn(port: u16, folder: &PathBuf) -> io::Result<Child> {
    let mut command = Command::new("redis-server");
    command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--dir"]);
    let mut process = command.arg(folder).stdout(Stdio::null()).spawn()?;
    let until = Instant::now() + Duration::from_secs(20);
    while keys(&format!("redis://127.0.0.1:{port}")).is_none() {
        if Instant::now() > until {
            process.kill()?;
            process.wait()?;
            return Err(io::Error::other("it does not answer"));
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(process)
}

/// The number of keys of claims, or `None` if the server does not answer.
pub(super) fn keys(url: &str) -> Option<usize> {
    let client = redis::Client::open(url).ok()?;
    let mut client = client.get_connection_with_timeout(Duration::from_secs(2)).ok()?;
    redis::cmd("KEYS").arg("{demonstration/*:c:*").query::<Vec<Vec<u8>>>(&mut client).ok().map(|keys| keys.len())
}
