//! What the operating system says when it refuses, in an editor's words. It knows no file and no
//! command; whoever asked the system adds those.

use std::io::{self, ErrorKind};

use super::Text;

/// The sentence of Windows when another program holds a file (`ERROR_SHARING_VIOLATION`,
/// `ERROR_LOCK_VIOLATION`), for which the standard library has no kind.
const HELD_ON_WINDOWS: [i32; 2] = [32, 33];

/// Why the system refused, as part of a sentence.
#[must_use]
pub fn refusal(error: &io::Error) -> Text {
    let held = cfg!(windows) && error.raw_os_error().is_some_and(|e| HELD_ON_WINDOWS.contains(&e));
    let zh = match error.kind() {
        _ if held => "正被别的程序占用",
        ErrorKind::NotFound => "找不到它",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::StorageFull => "磁盘满了",
        ErrorKind::QuotaExceeded => "分给这个用户的磁盘空间用完了",
        ErrorKind::FileTooLarge => "文件太大，系统不许写",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "正被别的程序占用",
        ErrorKind::IsADirectory => "那里是文件夹，不是文件",
        ErrorKind::NotADirectory => "路径中间有一段不是文件夹",
        ErrorKind::InvalidFilename => "文件名太长，或有不允许的字符",
        ErrorKind::TimedOut => "等了很久没有回应",
        ErrorKind::StaleNetworkFileHandle | ErrorKind::NetworkDown | ErrorKind::HostUnreachable => {
            "网络磁盘断开了"
        }
        _ => "",
    };
    let en = error.to_string();
    let zh = if zh.is_empty() { format!("系统报告“{en}”") } else { zh.to_owned() };
    Text::new(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_told_in_chinese_and_the_rest_is_quoted() {
        assert_eq!(refusal(&ErrorKind::PermissionDenied.into()).zh, "没有权限");
        assert_eq!(refusal(&io::Error::other("odd")).zh, "系统报告“odd”");
        assert_eq!(refusal(&ErrorKind::StorageFull.into()).en, "no storage space");
    }
}
