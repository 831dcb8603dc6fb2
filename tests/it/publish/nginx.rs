//! A real nginx in a folder of its own, on a port of this machine. It knows no site.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{Server, free_port};
use crate::tree;
use crate::wanting::wanting;

/// A running server; dropped, it ends.
pub(super) struct Nginx {
    pub(super) port: u16,
    _server: Server,
}

/// Where nginx may be.
fn program() -> Option<&'static str> {
    let places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];
    let found = places.into_iter().find(|place| Path::new(place).exists());
    if found.is_none() {
        wanting("nginx");
    }
    found
}

/// The module that lets nginx list folders, where it is installed.
pub(super) fn dav_ext() -> Option<&'static str> {
    let place = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";
    Path::new(place).exists().then_some(place)
}

impl Nginx {
    /// Starts it with these lines in its server block, and with modules before; nothing where nginx is
    /// not installed.
    pub(super) fn start(folder: &Path, modules: &str, server: &str) -> Option<Self> {
        let program = program()?;
        let port = free_port();
        let own = folder.join("nginx");
        std::fs::create_dir_all(own.join("temp")).unwrap();
        let own = own.to_string_lossy().into_owned();
        // Alone, and as whoever runs the test; root's workers would be somebody else.
        let user = if is_root() { "user root;\n" } else { "" };
        let config = format!(
            "{modules}{user}daemon off;\nmaster_process off;\npid {own}/pid;\nerror_log {own}/error.log;\n\
             events {{ worker_connections 256; }}\n\
             http {{\n  include /etc/nginx/mime.types;\n  access_log off;\n\
             \x20 client_body_temp_path {own}/temp/body;\n  proxy_temp_path {own}/temp/proxy;\n\
             \x20 fastcgi_temp_path {own}/temp/fastcgi;\n  uwsgi_temp_path {own}/temp/uwsgi;\n\
             \x20 scgi_temp_path {own}/temp/scgi;\n\
             \x20 server {{\n    listen 127.0.0.1:{port};\n    server_name localhost;\n{server}\n  }}\n}}\n"
        );
        tree::write(folder, "nginx/nginx.conf", config);
        let mut command = Command::new(program);
        command.args(["-e", &format!("{own}/error.log"), "-p", &own, "-c"]);
        command.arg(format!("{own}/nginx.conf")).stdin(Stdio::null()).stderr(Stdio::null());
        Some(Self { port, _server: Server::start(&mut command, port) })
    }

    /// `127.0.0.1:40123`
    pub(super) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

/// Whether the test runs as root.
pub(super) fn is_root() -> bool {
    std::env::var("USER").is_ok_and(|user| user == "root")
        || std::fs::metadata("/proc/self").is_ok_and(|about| owner(&about) == 0)
}

#[cfg(unix)]
fn owner(about: &std::fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(about)
}

#[cfg(not(unix))]
fn owner(_: &std::fs::Metadata) -> u32 {
    1
}
