//! Whom a credential of the environment is for. `site.yaml` travels with the articles, and whoever may
//! change it could name a server of their own; so a password goes to the hosts that were named where the
//! password was, and to no other. It reads no password.

use super::web::WebFault;

/// What a credential is for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// This host.
    Its,
    /// Others only.
    Others(String),
    /// That was not said.
    Untold,
}

impl Whose {
    /// By a variable of the environment that names hosts.
    pub(super) fn told(variable: &str, host: &str) -> Self {
        Self::of(std::env::var(variable).ok().as_deref(), host)
    }

    /// By the hosts that are named, divided by spaces or commas. `host` may have a port; a named host
    /// without one stands for all of its ports.
    pub(super) fn of(named: Option<&str>, host: &str) -> Self {
        let is_end = |c: char| c.is_whitespace() || c == ',';
        let named: Vec<&str> =
            named.unwrap_or_default().split(is_end).filter(|it| !it.is_empty()).collect();
        if named.is_empty() {
            return Self::Untold;
        }
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let is_its = |own: &&str| own.eq_ignore_ascii_case(host) || own.eq_ignore_ascii_case(name);
        if named.iter().any(is_its) { Self::Its } else { Self::Others(named.join(", ")) }
    }

    /// What is told when nothing is sent; `variable` is where the host belongs.
    pub(super) fn fault(self, variable: &'static str, host: &str) -> WebFault {
        let known = match self {
            Self::Others(known) => known,
            Self::Its | Self::Untold => String::new(),
        };
        WebFault::OtherHost { host: host.to_owned(), known, variable }
    }
}

#[test]
fn a_credential_is_for_the_hosts_that_are_named() {
    let others = |text: &str| Whose::Others(text.to_owned());
    for (named, host, whose) in [
        (None, "a.example", Whose::Untold),
        (Some(" "), "a.example", Whose::Untold),
        (Some("A.example"), "a.example:8443", Whose::Its),
        (Some("b.example, a.example:8443"), "a.example:8443", Whose::Its),
        (Some("a.example:8443"), "a.example", others("a.example:8443")),
        (Some("a.example"), "a.example.evil.example", others("a.example")),
        (Some("example"), "a.example", others("example")),
    ] {
        assert_eq!(Whose::of(named, host), whose, "{host}");
    }
}
