//! How does an index get to other machines? One publishes, any number follow.
//!
//! [`publish`] copies the generation that serves to a [`Store`], which is a folder or an S3-compatible
//! store; a [`Follower`] on another machine looks there, takes what is new, and lets it serve.
//!
//! What lies in a store:
//!
//! - `files/ab/abcd…`: files under their SHA-256. One that several generations have is there once, and none
//!   is ever changed.
//! - `generations/000042-{SHA-256}.json`: what one published state consists of ([`Manifest`]), under the
//!   SHA-256 of itself.
//! - `CURRENT`: the name of the state that followers are to serve, written last.
//!
//! Invariants: whatever dies at whatever moment, `CURRENT` names a state all of whose files are there; a
//! follower lets nothing serve of which it has not read every byte and found its SHA-256; a file that is
//! not as it was published is refused by name.

mod error;
mod follow;
mod manifest;
mod publish;
mod store;

pub use error::ReplicaError;
pub use follow::{Follower, Look};
pub use manifest::{Manifest, PublishedFile};
pub use publish::{Copying, Publication, publish};
pub use store::Store;
