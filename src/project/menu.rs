//! Menus as a site declares them: lines with a title and an address, and lines below them.

use serde::Deserialize;

/// A line of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MenuItem {
    /// What readers see.
    #[serde(alias = "标题")]
    pub(crate) title: String,
    /// An address on the site (`/news/`) or elsewhere.
    #[serde(alias = "网址")]
    pub(crate) path: String,
    /// The lines below it.
    #[serde(alias = "下级", default)]
    pub(crate) children: Vec<MenuItem>,
}
