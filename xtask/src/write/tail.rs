//! The end of a manifest that people wrote is part of what shall be there.

use generator::File;
use generator::manifest_tail::{FILE, added, join};

use super::{Disk, Problem};

/// Gives the generated manifest the end of the one on disk.
///
/// The manifest of another is no model: only one that was generated has such an end.
pub fn keep_manifest_tail(disk: &Disk, files: &mut [File]) {
    let there = disk.generated().find(|(path, _)| *path == FILE);
    let generated = files.iter_mut().find(|file| file.path == FILE);
    if let (Some((_, there)), Some(file)) = (there, generated) {
        file.contents = join(&file.contents, there);
    }
}

/// What people wrote above that end, and what these files would drop.
pub fn lost_entries(disk: &Disk, files: &[File]) -> Option<Problem> {
    let (_, there) = disk.generated().find(|(path, _)| *path == FILE)?;
    let generated = files.iter().find(|file| file.path == FILE)?;
    let entries = added(&generated.contents, there);
    (!entries.is_empty()).then_some(Problem::Lost(entries))
}
