//! `shirabe serve --follow`: the thread that looks at the source, and what it has seen.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use shirabe_replica::{Follower, Look, ReplicaError, Store};
use shirabe_site::library::Following;

use crate::args::ServeArguments;
use crate::setup::{Analysis, holder, now};
use crate::terminal;

/// What the looks at a source have shown.
pub(crate) struct Seen {
    source: String,
    looks: Mutex<Looks>,
}

#[derive(Default)]
struct Looks {
    confirmed: Option<(String, Instant)>,
    n_failures: u64,
    failure: Option<String>,
}

impl Seen {
    fn new(source: &str) -> Seen {
        Seen { source: source.to_owned(), looks: Mutex::default() }
    }

    /// For those who ask.
    pub(crate) fn following(&self) -> Following {
        let looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let confirmed = looks.confirmed.as_ref();
        Following {
            source: self.source.clone(),
            confirmed: confirmed.map(|(at, instant)| (at.clone(), instant.elapsed())),
            n_failures: looks.n_failures,
            failure: looks.failure.clone(),
        }
    }

    /// Remembers a look. What is said twice in a row is written once.
    fn add(&self, look: &Result<Look, ReplicaError>) {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let failure = look.as_ref().err().map(ToString::to_string);
        if let Some(failure) = &failure {
            looks.n_failures += 1;
            if looks.failure.as_ref() != Some(failure) {
                terminal::note(format!("following {}: {failure}", self.source));
            }
        } else {
            looks.confirmed = Some((now(), Instant::now()));
        }
        if let Ok(Look::Taken(number)) = look {
            terminal::note(format!("following {}: generation {number} is here", self.source));
        } else if failure.is_none() && looks.failure.is_some() {
            terminal::note(format!("following {}: it answers again", self.source));
        }
        looks.failure = failure;
    }
}

/// Begins to follow. What is here already can be served at once; else this waits for the source, for as long
/// as it takes. `tell` is given what is seen from the first look on.
pub(crate) fn begin(
    source: &str,
    arguments: &ServeArguments,
    analysis: &Analysis,
    tell: impl FnOnce(Arc<Seen>),
) -> anyhow::Result<()> {
    let root: &Path = &arguments.places.index;
    let holder = format!("{}, which follows {source}", holder());
    let store = Store::at(source)?;
    let mut follower = Follower::new(store, root, analysis.fingerprint.clone(), &holder)?;
    let seen = Arc::new(Seen::new(source));
    tell(Arc::clone(&seen));
    let pause = Duration::from_secs(u64::from(arguments.follow_every.get()));
    if follower.is_in_the_way() {
        seen.add(&follower.look());
    }
    while !follower.can_serve() {
        seen.add(&follower.look());
        if !follower.can_serve() {
            std::thread::sleep(pause);
        }
    }
    std::thread::Builder::new().name("follower".to_owned()).spawn(move || {
        loop {
            seen.add(&follower.look());
            std::thread::sleep(pause);
        }
    })?;
    Ok(())
}
