//! Writes files in the user's project: whole or not at all, one writer at a time, and never outside of it.
//! It never decides what a file holds, and never overwrites one unless told to.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where the project's files are read and written"
)]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

/// How often and for how long a lock is tried: ten seconds in all.
const TRIES: u32 = 500;
const PAUSE: Duration = Duration::from_millis(20);

/// A directory that plans are made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its absolute path, without symbolic links.
    pub root: PathBuf,
}

/// Why a file of the project cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is there, and nobody said that it may be replaced.
    #[error("`{0}` exists already")]
    Exists(String),
    /// A symbolic link leads out of the project.
    #[error("`{path}` leads out of the project, to `{target}`")]
    Outside {
        /// The path in the project.
        path: String,
        /// Where it leads.
        target: String,
    },
    /// Something that is no directory stands where one is needed.
    #[error("`{0}` is not a directory")]
    NotDirectory(String),
    /// The user may not write there.
    #[error("`{0}` cannot be written: permission denied")]
    Denied(String),
    /// The file system does not take changes.
    #[error("`{0}` cannot be written: the file system is read-only")]
    ReadOnly(String),
    /// No space is left.
    #[error("`{0}` cannot be written: no space left on the device")]
    Full(String),
    /// Somebody else is writing, and does not end.
    #[error("another process has been writing to `{0}` for ten seconds")]
    Busy(String),
    /// Anything else.
    #[error("`{path}` cannot be used: {source}")]
    Other {
        /// The path in the project.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

impl FileError {
    /// What the user can do.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Exists(_) => Some("choose another name, or remove the file first"),
            Self::Outside { .. } => {
                Some("replace the symbolic link by a directory or a file of its own")
            }
            Self::NotDirectory(_) => Some("move it away; a directory of this name is needed"),
            Self::Denied(_) | Self::ReadOnly(_) => {
                Some("nothing was changed; make it writable, or use --project")
            }
            Self::Full(_) => Some("nothing was changed; make space and try again"),
            Self::Busy(_) => Some("nothing was changed; wait for it to end and try again"),
            Self::Other { .. } => None,
        }
    }

    fn from_io(path: &Path, source: io::Error) -> Self {
        let path = path.display().to_string();
        match source.kind() {
            io::ErrorKind::AlreadyExists => Self::Exists(path),
            io::ErrorKind::PermissionDenied => Self::Denied(path),
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path),
            io::ErrorKind::NotADirectory => Self::NotDirectory(path),
            _ => Self::Other { path, source },
        }
    }
}

/// Whether a file may take the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only where there is none.
    New,
    /// Also over the file that is there.
    Replace,
}

