//! What does not compile. The same functions, in the other order, are in `tests/`.
//!
//! `#[server]` gives the attribute below it to two functions, of which one calls the other:
//!
//! ```compile_fail
//! use leptos::prelude::*;
//! use scoped_entry::{InflightMap, scoped_entry};
//!
//! static LOADS: InflightMap<u64> = InflightMap::new();
//!
//! #[server]
//! #[scoped_entry(map = LOADS, key = id)]
//! async fn load(id: u64) -> Result<usize, ServerFnError> {
//!     Ok(LOADS.count(&id))
//! }
//! ```
//!
//! `#[component]` collects the parameters in a struct, before the attribute below it is expanded:
//!
//! ```compile_fail,E0425
//! use leptos::prelude::*;
//! use scoped_entry::{InflightMap, scoped_entry};
//!
//! static VIEWS: InflightMap<u64> = InflightMap::new();
//!
//! #[component]
//! #[scoped_entry(map = VIEWS, key = id)]
//! fn Below(id: u64) -> impl IntoView {
//!     view! { <p>{id}</p> }
//! }
//! ```
