//! Signs requests as Amazon's version 4 asks, which all makers of object storage take: the request in
//! a fixed form, hashed, under a key that is made of the secret and the day. The hash of what is sent
//! is part of it, so that what arrives otherwise is refused.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;
use ring::{digest, hmac};

use super::credentials::Credentials;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// What is to be signed.
pub(super) struct Unsigned<'r> {
    pub(super) method: &'r str,
    pub(super) host: &'r str,
    /// Encoded.
    pub(super) path: &'r str,
    /// Encoded, in the order of its names.
    pub(super) query: &'r str,
    pub(super) body: &'r [u8],
    pub(super) region: &'r str,
}

impl Unsigned<'_> {
    /// Adds what proves that a request is ours to its headers. Those of the makers (`x-amz-`, `x-oss-`,
    /// `x-cos-`) are signed, too.
    pub(super) fn sign(
        &self,
        headers: &mut Vec<(&'static str, String)>,
        credentials: &Credentials,
        now: Timestamp,
    ) {
        let time = now.strftime("%Y%m%dT%H%M%SZ").to_string();
        let day = now.strftime("%Y%m%d").to_string();
        let hash = hex(digest::digest(&digest::SHA256, self.body).as_ref());
        headers.push(("x-amz-content-sha256", hash.clone()));
        headers.push(("x-amz-date", time.clone()));
        if let Some(token) = &credentials.token {
            headers.push(("x-amz-security-token", token.clone()));
        }
        let mut signed: BTreeMap<&str, &str> = headers
            .iter()
            .filter(|(name, _)| name.starts_with("x-"))
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        signed.insert("host", self.host);
        let names = signed.keys().copied().collect::<Vec<_>>().join(";");
        let Self { method, path, query, .. } = self;
        let mut canonical = format!("{method}\n{path}\n{query}\n");
        for (name, value) in signed {
            // Writing to a string cannot fail.
            let _ = writeln!(canonical, "{name}:{}", value.trim());
        }
        let _ = write!(canonical, "\n{names}\n{hash}");
        let scope = format!("{day}/{}/s3/aws4_request", self.region);
        let canonical = hex(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref());
        let text = format!("{ALGORITHM}\n{time}\n{scope}\n{canonical}");
        let secret = format!("AWS4{}", credentials.secret);
        let steps = [&*day, self.region, "s3", "aws4_request"];
        let key = steps.iter().fold(secret.into_bytes(), |key, step| mac(&key, step));
        let signature = hex(&mac(&key, &text));
        let id = &credentials.id;
        headers.push((
            "authorization",
            format!(
                "{ALGORITHM} Credential={id}/{scope},SignedHeaders={names},Signature={signature}"
            ),
        ));
    }
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples that Amazon's documentation gives of requests without a body.
    #[test]
    fn the_examples_of_the_documentation() {
        let credentials = Credentials {
            id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
            token: None,
        };
        let now: Timestamp = "2013-05-24T00:00:00Z".parse().unwrap();
        for (query, signature) in [
            ("lifecycle=", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
            (
                "max-keys=2&prefix=J",
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
        ] {
            let request = Unsigned {
                method: "GET",
                host: "examplebucket.s3.amazonaws.com",
                path: "/",
                query,
                body: b"",
                region: "us-east-1",
            };
            let mut headers = Vec::new();
            request.sign(&mut headers, &credentials, now);
            let (_, authorization) =
                headers.iter().find(|(name, _)| *name == "authorization").unwrap();
            assert!(authorization.ends_with(signature), "{authorization}");
        }
    }
}
