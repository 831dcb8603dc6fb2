//! What is wrong with a picture that an article uses, in an editor's words. It never opens one.

use crate::article::TargetFault;
use crate::picture::{Facts, Flaw, Format, promised};

/// What an editor should know of a picture; `path` is its name as the author wrote it.
pub(super) fn of(path: &str, looked: Result<Facts, Flaw>) -> Option<TargetFault> {
    match looked {
        Ok(facts) if !facts.format.is_for_web() => Some(not_for_web(path, facts.format)),
        Ok(facts) => promised(path)
            .filter(|promised| *promised != facts.format)
            .map(|_| wrong_ending(path, facts.format)),
        // A drawing that does not say how large it is can still be shown.
        Err(Flaw::Unknown) if matches!(promised(path), None | Some(Format::Svg)) => None,
        Err(flaw) => Some(flawed(path, flaw)),
    }
}

/// The fault of a picture that cannot be shown.
pub(super) fn flawed(path: &str, flaw: Flaw) -> TargetFault {
    let broken = |zh: &str, en: &str| {
        TargetFault::new(
            "broken-picture",
            format!("图片“{path}”{zh}"),
            format!("the picture `{path}` {en}"),
        )
        .help(
            "多半是复制、下载没有完成。重新取一份原图，换掉这个文件。",
            "Most likely copying it was cut short. Get the picture again and replace the file.",
        )
    };
    match flaw {
        Flaw::Empty => broken("是空的，里面什么也没有", "is empty"),
        Flaw::Cut => broken("不完整，后面缺了一截", "ends before its end"),
        Flaw::Damaged => broken("坏了，打不开", "is damaged and cannot be opened"),
        Flaw::Unknown => broken("里面不是图片", "holds no picture, whatever its name says"),
        Flaw::TooLarge { width, height } => TargetFault::new(
            "huge-picture",
            format!("图片“{path}”有 {width}×{height} 像素，太大了"),
            format!("the picture `{path}` has {width} by {height} pixels, which is too many"),
        )
        .help(
            "用看图软件另存一份小的，宽 3000 像素就够了。",
            "Save a smaller copy of it; 3000 pixels are wide enough.",
        ),
    }
}

fn wrong_ending(path: &str, format: Format) -> TargetFault {
    let (ending, name) = (format.name(), format.name().to_uppercase());
    TargetFault::new(
        "picture-ending",
        format!("“{path}”里面是 {name} 图片，与扩展名不符"),
        format!("`{path}` is a {name} picture, which is not what its ending says"),
    )
    .help(
        format!("把文件的扩展名改成 .{ending}，文章里写的名字也要改。"),
        format!("Rename the file so that it ends in .{ending}, here as well."),
    )
}

fn not_for_web(path: &str, format: Format) -> TargetFault {
    let name = format.name().to_uppercase();
    TargetFault::new(
        "picture-format",
        format!("“{path}”是 {name} 图片，多数读者的浏览器打不开"),
        format!("`{path}` is a {name} picture, which most browsers do not show"),
    )
    .help(
        "用看图软件另存为 JPG，换掉这个文件。iPhone 在“设置→相机→格式”里选“兼容性最佳”，以后就直接是 JPG。",
        "Save it as a JPEG and use that. An iPhone makes JPEGs when its camera is set to Most Compatible.",
    )
}
