//! What the bursts took, as it is shown.

use crate::{
    args::Args,
    burst::{Bytes, STAYS, float},
    child::Burst,
};
use comfy_table::{CellAlignment, Table, presets::ASCII_MARKDOWN};
use scoped_entry_peers::{
    by_hand::Null,
    key::Key,
    ours::{Inflight, Unique},
    peer::Family,
    roster::{self, Visit},
};
use std::io;

/// What is measured of one map with keys of one type.
struct Line {
    map: &'static str,
    /// Of an entry, without its key.
    over_payload: f64,
    /// Of what the burst took, in percent: when few entries stay, when none does, each in order and out of order.
    stays: [[Bytes; 2]; 2],
}

pub(crate) fn print(args: &Args) -> io::Result<()> {
    let mut maps = Maps { only: args.only.iter().map(|part| part.to_lowercase()).collect(), names: Vec::new() };
    roster::each(&mut maps);
    println!(
        "{} live entries made by one thread, which then end, in the order in which they were made or in",
        args.live()
    );
    println!(
        "another, until 1 of {STAYS} stays, and then none. `stays`: of what the burst took, allocated / resident."
    );
    keys::<u64>(&maps.names, args.live())?;
    keys::<String>(&maps.names, args.live())
}

/// The maps that are measured.
struct Maps {
    only: Vec<String>,
    names: Vec<&'static str>,
}

impl Visit for Maps {
    fn family<F: Family>(&mut self) {
        let name = F::NAME.to_lowercase();
        let is_chosen = self.only.is_empty() || self.only.iter().any(|part| name.contains(part));
        if F::NAME != Null::NAME && is_chosen {
            self.names.push(F::NAME);
        }
    }
}

fn keys<K: Key>(maps: &[&'static str], live: u32) -> io::Result<()> {
    let payload = float(size_of_entry::<K>());
    let lines: Vec<_> = maps.iter().map(|map| measure::<K>(map, live, payload)).collect::<io::Result<_>>()?;

    let mut table = Table::new();
    let few = |order| format!("stays with 1 of {STAYS}, {order}");
    table.load_preset(ASCII_MARKDOWN).set_header([
        String::new(),
        String::from("bytes an entry"),
        String::from("over the key"),
        few("in order"),
        few("out of order"),
        String::from("with none, in order"),
        String::from("out of order"),
    ]);
    for line in &lines {
        let mut cells = vec![
            line.map.to_owned(),
            format!("{:.1}", line.over_payload + payload),
            format!("{:.1}", line.over_payload),
        ];
        let percent = |stays: &Bytes| format!("{:.1} % / {:.1} %", stays.allocated, stays.resident);
        cells.extend(line.stays.as_flattened().iter().map(percent));
        table.add_row(cells);
    }
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    println!("\n{} keys, {payload} bytes each\n\n{table}\n", K::NAME);
    for line in &lines {
        targets(line, K::HEAP == 0);
    }
    Ok(())
}

fn size_of_entry<K: Key>() -> usize {
    size_of::<K>() + K::HEAP
}

fn measure<K: Key>(map: &'static str, live: u32, payload: f64) -> io::Result<Line> {
    let [in_order, out_of_order] = [true, false].map(|in_order| Burst { map, key: K::NAME, in_order }.run(live));
    let ([full, few, none], [full_again, few_again, none_again]) = (in_order?, out_of_order?);
    let percent = |part: Bytes, whole: Bytes| Bytes {
        allocated: part.allocated / whole.allocated * 100.0,
        resident: part.resident / whole.resident * 100.0,
    };
    Ok(Line {
        map,
        over_payload: full.allocated / f64::from(live) - payload,
        stays: [
            [percent(few, full), percent(few_again, full_again)],
            [percent(none, full), percent(none_again, full_again)],
        ],
    })
}

/// Whether our maps are what they were built to be.
///
/// Keys that have memory of their own give it back to the allocator, and if one that it keeps at hand lies above all
/// others, it has all of them stay resident: that is not for a map to decide.
fn targets(line: &Line, map_has_all: bool) {
    let over_payload = match line.map {
        Inflight::NAME => 48.0,
        <Unique>::NAME => 64.0,
        _ => return,
    };
    let verdict = |is_reached| if is_reached { "reached" } else { "not reached" };
    println!(
        "target: {}, {:.1} of {over_payload} bytes over the key: {}",
        line.map,
        line.over_payload,
        verdict(line.over_payload <= over_payload),
    );
    let most = |of: fn(&Bytes) -> f64| line.stays[1].iter().map(of).fold(0.0, f64::max);
    let stays = [("allocated", most(|stays| stays.allocated)), ("resident", most(|stays| stays.resident))];
    for (what, stays) in &stays[..if map_has_all { 2 } else { 1 }] {
        println!("target: {}, {stays:.1} of 5 % stay {what}: {}", line.map, verdict(*stays <= 5.0));
    }
}
