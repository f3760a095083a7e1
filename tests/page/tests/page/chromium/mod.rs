//! A real browser, without a window, spoken to in its own protocol through a pair of pipes.
//!
//! No crate between: what is needed is to open a page, to run JavaScript in it, and to hear what it complained about.

mod pipe;

use pipe::Pipe;
use serde_json::{Value, json};
use std::{
    env,
    io::{self, Write as _},
    path::Path,
};

/// Where the browser is, or why there is none to test with.
fn find() -> Result<String, String> {
    if cfg!(not(unix)) {
        return Err("the browser is driven through file descriptors, which takes Unix".to_owned());
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = env::var("PATH").unwrap_or_default();
    let found = names.iter().flat_map(|name| path.split(':').map(move |folder| Path::new(folder).join(name)));
    let program = found.into_iter().find(|program| program.is_file());
    let program = program.ok_or_else(|| format!("none of {names:?} is installed"))?;
    Ok(program.to_str().expect("the path was made of text").to_owned())
}

/// Says why it skips, if there is no browser; where the environment has `BROWSER_REQUIRED`, as in `.ci/run`, that is a
/// failure.
pub(crate) fn browser() -> Option<Browser> {
    match find() {
        Ok(program) => Some(Browser::start(&program)),
        Err(reason) if env::var_os("BROWSER_REQUIRED").is_some() => panic!("{reason}"),
        Err(reason) => {
            // Not by `eprintln`, which the test harness would keep to itself.
            writeln!(io::stderr(), "skipped: {reason}").expect("there is somebody to tell");
            None
        }
    }
}

pub(crate) struct Browser {
    pipe: Pipe,
}

impl Browser {
    fn start(program: &str) -> Self {
        Self { pipe: Pipe::start(program) }
    }

    /// A tab that is still empty.
    pub(crate) fn tab(&mut self) -> Tab<'_> {
        let created = self.pipe.call(None, "Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": created["targetId"], "flatten": true });
        let attached = self.pipe.call(None, "Target.attachToTarget", &attach);
        let session = attached["sessionId"].as_str().expect("it is named").to_owned();
        let mut tab = Tab { pipe: &mut self.pipe, session };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.call(&format!("{domain}.enable"), &json!({}));
        }
        tab
    }
}

pub(crate) struct Tab<'a> {
    pipe: &'a mut Pipe,
    session: String,
}

impl Tab<'_> {
    pub(crate) fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.pipe.call(Some(&self.session), method, parameters)
    }

    pub(crate) fn open(&mut self, url: &str) {
        self.call("Page.navigate", &json!({ "url": url }));
        self.pipe.wait_for("Page.loadEventFired");
    }

    /// As wide as a phone, or not.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", &size);
    }

    pub(crate) fn without_javascript(&mut self) {
        self.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    }

    /// What the JavaScript expression comes to; a promise is waited for.
    pub(crate) fn run(&mut self, expression: &str) -> Value {
        let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", &parameters);
        assert_eq!(answer.get("exceptionDetails"), None, "{expression}");
        answer["result"]["value"].take()
    }

    /// Waits until the expression is true, looking whenever the page has changed.
    pub(crate) fn until(&mut self, condition: &str) {
        self.run(&format!(
            "new Promise((resolve) => {{
                const look = () => {{ if ({condition}) {{ observer.disconnect(); resolve(); }} }};
                const observer = new MutationObserver(look);
                const all = {{ attributes: true, characterData: true, childList: true, subtree: true }};
                observer.observe(document, all);
                look();
            }})"
        ));
    }

    /// Errors, uncaught exceptions, what the policy refused, and what was asked of anybody but `origin`.
    pub(crate) fn complaints(&mut self, origin: &str) -> Vec<Value> {
        // Answered after all that went before.
        self.run("0");
        let complained = |event: &&Value| match event["method"].as_str() {
            Some("Runtime.exceptionThrown" | "Runtime.consoleAPICalled" | "Log.entryAdded") => true,
            Some("Network.requestWillBeSent") => {
                let url = event["params"]["request"]["url"].as_str().unwrap_or_default();
                !url.starts_with(origin) && url != "data:,"
            }
            _ => false,
        };
        self.pipe.events().iter().filter(complained).cloned().collect()
    }
}