/// Nobody else writes while this lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Project {
    /// The project in a directory that exists.
    pub fn at(directory: &Path) -> Result<Self, FileError> {
        let root = directory
            .canonicalize()
            .map_err(|error| FileError::from_io(directory, error))?;
        if root.is_dir() {
            Ok(Self { root })
        } else {
            Err(FileError::NotDirectory(directory.display().to_string()))
        }
    }

    /// Writes a file of the project whole or not at all; the directories it needs are made.
    pub fn write(&self, relative: &Path, text: &str, mode: Mode) -> Result<PathBuf, FileError> {
        self.write_with(relative, mode, &mut |file| file.write_all(text.as_bytes()))
    }

    /// The same with any way to fill the file, so that a failure in the middle can be tried out.
    pub fn write_with(
        &self,
        relative: &Path,
        mode: Mode,
        fill: &mut dyn FnMut(&mut File) -> io::Result<()>,
    ) -> Result<PathBuf, FileError> {
        let target = self.target(relative)?;
        let failed = |error: io::Error| FileError::from_io(relative, error);
        if mode == Mode::New && target.symlink_metadata().is_ok() {
            return Err(FileError::Exists(relative.display().to_string()));
        }
        if fs::metadata(&target).is_ok_and(|metadata| metadata.permissions().readonly()) {
            // Renaming over it would work, but somebody protected it on purpose.
            return Err(FileError::Denied(relative.display().to_string()));
        }
        let directory = target.parent().unwrap_or(&self.root);
        let mut draft = temporary(directory, &target).map_err(failed)?;
        fill(draft.as_file_mut()).map_err(failed)?;
        draft.as_file().sync_all().map_err(failed)?;
        match mode {
            Mode::New => draft.persist_noclobber(&target),
            Mode::Replace => draft.persist(&target),
        }
        .map_err(|error| failed(error.error))?;
        sync_directory(directory);
        Ok(target)
    }

    /// Waits until nobody else writes into a directory of the project; it is made if there is none.
    pub fn lock(&self, relative: &Path) -> Result<Lock, FileError> {
        let directory = self.directory(relative)?;
        let failed = |error: io::Error| FileError::from_io(relative, error);
        let file = lock_file(&directory).map_err(failed)?;
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
        Err(FileError::Busy(relative.display().to_string()))
    }

    /// The text of a file; `None` when there is none.
    pub fn read(&self, relative: &Path) -> Result<Option<String>, FileError> {
        match fs::read_to_string(self.root.join(relative)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FileError::from_io(relative, error)),
        }
    }

    /// The files of a folder, by name, relative to the project; none if there is no such folder.
    pub fn files(&self, folder: &Path) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.root.join(folder)) else {
            return Vec::new();
        };
        let mut list: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .map(|entry| folder.join(entry.file_name()))
            .collect();
        list.sort();
        list
    }

    /// Where a file of the project is written: a link inside the project is followed, one that leads out is refused.
    fn target(&self, relative: &Path) -> Result<PathBuf, FileError> {
        let parent = relative.parent().unwrap_or(Path::new(""));
        let Some(name) = relative.file_name() else {
            return Err(FileError::NotDirectory(relative.display().to_string()));
        };
        let target = self.directory(parent)?.join(name);
        if !target.is_symlink() {
            return Ok(target);
        }
        match target.canonicalize() {
            Ok(real) if real.starts_with(&self.root) => Ok(real),
            Ok(real) => Err(outside(relative, &real)),
            Err(_) => Err(outside(relative, &fs::read_link(&target).unwrap_or(target))),
        }
    }

    /// A directory of the project, made if it is not there, and checked not to be elsewhere.
    fn directory(&self, relative: &Path) -> Result<PathBuf, FileError> {
        let mut path = self.root.clone();
        let mut shown = PathBuf::new();
        for part in relative.components() {
            let Component::Normal(name) = part else {
                return Err(outside(relative, relative));
            };
            path.push(name);
            shown.push(name);
            if path.symlink_metadata().is_err() {
                match fs::create_dir(&path) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                        return Err(FileError::from_io(&shown, error));
                    }
                    _ => {}
                }
            }
            path = path
                .canonicalize()
                .map_err(|error| FileError::from_io(&shown, error))?;
            if !path.starts_with(&self.root) {
                return Err(outside(&shown, &path));
            }
            if !path.is_dir() {
                return Err(FileError::NotDirectory(shown.display().to_string()));
            }
        }
        Ok(path)
    }
}

fn outside(path: &Path, target: &Path) -> FileError {
    FileError::Outside {
        path: path.display().to_string(),
        target: target.display().to_string(),
    }
}

/// A temporary file beside its target, with the permissions that the target has or would get.
fn temporary(directory: &Path, target: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cloud-plan-");
    let existing = fs::metadata(target)
        .ok()
        .map(|metadata| metadata.permissions());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The process's mask is applied to this, as it is to any file that an editor makes.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(directory)?;
    if let Some(permissions) = existing {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(file)
}

/// Makes the new name durable. Not every file system can; the content is safe without it.
fn sync_directory(directory: &Path) {
    let _ = File::open(directory).and_then(|directory| directory.sync_all());
}

/// On Unix the directory itself is locked, so that no file is left behind.
#[cfg(unix)]
fn lock_file(directory: &Path) -> io::Result<File> {
    File::open(directory)
}

#[cfg(not(unix))]
fn lock_file(directory: &Path) -> io::Result<File> {
    fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(directory.join(".lock"))
}
