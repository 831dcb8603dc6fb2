//! Where links and pictures lead.
//!
//! What a site holds is known to the implementor of [`Targets`] alone. Here is only decided which
//! kinds of destination may stand in a page at all: never a script, whatever it is dressed as.

use std::ops::Range;

use super::fault::{self, BodyFault, TargetFault};

/// Where links and pictures of one body lead.
///
/// Links and pictures are asked for every destination as the author wrote it (references and entities resolved),
/// relative, root-relative or with `http(s)`; never for `#anchors`, `mailto:`, `tel:` and `data:`.
/// What they return goes into the page as it is, escaped.
pub(crate) trait Targets {
    /// The href of a link, or of a video, sound or caption file: root-relative within the site.
    ///
    /// # Errors
    /// When it leads nowhere; the page then shows the destination as it was written.
    fn link(&self, destination: &str) -> Result<String, TargetFault>;

    /// A picture's address and, if known, its size. `span` is where the body uses it.
    ///
    /// # Errors
    /// When there is none; the page then shows the destination as it was written.
    fn picture(&self, destination: &str, span: &Range<usize>) -> Result<Picture, TargetFault>;

    /// In what other formats and sizes a picture that was found is offered, the best first.
    fn sources(&self, destination: &str) -> Vec<PictureSource>;

    /// What is doubtful about a link that leads somewhere: whether the place behind its `#` is
    /// there. Asked for every link that names one, `#anchors` of the page itself among them.
    fn doubt(&self, destination: &str) -> Option<TargetFault>;
}

/// A picture that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Its address, root-relative within the site.
    pub src: String,
    /// In CSS pixels.
    pub width: Option<u32>,
    /// In CSS pixels.
    pub height: Option<u32>,
    /// What is wrong with it, though it is there.
    pub fault: Option<TargetFault>,
}

/// A picture in several sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PictureSource {
    /// The media type.
    pub mime: &'static str,
    /// The addresses and widths, as HTML writes them.
    pub srcset: String,
    /// How much room the picture has, as HTML writes it.
    pub sizes: String,
}

/// Asks the [`Targets`], and gathers what they complain of.
pub(super) struct Resolver<'a> {
    targets: &'a dyn Targets,
    faults: &'a mut Vec<BodyFault>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(targets: &'a dyn Targets, faults: &'a mut Vec<BodyFault>) -> Self {
        Self { targets, faults }
    }

    pub(super) fn faults(&mut self) -> &mut Vec<BodyFault> {
        self.faults
    }

    /// The href of a link; nothing when it may not stand in a page.
    pub(super) fn link(&mut self, destination: &str, span: &Range<usize>) -> Option<String> {
        match kind(destination) {
            Kind::Target => Some(match self.targets.link(destination) {
                Ok(href) => {
                    self.doubt(destination, span);
                    href
                }
                Err(fault) => {
                    self.faults.push(fault.at(span.clone()));
                    destination.to_owned()
                }
            }),
            Kind::Itself => {
                self.doubt(destination, span);
                Some(destination.to_owned())
            }
            Kind::DataPicture | Kind::Unsafe => {
                self.faults.push(fault::unsafe_link(span.clone(), destination));
                None
            }
        }
    }

    fn doubt(&mut self, destination: &str, span: &Range<usize>) {
        if destination.contains('#') {
            let fault = self.targets.doubt(destination);
            self.faults.extend(fault.map(|fault| fault.at(span.clone())));
        }
    }

    /// A picture; nothing when it may not stand in a page.
    pub(super) fn picture(&mut self, destination: &str, span: &Range<usize>) -> Option<Picture> {
        let as_it_is = || Picture { src: destination.to_owned(), ..Picture::default() };
        match kind(destination) {
            Kind::Target => Some(match self.targets.picture(destination, span) {
                Ok(mut picture) => {
                    let fault = picture.fault.take();
                    self.faults.extend(fault.map(|fault| fault.at(span.clone())));
                    picture
                }
                Err(fault) => {
                    self.faults.push(fault.at(span.clone()));
                    as_it_is()
                }
            }),
            Kind::DataPicture => Some(as_it_is()),
            Kind::Itself | Kind::Unsafe => {
                self.faults.push(fault::unsafe_link(span.clone(), destination));
                None
            }
        }
    }

    /// In what other formats and sizes a picture is offered.
    pub(super) fn sources(&self, destination: &str) -> Vec<PictureSource> {
        match kind(destination) {
            Kind::Target => self.targets.sources(destination),
            Kind::Itself | Kind::DataPicture | Kind::Unsafe => Vec::new(),
        }
    }
}

/// Whether a link leaves the site: it names a host.
pub(super) fn is_external(href: &str) -> bool {
    let starts = |with: &str| href.get(..with.len()).is_some_and(|s| s.eq_ignore_ascii_case(with));
    starts("http://") || starts("https://") || starts("//")
}

enum Kind {
    /// To be asked about.
    Target,
    /// An anchor of the page, an address to write to or to call.
    Itself,
    DataPicture,
    Unsafe,
}

/// Browsers drop control characters and line breaks within a scheme, so they are dropped here too
/// before it is judged.
fn kind(destination: &str) -> Kind {
    let clean = |c: &char| *c > ' ' && *c != '\u{7F}';
    let start: String = destination.chars().filter(clean).take(24).collect();
    let start = start.to_ascii_lowercase();
    if start.starts_with('#') {
        return Kind::Itself;
    }
    let scheme = start.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    match scheme {
        None | Some("http" | "https") => Kind::Target,
        Some("mailto" | "tel") => Kind::Itself,
        Some("data") if start.starts_with("data:image/") => Kind::DataPicture,
        // A scheme may be longer than what was looked at; none of those is known either.
        Some(_) => Kind::Unsafe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_unsafe_however_they_are_dressed() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "vbscript:x",
            "data:text/html,<script>",
            "file:///etc/passwd",
        ] {
            assert!(matches!(kind(bad), Kind::Unsafe), "{bad:?}");
        }
        for good in ["a/b.md", "/x", "https://x.y", "第一章:概述.md", "../a", "?q=a:b", ""] {
            assert!(matches!(kind(good), Kind::Target), "{good:?}");
        }
        assert!(matches!(kind("#h-1"), Kind::Itself));
        assert!(matches!(kind("data:image/png;base64,AA"), Kind::DataPicture));
    }
}
