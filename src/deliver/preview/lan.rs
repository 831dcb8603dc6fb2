//! By which address other machines, such as a phone, reach the preview. It sends nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// The address for others, when the preview listens for others at all and the system knows one.
pub(crate) fn for_others(bound: SocketAddr) -> Option<SocketAddr> {
    let ip = bound.ip();
    if ip.is_loopback() {
        return None;
    }
    let ip = if ip.is_unspecified() { outward(ip)? } else { ip };
    Some(SocketAddr::new(ip, bound.port()))
}

/// The address that this machine would send from. Asking for it sends no packet; the other end is
/// kept for documentation (RFC 5737, RFC 3849) and belongs to nobody.
fn outward(any: IpAddr) -> Option<IpAddr> {
    let nobody: IpAddr = match any {
        IpAddr::V4(_) => Ipv4Addr::new(192, 0, 2, 1).into(),
        IpAddr::V6(_) => Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into(),
    };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect((nobody, 9)).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback() && !own.is_unspecified()).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_reach_what_listens_for_them_and_nothing_else() {
        let others = |bound: &str| for_others(bound.parse().unwrap());
        assert_eq!(others("127.0.0.1:4000"), None);
        assert_eq!(others("[::1]:4000"), None);
        assert_eq!(others("192.168.1.5:4000"), Some("192.168.1.5:4000".parse().unwrap()));
        // A machine without a network has none.
        if let Some(own) = others("0.0.0.0:4000") {
            assert!(own.port() == 4000 && !own.ip().is_unspecified() && !own.ip().is_loopback());
        }
    }
}
