//! pyo3: the attribute above and below `#[pyfunction]`, on methods of `#[pymethods]`, and on a function that Python calls back.

use common::{Calls, assert_ended};
use pyo3::{ffi::c_str, prelude::*, types::IntoPyDict as _};
use scoped_entry::{InflightMap, scoped_entry};

static ABOVE: InflightMap<u64> = InflightMap::new();
static BELOW: InflightMap<u64> = InflightMap::new();
static METHODS: InflightMap<u64> = InflightMap::new();
static GETTERS: Calls = InflightMap::new();

#[scoped_entry(map = ABOVE, key = id)]
#[pyfunction]
fn above(id: u64) -> usize {
    ABOVE.count(&id)
}

#[pyfunction]
#[scoped_entry(map = BELOW, key = id)]
fn below(id: u64) -> PyResult<usize> {
    if id == 0 {
        return Err(pyo3::exceptions::PyKeyError::new_err(id));
    }
    Ok(BELOW.count(&id))
}

#[pyclass]
struct Store {
    offset: usize,
}

#[pymethods]
impl Store {
    #[scoped_entry(map = METHODS, key = id)]
    #[pyo3(signature = (id = 7))]
    fn load(&self, id: u64) -> usize {
        METHODS.count(&id) + self.offset
    }

    #[getter]
    #[scoped_entry(map = GETTERS, key = "getter")]
    fn entries(&self) -> usize {
        GETTERS.len() + self.offset
    }
}

#[test]
fn either_order_works() {
    Python::attach(|python| {
        let locals = [
            ("above", wrap_pyfunction!(above, python).unwrap().into_any()),
            ("below", wrap_pyfunction!(below, python).unwrap().into_any()),
            ("store", Bound::new(python, Store { offset: 10 }).unwrap().into_any()),
        ];
        let locals = locals.into_py_dict(python).unwrap();
        let calls = c_str!("(above(7), below(7), store.load(), store.entries)");
        let entries: (usize, usize, usize, usize) = python.eval(calls, None, Some(&locals)).unwrap().extract().unwrap();
        assert_eq!(entries, (1, 1, 11, 11));
        python.eval(c_str!("below(0)"), None, Some(&locals)).unwrap_err();
    });
    assert_ended(&ABOVE, 1);
    assert_ended(&BELOW, 2);
    assert_ended(&METHODS, 1);
    assert_ended(&GETTERS, 1);
}
