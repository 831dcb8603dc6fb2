//! What is made of files when all pages are known: smaller pictures and parts of fonts, one on each core
//! at a time. It never decides which there are.

use rayon::prelude::*;

use crate::address::Address;
use crate::diagnostic::Diagnostic;
use crate::render::{Batch, Studio};

/// Makes the smaller pictures that the pages have asked for, one file on each core at a time.
pub(super) fn pictures<E: Send>(
    studio: &Studio,
    put: &(impl Fn(&Address, &[u8]) -> Result<(), E> + Sync),
) -> Result<Vec<Diagnostic>, E> {
    let make_one = |batch: &Batch| match studio.pictures(batch) {
        Ok(pictures) => {
            let mut placed = batch.addresses().zip(&pictures);
            placed.try_for_each(|(address, bytes)| put(&address, bytes)).map(|()| None)
        }
        Err(fault) => Ok(Some(*fault)),
    };
    let batches = studio.batches();
    let made: Result<Vec<_>, E> = batches.par_iter().with_max_len(1).map(make_one).collect();
    Ok(made?.into_iter().flatten().collect())
}

/// Makes the parts of fonts that the site's characters need.
pub(super) fn fonts<E: Send>(
    studio: &Studio,
    put: &(impl Fn(&Address, &[u8]) -> Result<(), E> + Sync),
) -> Result<Vec<Diagnostic>, E> {
    let parts: Vec<&Address> = studio.font_parts().collect();
    let make_one = |address: &&Address| match studio.font_part_at(address) {
        Some(Ok(bytes)) => put(address, &bytes).map(|()| None),
        Some(Err(fault)) => Ok(Some(*fault)),
        None => Ok(None),
    };
    let made: Result<Vec<_>, E> = parts.par_iter().with_max_len(1).map(make_one).collect();
    Ok(made?.into_iter().flatten().collect())
}
