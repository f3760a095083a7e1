//! The store of the payments, in the first process. It counts, and refuses a fence that is lower than one it has seen.

use std::{
    collections::{BTreeMap, HashMap},
    io::{self, BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

pub(super) struct Store {
    pub(super) address: String,
    orders: Arc<Mutex<Orders>>,
}

#[derive(Default)]
struct Orders {
    fences: HashMap<u64, u64>,
    payments: HashMap<u64, u32>,
    refused: u32,
    by_node: BTreeMap<String, u32>,
}

impl Store {
    pub(super) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let store = Self { address: listener.local_addr()?.to_string(), orders: Arc::default() };
        let orders = Arc::clone(&store.orders);
        // Ends with the process.
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let orders = Arc::clone(&orders);
                thread::spawn(move || serve(&connection, &orders));
            }
        });
        Ok(store)
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn paid(&self) -> u64 {
        self.orders().payments.len() as u64
    }

    pub(super) fn paid_twice(&self) -> usize {
        self.orders().payments.values().filter(|payments| **payments > 1).count()
    }

    pub(super) fn refused(&self) -> u32 {
        self.orders().refused
    }

    pub(super) fn by_node(&self) -> BTreeMap<String, u32> {
        self.orders().by_node.clone()
    }
}

impl Orders {
    fn answer(&mut self, request: &str) -> Option<&'static str> {
        let mut words = request.splitn(4, ' ');
        let (verb, order, fence) = (words.next()?, words.next()?.parse().ok()?, words.next()?.parse::<u64>().ok()?);
        let node = words.next()?;
        let highest = self.fences.entry(order).or_default();
        if fence < *highest {
            self.refused += 1;
            return Some("refused");
        }
        *highest = fence;
        if verb == "pay" {
            *self.payments.entry(order).or_default() += 1;
            *self.by_node.entry(node.to_owned()).or_default() += 1;
        }
        Some(if self.payments.contains_key(&order) { "paid" } else { "open" })
    }
}

fn serve(connection: &TcpStream, orders: &Mutex<Orders>) {
    let _ = connection.set_nodelay(true);
    let mut answers = connection;
    for request in BufReader::new(connection).lines().map_while(Result::ok) {
        let answer = orders.lock().unwrap_or_else(PoisonError::into_inner).answer(&request);
        if writeln!(answers, "{}", answer.unwrap_or("error")).is_err() {
            return;
        }
    }
}

/// The store, as a worker sees it.
pub(super) struct Client {
    node: String,
    connection: TcpStream,
}

impl Client {
    pub(super) fn connect(node: &str, address: &str) -> io::Result<Self> {
        let connection = TcpStream::connect(address)?;
        connection.set_nodelay(true)?;
        Ok(Self { node: node.to_owned(), connection })
    }

    fn ask(&self, verb: &str, order: u64, fence: u64) -> io::Result<String> {
        let mut connection = &self.connection;
        connection.write_all(format!("{verb} {order} {fence} {}\n", self.node).as_bytes())?;
        let mut answer = String::new();
        // One answer for each request, so nothing is left in the buffer.
        BufReader::new(connection).read_line(&mut answer)?;
        match answer.trim() {
            "refused" => Err(io::Error::other("the store has refused a late payment")),
            answer => Ok(answer.to_owned()),
        }
    }

    /// Also tells the store of the fence: from then on, it refuses lower ones.
    pub(super) fn is_paid(&self, order: u64, fence: u64) -> io::Result<bool> {
        self.ask("look", order, fence).map(|answer| answer == "paid")
    }

    pub(super) fn pay(&self, order: u64, fence: u64) -> io::Result<()> {
        self.ask("pay", order, fence).map(drop)
    }
}
