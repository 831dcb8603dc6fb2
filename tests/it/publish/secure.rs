//! Publishing by HTTPS to a real nginx: with a certificate of the office's own, which the machine
//! trusts or does not.

use std::process::{Command, Stdio};

use super::nginx::Nginx;
use super::{Stage, free_port, has};
use crate::program::{self, Run};
use crate::tree;

#[test]
fn a_certificate_of_the_office_is_trusted_when_the_machine_trusts_it() {
    if !has("openssl", &["version"]) {
        return;
    }
    let port = free_port();
    let target = format!("publish: {{webdav: 'https://localhost:{port}/www/', timeout: 5}}");
    let stage = Stage::new(&target);
    let here = stage.folder.path();
    // The office's own authority, and what it says of the server.
    for more in [
        &["-subj", "/CN=office", "-keyout", "root.key", "-out", "root.pem"][..],
        &[
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-subj",
            "/CN=localhost",
            "-keyout",
            "key.pem",
            "-out",
            "own.pem",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ],
    ] {
        let mut made = Command::new("openssl");
        made.current_dir(here)
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]);
        assert!(made.args(more).stderr(Stdio::null()).status().unwrap().success());
    }
    std::fs::create_dir_all(here.join("dav")).unwrap();
    let server = format!(
        "    listen 127.0.0.1:{port} ssl;\n    ssl_certificate {0}/own.pem;\n    ssl_certificate_key {0}/key.pem;\n    location / {{ root {0}/dav; dav_methods PUT DELETE MKCOL COPY MOVE; }}\n",
        here.display()
    );
    let Some(_nginx) = Nginx::start(here, "", &server) else { return };
    let publish = |trusted: Option<&str>| {
        let mut command = program::jianfan(&stage.site());
        command.args(["publish", "--yes", "--as-of", "2026-03-01"]);
        for name in ["https_proxy", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
            command.env_remove(name);
        }
        if let Some(file) = trusted {
            command.env("SSL_CERT_FILE", here.join(file));
        }
        Run::of(command.output().unwrap())
    };
    let refused = publish(None);
    assert!(refused.exit == 3 && refused.said.contains("publish-certificate"), "{}", refused.said);
    assert!(tree::read(&here.join("dav")).is_empty(), "something was sent");
    let done = publish(Some("root.pem"));
    assert_eq!(done.exit, 0, "{}", done.said);
    assert_eq!(tree::difference(&stage.built(), &tree::read(&here.join("dav/www"))), "");
}
