//! What is in the folder of a crate.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use generator::digest;

use super::is_generated;

/// The part of a folder that a plan needs to know: the top level and everything below the folders files go to.
///
/// Paths are relative, with `/`, and spelled as the file system lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    /// What was found.
    pub entries: BTreeMap<String, Entry>,
}

/// A thing in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A text file.
    Text {
        /// Its text, with a line feed alone at the end of each line: git may have checked it out with more.
        contents: String,
        /// Is it write-protected?
        read_only: bool,
    },
    /// A folder.
    Folder,
    /// A symbolic link, whatever it points to.
    Symlink,
    /// A file that is not UTF-8, a device, a socket.
    Other,
}

impl Disk {
    /// Reads `root`, which need not exist, and its folders `folders` with all that is in them. Follows no link.
    pub fn read(root: &Path, folders: &[&str]) -> io::Result<Self> {
        let mut disk = Self::default();
        disk.list(root, "", &|path| folders.contains(&path))?;
        Ok(disk)
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.entries.get(path) {
            Some(Entry::Text { contents, .. }) => Some(contents),
            _ => None,
        }
    }

    /// The text files with the `@generated` header.
    pub fn generated(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.entries.keys().filter_map(|path| Some((path.as_str(), self.text(path)?)));
        texts.filter(|(_, text)| is_generated(text))
    }

    fn list(&mut self, folder: &Path, prefix: &str, descend: &dyn Fn(&str) -> bool) -> io::Result<()> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            // A name that is not UTF-8 is none of ours.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{prefix}{name}");
            let found = inspect(&entry.path())?;
            if found == Entry::Folder && descend(&path) {
                self.list(&entry.path(), &format!("{path}/"), &|_| true)?;
            }
            self.entries.insert(path, found);
        }
        Ok(())
    }
}

fn inspect(path: &Path) -> io::Result<Entry> {
    let metadata = fs::symlink_metadata(path)?;
    let kind = metadata.file_type();
    if kind.is_symlink() {
        return Ok(Entry::Symlink);
    }
    if kind.is_dir() {
        return Ok(Entry::Folder);
    }
    if !kind.is_file() {
        return Ok(Entry::Other);
    }
    let read_only = metadata.permissions().readonly();
    Ok(match String::from_utf8(fs::read(path)?) {
        Ok(text) => Entry::Text { contents: digest::line_feeds(&text).into_owned(), read_only },
        Err(_) => Entry::Other,
    })
}
