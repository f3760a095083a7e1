//! The browser's process, and messages to and from it: JSON, each with a zero byte at its end.

use serde_json::{Value, json};
use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

/// Turns a hang into a failure, and is far more than anything here takes.
const TOO_LONG: Duration = Duration::from_secs(100);

pub(super) struct Pipe {
    process: Child,
    to: ChildStdin,
    from: mpsc::Receiver<Value>,
    next: u64,
    events: Vec<Value>,
    profile: PathBuf,
}

impl Pipe {
    pub(super) fn start(program: &str) -> Self {
        static PROFILES: AtomicUsize = AtomicUsize::new(0);
        let number = PROFILES.fetch_add(1, Ordering::Relaxed);
        let profile = env::temp_dir().join(format!("scoped-entry-page-{}-{number}", std::process::id()));
        // The browser reads from descriptor 3 and writes to 4, which only a shell can open without unsafe code.
        let mut process = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#, program])
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--disable-dev-shm-usage", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("there is a shell");
        let to = process.stdin.take().expect("it is piped");
        let mut stdout = BufReader::new(process.stdout.take().expect("it is piped"));
        let (heard, from) = mpsc::channel();
        // In a thread, which can be waited for with a limit.
        thread::spawn(move || {
            let mut message = Vec::new();
            while stdout.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                message.pop();
                let Ok(value) = serde_json::from_slice(&message) else { break };
                if heard.send(value).is_err() {
                    break;
                }
                message.clear();
            }
        });
        Self { process, to, from, next: 0, events: Vec::new(), profile }
    }

    /// What the browser answers. Events that come before it are kept.
    pub(super) fn call(&mut self, session: Option<&str>, method: &str, parameters: &Value) -> Value {
        self.next += 1;
        let mut message = json!({ "id": self.next, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.to.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let mut heard = self.hear(method);
            if heard["id"] == self.next {
                assert_eq!(heard.get("error"), None, "{message}");
                return heard["result"].take();
            }
            self.events.push(heard);
        }
    }

    /// Waits for an event, unless it has been heard already, and forgets it.
    pub(super) fn wait_for(&mut self, event: &str) {
        loop {
            if let Some(at) = self.events.iter().position(|heard| heard["method"] == event) {
                self.events.remove(at);
                return;
            }
            let heard = self.hear(event);
            self.events.push(heard);
        }
    }

    pub(super) fn events(&self) -> &[Value] {
        &self.events
    }

    fn hear(&self, what: &str) -> Value {
        self.from.recv_timeout(TOO_LONG).unwrap_or_else(|error| panic!("no answer to {what}: {error}"))
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        // Asked to, it ends its own processes, which would go on to write into the profile. It may have ended by itself,
        // or hang: either way there is nothing left to do about it but to go on.
        _ = self.to.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        while self.from.recv_timeout(Duration::from_secs(10)).is_ok() {}
        _ = self.process.kill();
        _ = self.process.wait();
        _ = fs::remove_dir_all(&self.profile);
    }
}
