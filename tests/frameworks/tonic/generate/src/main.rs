//! Writes the client and the server of `proto/feed.proto` to `src/feed.rs`.

use std::{error::Error, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let package = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let files = protox::compile([package.join("proto/feed.proto")], [package.join("proto")])?;
    tonic_prost_build::configure().out_dir(package.join("src")).compile_fds(files)?;
    Ok(())
}
