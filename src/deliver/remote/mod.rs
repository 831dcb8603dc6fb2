//! From a finished site to where readers find it: what has to be sent, in which order, and what is
//! kept so that it can be taken back.
//!
//! It never knows what a page is, never deletes a file that no release put there, and never shows
//! or stores a credential.
//!
//! # A release, step by step
//!
//! 1. [`look`] reads the list of what is live (`live`), and what a release that was cut left
//!    (`pending`). [`plan()`] compares hashes; where a cut release may have been, and where a size
//!    differs from the list, the file itself is read.
//! 2. [`publish()`] claims the target: `pending` is made if it is not there. Whoever comes second is
//!    told by whom and since when. Then the list is read again: it must be the one that was planned
//!    with.
//! 3. What is about to be replaced or deleted is kept under its hash (`objects/`).
//! 4. Files are sent by [`Rank`]: assets, pages, lists, feeds and the map of the site, the home page.
//!    Then what is gone from the site is deleted.
//! 5. The release is written down (`releases/`), the list of what is live is replaced, by
//!    compare-and-swap where the target can, and the claim is given back.
//!
//! # What is promised
//!
//! - **Cut anywhere,** each page is the old one or the new one, and no page refers to an asset that is
//!   not there. `pending` names every path that may have been touched; the next release reads those,
//!   sends only what is not there, and ends the matter. `tests/` cuts a release at each operation.
//! - **Two at once:** the second is told. A claim of the same person on the same machine is taken
//!   over, since a lock of the machine says that nobody else is at work there; any other only when
//!   asked to. A target without exclusive creation cannot keep two apart who begin in the same
//!   instant; each target's file says what it has.
//! - **A file that was changed on the target by hand** in the same length is noticed only when all is
//!   read (`--verify`).

mod at_once;
mod bundle;
mod error;
mod folder;
mod git;
mod history;
mod packed;
mod plan;
mod portions;
mod program;
mod publish;
mod release;
mod rsync;
mod s3;
mod sftp;
mod target;
#[cfg(test)]
mod tests;
mod web;
mod webdav;
mod whose;

pub(crate) use bundle::{Bundle, write as write_bundle};
pub(crate) use error::{RemoteError, without_secrets};
pub(crate) use folder::FolderTarget;
pub(crate) use git::GitTarget;
pub(crate) use history::{Kept, releases};
pub(crate) use plan::{Change, Plan, Trust, plan};
#[cfg(test)]
pub(crate) use plan::{Gone, Send};
pub(crate) use publish::{Notes, Progress, Sent, publish};
pub(crate) use release::{Files, Item, Rank, Release};
pub(crate) use rsync::RsyncTarget;
pub(crate) use s3::{Addressing, S3Settings, S3Target, Vendor};
pub(crate) use sftp::SftpTarget;
pub(crate) use target::{Headers, Source, Standing, Target, look, read_site};
pub(crate) use webdav::WebDavTarget;
