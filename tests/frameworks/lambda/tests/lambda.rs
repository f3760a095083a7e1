//! `lambda_runtime`: the attribute on a handler, in a process of its own, with Lambda's interface on loopback. The handler has
//! no attribute of the framework's.

use common::PATIENCE;
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    sync::mpsc,
    thread,
};

/// Ends the function's process, also if the test fails.
struct Function(Child);

impl Drop for Function {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A request on the connection, if there is one more: its first line and its body.
fn request(connection: &mut BufReader<TcpStream>) -> Option<(String, String)> {
    let mut line = String::new();
    connection.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        connection.read_line(&mut header).ok()?;
        let header = header.trim_end().to_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(given) = header.strip_prefix("content-length:") {
            length = given.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).ok()?;
    Some((line, String::from_utf8(body).ok()?))
}

/// Gives the events to the function, one after another, and sends on what it makes of them.
fn interface(listener: &TcpListener, events: &[&str], results: &mpsc::Sender<(String, String)>) {
    let mut events = events.iter().enumerate();
    for connection in listener.incoming() {
        let mut connection = BufReader::new(connection.unwrap());
        while let Some((line, body)) = request(&mut connection) {
            let response = if line.contains("/runtime/invocation/next") {
                // After the last one, the function waits for an event that does not come.
                let Some((number, event)) = events.next() else { return };
                format!(
                    "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: request-{number}\r\n\
                     lambda-runtime-deadline-ms: 4000000000000\r\n\
                     lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-west-1:0:function:calls\r\n\
                     content-type: application/json\r\ncontent-length: {}\r\n\r\n{event}",
                    event.len(),
                )
            } else {
                results.send((line, body)).unwrap();
                "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n".to_owned()
            };
            connection.get_mut().write_all(response.as_bytes()).unwrap();
        }
    }
}

#[test]
fn a_handler_has_its_entry_during_the_call() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (results, received) = mpsc::channel();
    thread::spawn(move || interface(&listener, &["1", "\"fail\"", "3"], &results));
    let function = Command::new(env!("CARGO_BIN_EXE_frameworks-lambda"))
        .env("AWS_LAMBDA_RUNTIME_API", address)
        .env("AWS_LAMBDA_FUNCTION_NAME", "calls")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .spawn()
        .unwrap();
    let _function = Function(function);

    let expect = |path: &str, expected: &str| {
        let (line, body) = received.recv_timeout(PATIENCE).expect("the function answers in time");
        assert!(line.contains(path) && body.contains(expected), "{line}: {body}");
    };
    expect("/request-0/response", r#"{"current":true,"entered":1,"exited":0}"#);
    expect("/request-1/error", "the event says so");
    expect("/request-2/response", r#"{"current":true,"entered":3,"exited":2}"#);
}
