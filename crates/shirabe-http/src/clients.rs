//! Who asks: [`Peer`] is the other end of a connection, [`client`] the visitor behind it, and
//! [`RateLimit`] says when one asks too often.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use http::{Extensions, HeaderMap};

/// The other end of the connection of a request; among its extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// The visitor: the other end of the connection, or whom a proxy that is trusted speaks for. It appends
/// who asked it to `X-Forwarded-For`; what stands before comes from the visitor and may be anything.
pub fn client(extensions: &Extensions, headers: &HeaderMap, trusts_proxy: bool) -> Option<IpAddr> {
    let peer = extensions.get::<Peer>().map(|Peer(address)| address.ip());
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let forwarded = forwarded.filter(|_| trusts_proxy).and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|value| value.rsplit(',').next());
    last.and_then(|last| last.trim().parse().ok()).or(peer)
}

/// How often one client may ask.
#[derive(Debug)]
pub struct RateLimit {
    limiter: RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>,
    n_asked: AtomicUsize,
}

/// Requests between two clearings of clients that have not asked for a while: what is kept of them stays
/// below some megabytes.
const N_BETWEEN_CLEARINGS: usize = 10_000;

impl RateLimit {
    /// So many requests a minute, as many of them at once.
    pub fn per_minute(most: NonZeroU32) -> RateLimit {
        let limiter = RateLimiter::hashmap(Quota::per_minute(most));
        RateLimit { limiter, n_asked: AtomicUsize::new(0) }
    }

    /// Counts a request; of one too many, how long to wait.
    pub fn admit(&self, client: IpAddr) -> Result<(), Duration> {
        let n_asked = self.n_asked.fetch_add(1, Ordering::Relaxed);
        if n_asked % N_BETWEEN_CLEARINGS == N_BETWEEN_CLEARINGS - 1 {
            self.limiter.retain_recent();
        }
        let admitted = self.limiter.check_key(&network(client));
        admitted.map_err(|until| until.wait_time_from(DefaultClock::default().now()))
    }
}

/// A household or a machine has a whole /64 of IPv6 addresses (RFC 6177).
fn network(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn seen(forwarded: &[&'static str], trusts_proxy: bool) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(Peer("10.0.0.1:5000".parse().unwrap()));
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        client(&extensions, &headers, trusts_proxy).unwrap().to_string()
    }

    #[test]
    fn only_a_proxy_that_is_trusted_speaks_for_others() {
        assert_eq!(seen(&["203.0.113.9"], false), "10.0.0.1");
        assert_eq!(seen(&["203.0.113.9"], true), "203.0.113.9");
        assert_eq!(seen(&["1.2.3.4, 203.0.113.9"], true), "203.0.113.9");
        assert_eq!(seen(&["1.2.3.4", "2001:db8::1"], true), "2001:db8::1");
        assert_eq!(seen(&["unknown"], true), "10.0.0.1");
        assert_eq!(seen(&[], true), "10.0.0.1");
    }

    #[test]
    fn one_client_too_many_times_does_not_hinder_another() {
        let limit = RateLimit::per_minute(NonZeroU32::new(3).unwrap());
        let ask = |client: &str| limit.admit(client.parse().unwrap());
        for _ in 0..3 {
            assert!(ask("192.0.2.1").is_ok());
            assert!(ask("2001:db8::1").is_ok());
        }
        let wait = ask("192.0.2.1").unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(20), "{wait:?}");
        assert!(ask("2001:db8::2").is_err());
        assert!(ask("2001:db8:0:1::2").is_ok());
        assert!(ask("192.0.2.2").is_ok());
    }
}
