//! Where published states lie: [`Store`], a folder or an S3-compatible store, asked step by step.
//!
//! The library behind it waits for answers on threads of its own; here one call is one answer.

use std::io::{Read as _, Write};
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _, RetryConfig};
use tokio::io::AsyncWriteExt as _;
use tokio::runtime::Runtime;

use crate::ReplicaError;
use crate::manifest::{PublishedFile, Reckoning, is_published};

/// Larger files go in parts. S3 takes parts of 5 MiB and more, and ten thousand of them: so up to 80 GB.
const PART_BYTES: usize = 8 << 20;
/// A store that sends nothing for so long is gone.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// For so long a request is sent again: whoever follows looks again soon.
const RETRY_TIMEOUT: Duration = Duration::from_secs(20);
/// Requests at a time. A store far away answers in tens of milliseconds, whatever the size; not measured.
const N_AT_A_TIME: usize = 8;

/// Where published states lie.
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    prefix: Path,
    address: String,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
    runtime: Runtime,
    workers: rayon::ThreadPool,
}

/// An object of a store.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) n_bytes: u64,
    /// By the clock of the store.
    pub(crate) modified: SystemTime,
}

impl Store {
    /// The store at an address: `s3://bucket/prefix`, for which the usual variables of the environment
    /// hold (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT` and others), or the path of a folder. Nothing is asked yet.
    pub fn at(address: &str) -> Result<Store, ReplicaError> {
        let refused =
            |reason: String| ReplicaError::Address { address: address.to_owned(), reason };
        let mut folder = None;
        let (objects, prefix): (Arc<dyn ObjectStore>, Path) = match address.split_once("://") {
            Some(("s3", rest)) => {
                let prefix = rest.split_once('/').map_or("", |(_, prefix)| prefix);
                let s3 = s3(address).map_err(|error| refused(error.to_string()))?;
                (Arc::new(s3), Path::parse(prefix).map_err(|error| refused(error.to_string()))?)
            }
            Some((scheme, _)) => {
                return Err(refused(format!("{scheme} is not known; write s3://… or a folder")));
            }
            None => {
                let path = std::path::absolute(address)?;
                let prefix = Path::from_absolute_path(&path);
                folder = Some(path);
                // What is named in CURRENT must be on the disk before it.
                let files = LocalFileSystem::new().with_fsync(true);
                (Arc::new(files), prefix.map_err(|error| refused(error.to_string()))?)
            }
        };
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let workers = rayon::ThreadPoolBuilder::new().num_threads(N_AT_A_TIME).build();
        Ok(Store {
            objects,
            prefix,
            address: address.to_owned(),
            folder,
            runtime: runtime.worker_threads(2).enable_all().build()?,
            workers: workers.map_err(std::io::Error::other)?,
        })
    }

