//! Where keys come from: the environment, then the file of keys that the makers' own tools use. It
//! reads no folder of a site, and shows a key to nobody.

use std::fmt;
use std::path::PathBuf;

use super::place::S3Settings;
use crate::deliver::remote::web::WebFault;
use crate::deliver::remote::whose::Whose;

/// A key. What is debugged is no part of it.
pub(super) struct Credentials {
    pub(super) id: String,
    pub(super) secret: String,
    /// Of a temporary key.
    pub(super) token: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    /// A text without the key in it: some servers say what they were told.
    pub(super) fn hide(&self, text: &str) -> String {
        let parts = [Some(&self.id), Some(&self.secret), self.token.as_ref()];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.fold(text.to_owned(), |text, part| text.replace(part.as_str(), "***"))
    }

    /// The key for a target on that host; none when there is none. A section that the settings name comes
    /// before the environment, which is for whatever has no section. Where it is said whom a key is for,
    /// it is used for nobody else; the secret itself is never sent.
    pub(super) fn find(settings: &S3Settings, host: &str) -> Result<Option<Self>, WebFault> {
        let from_file = |profile: &str| {
            let text = file().and_then(|file| std::fs::read_to_string(file).ok());
            let found = text.and_then(|text| section(&text, profile));
            let Some((key, endpoint)) = found else { return Ok(None) };
            let named = endpoint.as_deref().map(host_of);
            match Whose::of(named, host) {
                whose @ Whose::Others(_) => Err(whose.fault("endpoint_url", host)),
                Whose::Its | Whose::Untold => Ok(Some(key)),
            }
        };
        if let Some(profile) = &settings.profile {
            return from_file(profile);
        }
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let in_environment = settings.vendor.variables().iter().find_map(|[id, secret, token]| {
            Some(Self { id: variable(id)?, secret: variable(secret)?, token: variable(token) })
        });
        match (in_environment, Whose::told(HOST, host)) {
            (None, _) => {
                from_file(&variable("AWS_PROFILE").unwrap_or_else(|| "default".to_owned()))
            }
            (Some(_), whose @ Whose::Others(_)) => Err(whose.fault(HOST, host)),
            (key, _) => Ok(key),
        }
    }

    /// Where it was looked for, in Chinese and English.
    pub(super) fn looked(settings: &S3Settings) -> (String, String) {
        let file = "~/.aws/credentials";
        if let Some(profile) = &settings.profile {
            return (
                format!("{file} 的 [{profile}] 一节"),
                format!("the section [{profile}] of {file}"),
            );
        }
        let names = settings.vendor.variables().first();
        let names = names.map(|[id, secret, _]| (*id, *secret)).unwrap_or_default();
        let (id, secret) = names;
        (
            format!("环境变量 {id}、{secret}，或者 {file}"),
            format!("the variables {id} and {secret}, or {file}"),
        )
    }
}

fn file() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("AWS_SHARED_CREDENTIALS_FILE") {
        return Some(path.into());
    }
    Some(std::env::home_dir()?.join(".aws").join("credentials"))
}

/// The variable that says whom the key of the environment is for.
const HOST: &str = "JIANFAN_S3_HOST";

/// The host of an address, with its port.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// A section of such a file: `[name]`, then lines `key = value`; and the address that it is for, if it
/// says so.
fn section(text: &str, profile: &str) -> Option<(Credentials, Option<String>)> {
    let mut is_inside = false;
    let (mut id, mut secret, mut token, mut endpoint) = (None, None, None, None);
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            is_inside = name.trim() == profile;
        } else if is_inside && let Some((key, value)) = line.split_once('=') {
            let value = Some(value.trim().to_owned());
            match key.trim() {
                "aws_access_key_id" => id = value,
                "aws_secret_access_key" => secret = value,
                "aws_session_token" => token = value,
                "endpoint_url" => endpoint = value,
                _ => {}
            }
        }
    }
    Some((Credentials { id: id?, secret: secret?, token }, endpoint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_read_and_no_key_is_shown() {
        let text = "[default]\naws_access_key_id = A\n# a remark\naws_secret_access_key = s1\n\n[site]\naws_access_key_id=B\naws_secret_access_key=s/2=\naws_session_token=t\nendpoint_url = https://minio.example:9000/\n";
        let (site, endpoint) = section(text, "site").unwrap();
        assert_eq!(endpoint.as_deref().map(host_of), Some("minio.example:9000"));
        assert_eq!((&*site.id, &*site.secret, site.token.as_deref()), ("B", "s/2=", Some("t")));
        assert_eq!(section(text, "default").unwrap().0.id, "A");
        assert_eq!(section(text, "default").unwrap().1, None);
        assert!(section(text, "other").is_none());
        assert_eq!(site.hide("key B, s/2= and t"), "key ***, *** and ***");
        assert_eq!(format!("{site:?}"), "Credentials");
    }
}
