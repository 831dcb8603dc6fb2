//! The output folder: takes addresses with bytes and leaves a whole site on disk, the old one or
//! the new one.
//!
//! It never knows what a page is, never writes or deletes outside the output folder and its state
//! folder, never follows a symbolic link inside the output folder, never deletes a file that no
//! earlier build put there, and never rewrites a file whose bytes are already right.
//!
//! # How a build reaches the disk
//!
//! 1. [`Staging::open`] takes the folder's lock, finishes what a killed build had decided, and
//!    reads the manifest of the last build. A folder with foreign content is refused.
//! 2. [`Staging::put`] compares with the file on disk; only what differs is written, to the staging
//!    area. Until the next step the output folder is untouched.
//! 3. [`Staging::commit`] writes the journal: every rename and deletion still to be done, with a
//!    checksum at its end. Its appearance is the moment of decision. Then it carries the journal
//!    out, puts the new manifest in place, and removes the journal.
//!
//! # What is promised, and where the promise ends
//!
//! - **Killed before the decision** (also: disk full, a failed put, a clash): the old site stands,
//!   untouched. The next open discards the staging area.
//! - **Killed after it**: the next open carries the journal out to its end. Every operation may be
//!   repeated without harm.
//! - **From the decision to the end, and only then,** a reader of the folder can see new files
//!   beside old ones; after a kill in that phase, until the next open. A plain folder of files has
//!   no atomic exchange in the standard library. The phase holds renames and deletions only, no
//!   writing, and is ordered so that what is linked to comes first, as far as an order can do that:
//!   assets, then pages from the deepest up, the home page, and only then deletions. A folder that
//!   is new as a whole appears by one rename; so does the output folder itself.
//! - **Power loss**: manifest and journal are synced, and so are the staged files when they are few
//!   (an editor's ordinary round; see `plan::SYNCED_AT_MOST`). After a mass rebuild staged files
//!   may come back torn; the roll forward checks each against its hash, keeps the old site when
//!   nothing was touched yet, and otherwise leaves torn files out. What had been moved unsynced may
//!   be torn in its place. The build that opened the folder compares real bytes and heals both.
//! - **Two builds at once**: the second is refused by an advisory lock. File systems without locks
//!   (some network mounts) cannot refuse it.
//! - **A hostile process** that swaps folders for links in the middle of a commit is not held off;
//!   that would need directory handles, which the standard library does not have.
//!
//! # Where the state lies
//!
//! For `public` in `.public.jianfan/` beside it: `lock`, `manifest`, and while a build runs the
//! staging area (`tree/` for what comes with folders of its own, `single/` for the rest),
//! `manifest.new` and `journal`. When the parent folder cannot be written, or the output
//! folder is a mount of its own (renames do not cross mounts), the state lies in `public/.jianfan/`
//! instead. All promises above hold there too, but one: the folder then holds something that is not
//! the site. What a host could show of it is a list of public files, and after a kill, until the
//! next build, the pages that were being staged. [`Staging::notice`] says so to the editor, and no
//! address may begin with `/.jianfan/`.
//!
//! # Whose files
//!
//! The manifest lists what builds wrote. A path in it belongs to jianfan: changed by hand, it is
//! written again; gone from the site, it is deleted. A file that is not in it is left alone, unless
//! the site now has that address. A folder is taken for ours when it has a manifest and still
//! holds files from it; see `place`.

mod commit;
mod compare;
mod error;
mod files;
mod folders;
mod journal;
mod manifest;
mod names;
mod place;
mod plan;
mod sealed;
mod staging;
#[cfg(test)]
mod tests;

pub(in crate::deliver) use names::is_usual as is_usual_path;
pub(crate) use place::holds;
pub(in crate::deliver) use sealed::{seal, unseal};
pub(crate) use staging::{Staging, Summary};
