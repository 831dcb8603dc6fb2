//! In what the makers of object storage differ, behind one interface: where they are found, how a
//! bucket is named in an address, how they are told not to overwrite, and how they list. It asks nobody.

/// Who runs the storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vendor {
    Aws,
    /// Aliyun OSS.
    Oss,
    /// Tencent COS.
    Cos,
    /// Huawei OBS.
    Obs,
    /// MinIO, Ceph and others, which tell their address.
    Other,
}

/// Where the name of the bucket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Addressing {
    /// `https://BUCKET.HOST/KEY`
    Virtual,
    /// `https://HOST/BUCKET/KEY`
    Path,
    /// `https://HOST/KEY`: the host is a name that was given to the bucket.
    Domain,
}

impl Vendor {
    /// Where the storage of a region is found; `None` where only its owner knows.
    pub(super) fn endpoint(self, region: &str) -> Option<String> {
        match self {
            Self::Aws if region.starts_with("cn-") => {
                Some(format!("https://s3.{region}.amazonaws.com.cn"))
            }
            Self::Aws => Some(format!("https://s3.{region}.amazonaws.com")),
            Self::Oss => {
                let region = region.strip_prefix("oss-").unwrap_or(region);
                Some(format!("https://s3.oss-{region}.aliyuncs.com"))
            }
            Self::Cos => Some(format!("https://cos.{region}.myqcloud.com")),
            Self::Obs => Some(format!("https://obs.{region}.myhuaweicloud.com")),
            Self::Other => None,
        }
    }

    /// OSS and COS take no other than the first.
    pub(super) fn addressing(self) -> Addressing {
        match self {
            Self::Aws | Self::Oss | Self::Cos | Self::Obs => Addressing::Virtual,
            Self::Other => Addressing::Path,
        }
    }

    /// The header of a request that must not overwrite. OSS refuses the usual one.
    pub(super) fn create_only(self) -> (&'static str, &'static str) {
        match self {
            Self::Oss => ("x-oss-forbid-overwrite", "true"),
            Self::Cos => ("x-cos-forbid-overwrite", "true"),
            Self::Aws | Self::Obs | Self::Other => ("if-none-match", "*"),
        }
    }

    /// Whether it may be asked to overwrite only what is known.
    pub(super) fn compares(self) -> bool {
        matches!(self, Self::Aws | Self::Other)
    }

    /// Whether a list goes on by a token (`ListObjectsV2`) and not after the last name, which all know.
    pub(super) fn lists_by_token(self) -> bool {
        matches!(self, Self::Aws | Self::Oss | Self::Other)
    }

    /// Whether names may be asked for in an encoding that XML cannot spoil. OBS then sends the same part
    /// of a list for ever.
    pub(super) fn encodes_names(self) -> bool {
        self != Self::Obs
    }

    /// Whether an object may be more private than its bucket.
    pub(super) fn hides_objects(self) -> bool {
        matches!(self, Self::Oss | Self::Cos | Self::Obs)
    }

    /// The variables of the environment where its own tools look for the two parts of a key and the
    /// token of a temporary one.
    pub(super) fn variables(self) -> &'static [[&'static str; 3]] {
        const AWS: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
        match self {
            Self::Aws | Self::Other => &[AWS],
            Self::Oss => {
                &[["OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET", "OSS_SESSION_TOKEN"], AWS]
            }
            Self::Cos => &[
                ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_SESSION_TOKEN"],
                AWS,
            ],
            Self::Obs => {
                &[["OBS_ACCESS_KEY_ID", "OBS_SECRET_ACCESS_KEY", "OBS_SECURITY_TOKEN"], AWS]
            }
        }
    }
}
