//! Finds a port to listen on. It never takes one from another program.

use std::io::ErrorKind;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::{Options, Port, PreviewError};

/// How many ports after the first one are tried.
const MORE: u16 = 20;

/// Listens on the port that was asked for, or on the first free one.
pub(super) async fn listen(options: &Options) -> Result<TcpListener, PreviewError> {
    let (first, last) = match options.port {
        Port::Fixed(port) => (port, port),
        Port::Auto { from } => (from, from.saturating_add(MORE)),
    };
    let mut refusal = PreviewError::NoFreePort(first, last);
    for port in first..=last {
        let address = SocketAddr::new(options.host, port);
        refusal = match TcpListener::bind(address).await {
            Ok(listener) => return Ok(listener),
            Err(error) => match error.kind() {
                ErrorKind::AddrInUse => PreviewError::PortInUse(address),
                // Windows reserves whole ranges for itself, so the next port may well be allowed.
                ErrorKind::PermissionDenied => PreviewError::PortForbidden(address),
                _ => return Err(PreviewError::CannotListen(address, error)),
            },
        };
    }
    Err(if first == last { refusal } else { PreviewError::NoFreePort(first, last) })
}
