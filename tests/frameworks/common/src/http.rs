//! A client for HTTP/1.1 over a plain connection: one request for each connection, and a body that is read bit by bit.

use crate::PATIENCE;
use scoped_entry::InflightMap;
use std::{
    fmt::Write as _,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

/// A response whose body may still be on its way. Dropping it hangs up.
#[derive(Debug)]
pub struct Response {
    connection: TcpStream,
    /// What has been read: the head, and the body as far as it has arrived, with its chunk sizes.
    pub text: String,
}

impl Response {
    /// Reads until the text contains `expected`.
    ///
    /// # Panics
    /// If the server ends the connection before, or is silent for too long.
    #[must_use]
    pub fn until(mut self, expected: &str) -> Self {
        while !self.text.contains(expected) {
            assert!(self.read() > 0, "the connection ended before {expected:?}: {}", self.text);
        }
        self
    }

    /// Reads until the server closes the connection.
    ///
    /// # Panics
    /// If the server is silent for too long.
    #[must_use]
    pub fn until_end(mut self) -> String {
        while self.read() > 0 {}
        self.text
    }

    fn read(&mut self) -> usize {
        let mut part = [0; 4096];
        let length = self.connection.read(&mut part).expect("the server answers in time");
        self.text.push_str(&String::from_utf8_lossy(&part[..length]));
        length
    }
}

/// Sends a `GET` request, without waiting for the response.
///
/// # Panics
/// If the server cannot be reached.
#[must_use]
pub fn get(server: SocketAddr, path: &str) -> Response {
    send(server, "GET", path, &[], "")
}

/// Sends a `POST` request with a body of JSON, without waiting for the response.
///
/// # Panics
/// If the server cannot be reached.
#[must_use]
pub fn post(server: SocketAddr, path: &str, json: &str) -> Response {
    send(server, "POST", path, &[("content-type", "application/json")], json)
}

/// Sends any request, without waiting for the response.
///
/// # Panics
/// If the server cannot be reached.
#[must_use]
pub fn send(server: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut connection = TcpStream::connect_timeout(&server, PATIENCE).expect("the server listens");
    connection.set_read_timeout(Some(PATIENCE)).expect("the timeout is not zero");
    let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {server}\r\nconnection: close\r\n");
    for (name, value) in headers {
        write!(request, "{name}: {value}\r\n").expect("a string grows");
    }
    if !body.is_empty() {
        write!(request, "content-length: {}\r\n", body.len()).expect("a string grows");
    }
    write!(request, "\r\n{body}").expect("a string grows");
    connection.write_all(request.as_bytes()).expect("the server reads");
    Response { connection, text: String::new() }
}

/// Sends a `GET` request whose handler waits, and hangs up as soon as the handler has its entry.
///
/// # Panics
/// If there is no entry for too long.
pub fn hang_up_during<K, V>(server: SocketAddr, path: &str, map: &InflightMap<K, V>) {
    let response = get(server, path);
    let begin = Instant::now();
    while map.is_empty() {
        assert!(begin.elapsed() < PATIENCE, "the handler of {path} is called");
        thread::sleep(Duration::from_millis(1));
    }
    drop(response);
}