    /// As it was given.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Does something with several objects at a time.
    pub(crate) fn at_a_time<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.workers.install(work)
    }

    /// The bytes of a small object, if it is there.
    pub(crate) fn get(&self, name: &str) -> Result<Option<Vec<u8>>, ReplicaError> {
        let mut bytes = Vec::new();
        Ok(self.fetch(name, &mut bytes)?.map(|_| bytes))
    }

    /// Writes the bytes of an object as they come, and reckons what they are like; `None` where there is
    /// no such object.
    pub(crate) fn fetch(
        &self,
        name: &str,
        into: &mut impl Write,
    ) -> Result<Option<PublishedFile>, ReplicaError> {
        let got = self.runtime.block_on(self.objects.get(&self.path(name)));
        let mut parts = match got {
            Ok(found) => found.into_stream(),
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(self.failed(error)),
        };
        let mut reckoning = Reckoning::default();
        while let Some(part) = self.runtime.block_on(parts.next()) {
            let part = part.map_err(|error| self.failed(error))?;
            reckoning.add(&part);
            into.write_all(&part)?;
        }
        Ok(Some(reckoning.finish()))
    }

    /// Writes an object, which is there completely or not at all.
    pub(crate) fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), ReplicaError> {
        let path = self.path(name);
        let put = self.objects.put(&path, bytes.into());
        self.runtime.block_on(put).map(|_| ()).map_err(|error| self.failed(error))
    }

    /// Writes the file at `path` as an object, if it still is `expected`.
    pub(crate) fn put_file(
        &self,
        name: &str,
        path: &FilePath,
        expected: &PublishedFile,
    ) -> Result<(), ReplicaError> {
        let changed = || ReplicaError::Changed(path.display().to_string());
        let mut file = fs_err::File::open(path)?;
        let mut reckoning = Reckoning::default();
        let mut writer =
            BufWriter::with_capacity(Arc::clone(&self.objects), self.path(name), PART_BYTES);
        let sent = self.runtime.block_on(async {
            loop {
                let mut part = vec![0; PART_BYTES];
                let n_bytes = file.read(&mut part)?;
                if n_bytes == 0 {
                    break;
                }
                part.truncate(n_bytes);
                reckoning.add(&part);
                writer.put(Bytes::from(part)).await.map_err(|error| self.failed(error))?;
            }
            if reckoning.finish() != *expected {
                return Err(changed());
            }
            writer.shutdown().await.map_err(ReplicaError::from)
        });
        if sent.is_err() {
            // Only of files that went in parts does something stay, which the store is told to let go.
            let _ = self.runtime.block_on(writer.abort());
        }
        sent
    }

    /// The objects below a folder of the store.
    pub(crate) fn list(&self, folder: &str) -> Result<Vec<Stored>, ReplicaError> {
        let below = self.path(folder);
        let listed = self.objects.list(Some(&below)).try_collect::<Vec<_>>();
        let listed = self.runtime.block_on(listed).map_err(|error| self.failed(error))?;
        let stored = listed.into_iter().filter_map(|object| {
            let parts: Vec<_> = object.location.prefix_match(&self.prefix)?.collect();
            let name = parts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("/");
            let modified = object.last_modified.into();
            Some(Stored { name, n_bytes: object.size, modified })
        });
        Ok(stored.collect())
    }

    /// Removes objects; one that is gone already is no fault.
    pub(crate) fn remove(&self, names: &[String]) -> Result<(), ReplicaError> {
        for name in names {
            match self.runtime.block_on(self.objects.delete(&self.path(name))) {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(self.failed(error)),
            }
        }
        Ok(())
    }

    /// Removes what a publisher left half written that was killed. An S3-compatible store does so itself,
    /// if it has a rule for parts that were never put together.
    pub(crate) fn remove_unfinished(&self) -> Result<(), ReplicaError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        for part in ["files", "generations"] {
            let mut folders = vec![part.to_owned()];
            while let Some(within) = folders.pop() {
                let entries = match fs_err::read_dir(folder.join(&within)) {
                    Ok(entries) => entries,
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(error.into()),
                };
                for entry in entries {
                    let entry = entry?;
                    let name = format!("{within}/{}", entry.file_name().to_string_lossy());
                    // So the library calls files until they are whole.
                    let object = name.split_once('#').map(|(object, _)| object);
                    if entry.file_type()?.is_dir() {
                        folders.push(name);
                    } else if object.is_some_and(is_published) {
                        fs_err::remove_file(entry.path())?;
                    }
                }
            }
        }
        Ok(())
    }

    fn path(&self, name: &str) -> Path {
        name.split('/').fold(self.prefix.clone(), Path::join)
    }

    fn failed(&self, error: object_store::Error) -> ReplicaError {
        ReplicaError::Store { store: self.address.clone(), source: Box::new(error) }
    }
}

fn s3(address: &str) -> Result<object_store::aws::AmazonS3, object_store::Error> {
    // Whoever comes first names the implementation of cryptography; it is the same one for all.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // The whole of a large file may take longer than any limit; that nothing comes may not.
    let client = ClientOptions::default().with_timeout_disabled().with_read_timeout(READ_TIMEOUT);
    let retry = RetryConfig { retry_timeout: RETRY_TIMEOUT, max_retries: 3, ..Default::default() };
    let settings = std::env::vars().filter_map(|(name, value)| {
        let key: AmazonS3ConfigKey = name.to_ascii_lowercase().parse().ok()?;
        name.starts_with("AWS_").then_some((key, value))
    });
    // As the builder's own `from_env` does, which would forget what the client was told before.
    let builder = AmazonS3Builder::new().with_client_options(client).with_retry(retry);
    let builder = settings.fold(builder, |builder, (key, value)| builder.with_config(key, value));
    builder.with_url(address).build()
}
