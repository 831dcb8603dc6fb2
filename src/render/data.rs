//! Data files as templates see them. Each is read and parsed once, when a template first asks for
//! it, and shared by all pages until the site is assembled again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tera::{Error, Kwargs, TeraResult, Value};

use super::Shelf;
use super::context::table;
use crate::diagnostic::Diagnostic;
use crate::project::{Data, DataFault, DataFolder, DataFormat};

/// What became of a file, once it was asked for.
type Slot = Arc<OnceLock<Result<Value, DataFault>>>;

/// See the module.
#[derive(Debug)]
pub(super) struct DataShelf {
    folder: DataFolder,
    known: Mutex<BTreeMap<(String, DataFormat), Slot>>,
}

impl DataShelf {
    pub(super) fn new(folder: DataFolder) -> Self {
        Self { folder, known: Mutex::default() }
    }

    /// Where data is looked for.
    pub(super) fn folder(&self) -> DataFolder {
        self.folder.clone()
    }

    fn load(&self, path: &str, format: DataFormat) -> Slot {
        let slot = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.entry((path.to_owned(), format)).or_default().clone()
        };
        // Outside the lock: pages that need another file go on.
        slot.get_or_init(|| self.folder.read(path, format).map(value));
        slot
    }

    /// What is wrong with the data files that made a template fail.
    pub(super) fn told_by(&self, error: &Error) -> Vec<Diagnostic> {
        let message = error.to_string();
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = known.iter().filter(|((path, _), _)| message.contains(&unusable(path)));
        let faults = failed.filter_map(|(_, slot)| match slot.get()? {
            Ok(_) => None,
            Err(DataFault::Missing(fault)) => Some(vec![(**fault).clone()]),
            Err(DataFault::Unusable(faults)) => Some(faults.clone()),
        });
        faults.flatten().collect()
    }
}

/// `load_data`: what a file under `data/`, `content/` or `static/` holds.
pub(super) fn load_data(shelf: &Shelf, kwargs: &Kwargs) -> TeraResult<Value> {
    let path: &str = kwargs.must_get("path")?;
    let given: Option<&str> = kwargs.get("format")?;
    let required: bool = kwargs.get("required")?.unwrap_or(true);
    let format = match given {
        Some(name) => DataFormat::named(name),
        None => DataFormat::of(path),
    };
    let Some(format) = format else {
        let given = given.unwrap_or(path);
        return Err(Error::message(format!(
            "`{given}` tells no format of data; there are yaml, json, csv and plain."
        )));
    };
    match shelf.data.load(path, format).get() {
        Some(Ok(value)) => Ok(value.clone()),
        Some(Err(DataFault::Missing(_))) if !required => Ok(Value::none()),
        _ => Err(Error::message(unusable(path))),
    }
}

/// The message by which a fault finds its template again.
fn unusable(path: &str) -> String {
    format!("The data file `{path}` cannot be used.")
}

fn value(data: Data) -> Value {
    let from = |value: TeraResult<Value>| value.unwrap_or_else(|_| Value::none());
    match data {
        Data::Yaml(yaml) => from(Value::try_from_serializable(&yaml)),
        Data::Json(json) => from(Value::try_from_serializable(&json)),
        Data::Plain(text) => (&*text).into(),
        Data::Table(csv) => {
            let row = |cells: Vec<String>| cells.into_iter().map(Value::from).collect::<Vec<_>>();
            let records = csv.records.into_iter().map(|cells| Value::from(row(cells)));
            table([
                ("headers", row(csv.headers).into()),
                ("records", records.collect::<Vec<_>>().into()),
            ])
        }
    }
}
