//! Starts the child process, reads its messages, and kills it when it exceeds the memory limit.

use crate::{
    args::Args,
    progress::Progress,
    samples::{Sample, Told},
    service::Handler,
};
use std::{
    env,
    io::{self, BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

/// The result of all calls of a handler.
#[derive(Debug)]
pub(crate) struct Watched {
    /// The samples of each process, in order. All processes but the last were killed.
    pub(crate) processes: Vec<Vec<Sample>>,
    /// The entries in the last process's map after all calls.
    pub(crate) left: u64,
}

impl Watched {
    pub(crate) fn samples(&self) -> impl Iterator<Item = &Sample> {
        self.processes.iter().flatten()
    }

    pub(crate) fn kills(&self) -> usize {
        self.processes.len() - 1
    }
}

pub(crate) fn watch(handler: Handler, args: &Args) -> io::Result<Watched> {
    let progress = Progress::new(handler, args.calls);
    let mut processes = Vec::new();
    let mut made = 0;
    loop {
        let (samples, left) = one_process(handler, args, made, &progress)?;
        let last = samples.last().map_or(made, |sample| sample.calls);
        processes.push(samples);
        match left {
            Some(left) => {
                progress.finish();
                return Ok(Watched { processes, left });
            }
            // With fewer than two samples, the process was at its limit from the start.
            None if processes.last().is_some_and(|samples| samples.len() < 2) => {
                return Err(io::Error::other("the limit is below the memory of the program without entries"));
            }
            None => made = last,
        }
    }
}

/// Runs one child process. Returns its samples and the number of remaining entries, or `None` if it was killed.
fn one_process(
    handler: Handler,
    args: &Args,
    made: u64,
    progress: &Progress,
) -> io::Result<(Vec<Sample>, Option<u64>)> {
    let started = Command::new(env::current_exe()?)
        .args(["--handler", handler.name(), "--calls", &args.calls.to_string()])
        .args(["--made", &made.to_string(), "--seed", &args.seed.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut process = Killed(started);
    let mut samples = Vec::new();
    let mut left = None;
    for line in BufReader::new(process.0.stdout.take().expect("it is piped")).lines() {
        let line = line?;
        match Told::read(&line) {
            Some(Told::Sample(sample)) => {
                samples.push(sample);
                progress.at(sample);
                if sample.resident >= args.limit() {
                    return Ok((samples, None));
                }
            }
            Some(Told::Left(entries)) => left = Some(entries),
            None => {
                return Err(io::Error::other(format!("the process of the {} handler said: {line}", handler.name())));
            }
        }
    }
    let status = process.0.wait()?;
    match left {
        Some(left) if status.success() => Ok((samples, Some(left))),
        _ => Err(io::Error::other(format!("the process of the {} handler ended with {status}", handler.name()))),
    }
}

/// A child process that is killed on drop.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // Errors mean that the process has already ended.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}
