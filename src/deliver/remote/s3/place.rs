//! Where objects are: the storage, the buckets, and the address of an object in them.

use super::vendor::{Addressing, Vendor};
use crate::deliver::remote::target::Area;
use crate::deliver::remote::web::encode_path as encode;

/// A bucket, or the part of one whose keys begin with a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bucket {
    pub(super) name: String,
    /// Empty, or ends in `/`.
    pub(super) prefix: String,
}

impl Bucket {
    /// `BUCKET` or `BUCKET/FOLDER`.
    fn of(text: &str) -> Self {
        let (name, folder) = text.split_once('/').unwrap_or((text, ""));
        let folder = folder.trim_matches('/');
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Self { name: name.to_owned(), prefix }
    }
}

/// What `site.yaml` says of a bucket.
#[derive(Debug, Clone)]
pub(crate) struct S3Settings {
    pub(crate) vendor: Vendor,
    /// `BUCKET` or `BUCKET/FOLDER`.
    pub(crate) bucket: String,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) addressing: Option<Addressing>,
    /// Where the records are, when not beside the site: `BUCKET` or `BUCKET/FOLDER`.
    pub(crate) records: Option<String>,
    /// The section of the file of keys.
    pub(crate) profile: Option<String>,
}

/// Where the objects of a site and its records are.
#[derive(Debug)]
pub(super) struct Place {
    /// `https://`
    scheme: String,
    host: String,
    pub(super) region: String,
    addressing: Addressing,
    site: Bucket,
    records: Bucket,
}

/// What the records are called in the bucket of the site.
const RECORDS: &str = ".jianfan-publish/";

impl Place {
    pub(super) fn new(settings: &S3Settings) -> Self {
        let region = settings.region.clone().unwrap_or_else(|| "us-east-1".to_owned());
        let usual = || settings.vendor.endpoint(&region).unwrap_or_default();
        let endpoint = settings.endpoint.clone().unwrap_or_else(usual);
        let (scheme, host) = endpoint.split_once("://").unwrap_or(("https", &endpoint));
        let site = Bucket::of(&settings.bucket);
        let records = settings.records.as_deref().map_or_else(
            || Bucket { name: site.name.clone(), prefix: format!("{RECORDS}{}", site.prefix) },
            Bucket::of,
        );
        Self {
            scheme: scheme.to_owned(),
            host: host.trim_end_matches('/').to_owned(),
            addressing: settings.addressing.unwrap_or_else(|| settings.vendor.addressing()),
            region,
            site,
            records,
        }
    }

    /// The host of the storage, without a bucket.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    pub(super) fn bucket(&self, area: Area) -> &Bucket {
        match area {
            Area::Site => &self.site,
            Area::Records => &self.records,
        }
    }

    /// What people are told.
    pub(super) fn label(&self, area: Area) -> String {
        let Bucket { name, prefix } = self.bucket(area);
        format!("s3://{name}/{prefix}").trim_end_matches('/').to_owned()
    }

    pub(super) fn key(&self, area: Area, path: &str) -> String {
        format!("{}{path}", self.bucket(area).prefix)
    }

    /// The path in the site or the records of an object with that key; `None` for what is of neither.
    pub(super) fn path<'k>(&self, area: Area, key: &'k str) -> Option<&'k str> {
        let is_of_records = area == Area::Site
            && self.site.name == self.records.name
            && key.starts_with(&self.records.prefix);
        let path = key.strip_prefix(&self.bucket(area).prefix)?;
        (!is_of_records && !path.is_empty() && !path.ends_with('/')).then_some(path)
    }

    /// The host and the encoded path of an object; of the bucket itself when `key` is empty.
    pub(super) fn at(&self, area: Area, key: &str) -> (String, String) {
        let name = &self.bucket(area).name;
        let key = encode(key);
        match self.addressing {
            Addressing::Virtual => (format!("{name}.{}", self.host), format!("/{key}")),
            Addressing::Domain => (self.host.clone(), format!("/{key}")),
            Addressing::Path if key.is_empty() => (self.host.clone(), format!("/{name}")),
            Addressing::Path => (self.host.clone(), format!("/{name}/{key}")),
        }
    }

    /// What a copy is told of where to copy from.
    pub(super) fn copied_from(&self, key: &str) -> String {
        format!("/{}/{}", self.site.name, encode(key))
    }

    pub(super) fn url(&self, host: &str, path: &str, query: &str) -> String {
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}://{host}{path}{mark}{query}", self.scheme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(vendor: Vendor, bucket: &str, region: &str) -> S3Settings {
        S3Settings {
            vendor,
            bucket: bucket.into(),
            region: Some(region.into()),
            endpoint: None,
            addressing: None,
            records: None,
            profile: None,
        }
    }

    #[test]
    fn each_vendor_has_its_address() {
        for (vendor, region, host) in [
            (Vendor::Aws, "eu-west-1", "b.s3.eu-west-1.amazonaws.com"),
            (Vendor::Aws, "cn-north-1", "b.s3.cn-north-1.amazonaws.com.cn"),
            (Vendor::Oss, "cn-hangzhou", "b.s3.oss-cn-hangzhou.aliyuncs.com"),
            (Vendor::Oss, "oss-cn-hangzhou", "b.s3.oss-cn-hangzhou.aliyuncs.com"),
            (Vendor::Cos, "ap-guangzhou", "b.cos.ap-guangzhou.myqcloud.com"),
            (Vendor::Obs, "cn-north-4", "b.obs.cn-north-4.myhuaweicloud.com"),
        ] {
            let place = Place::new(&settings(vendor, "b/zx", region));
            let (own, path) = place.at(Area::Site, &place.key(Area::Site, "新闻/a b.html"));
            assert_eq!((&*own, &*path), (host, "/zx/%E6%96%B0%E9%97%BB/a%20b.html"));
        }
        let mut own = settings(Vendor::Other, "b", "r");
        own.endpoint = Some("http://127.0.0.1:9000/".into());
        let place = Place::new(&own);
        assert_eq!(place.at(Area::Site, "x"), ("127.0.0.1:9000".into(), "/b/x".into()));
        own.addressing = Some(Addressing::Domain);
        assert_eq!(Place::new(&own).at(Area::Site, "x").1, "/x");
    }

    #[test]
    fn records_are_no_part_of_the_site() {
        let place = Place::new(&settings(Vendor::Aws, "b", "r"));
        assert_eq!(place.key(Area::Records, "live"), ".jianfan-publish/live");
        assert_eq!(place.path(Area::Site, ".jianfan-publish/live"), None);
        assert_eq!(place.path(Area::Records, ".jianfan-publish/live"), Some("live"));
        assert_eq!(place.path(Area::Site, "a/index.html"), Some("a/index.html"));
        let mut apart = settings(Vendor::Aws, "b/zx/", "r");
        apart.records = Some("private/zx".into());
        let place = Place::new(&apart);
        assert_eq!(place.label(Area::Site), "s3://b/zx");
        assert_eq!(place.key(Area::Records, "live"), "zx/live");
        assert_eq!(place.path(Area::Site, "zx/live"), Some("live"));
        assert_eq!(place.path(Area::Site, "other/live"), None);
    }
}
