//! Targets as editors write them, well and badly.

use super::super::yaml::YamlText;
use super::*;

fn read_text(text: &str) -> (Vec<PublishTarget>, Vec<Diagnostic>) {
    let yaml = YamlText::whole("site.yaml", text);
    let (entries, faults) = yaml.entries();
    assert!(faults.is_empty(), "{faults:?}");
    read(&entries[0])
}

#[test]
fn one_target_or_several_in_either_language() {
    let (targets, faults) = read_text(
        "发布:\n  - {名称: 正式, 服务器: 'web@host:/var/www/x', 端口: 2222, 审核: 必须, 止于: 提醒}\n  - {git: 'git@host:x.git'}\n",
    );
    assert!(faults.is_empty(), "{faults:?}");
    let [live, pages] = targets.as_slice() else { panic!("{targets:?}") };
    let host = "web@host".to_owned();
    let path = "/var/www/x".to_owned();
    assert_eq!(live.destination, Destination::Sftp { host, path, port: Some(2222) });
    assert_eq!((live.review, live.stop_at), (Review::Required, StopAt::Warnings));
    assert_eq!((&*pages.name, pages.keep), ("git", KEPT));
    let (targets, _) = read_text("publish: {folder: /srv/www}\n");
    assert_eq!(targets.len(), 1);
}

#[test]
fn buckets_and_servers_are_read_in_either_language() {
    let (targets, faults) = read_text(
        "发布:\n  - {名称: 云, 存储桶: zx-site/正式, 服务商: 阿里雲, 地域: cn-hangzhou, 记录: zx-records, 凭据: zx}\n  - {s3: site, endpoint: 'http://127.0.0.1:9000/', addressing: path, timeout: 9}\n  - {WebDAV: 'https://h:8443/站/', 记录: /private, 等待: 120}\n  - {同步: 'web@h:/var/www/x'}\n  - {名称: 模块, rsync: 'rsync://h/m/x'}\n",
    );
    assert!(faults.is_empty(), "{faults:?}");
    let [cloud, own, dav, rsync, _] = targets.as_slice() else { panic!("{targets:?}") };
    let Destination::S3(storage) = &cloud.destination else { panic!("{cloud:?}") };
    assert_eq!((storage.provider, &*storage.bucket), (Provider::Aliyun, "zx-site/正式"));
    assert_eq!(
        (storage.records.as_deref(), storage.profile.as_deref()),
        (Some("zx-records"), Some("zx"))
    );
    let Destination::S3(storage) = &own.destination else { panic!("{own:?}") };
    assert_eq!((storage.addressing, storage.timeout), (Some(BucketAddress::Path), 9));
    let (url, records) = ("https://h:8443/站/".to_owned(), Some("/private".to_owned()));
    assert_eq!(dav.destination, Destination::WebDav { url, records, timeout: 120 });
    let place = "web@h:/var/www/x".to_owned();
    assert_eq!(rsync.destination, Destination::Rsync { place, timeout: 60 });
}

#[test]
fn a_credential_is_refused_and_never_shown() {
    for text in [
        "publish: {git: 'https://someone:hunter2@host/x.git'}\n",
        "publish: {git: 'https://hunter2@host/x.git'}\n",
        "publish:\n  - folder: /srv\n    密码: hunter2\n",
    ] {
        let (targets, faults) = read_text(text);
        assert!(targets.is_empty(), "{text}");
        assert!(faults.iter().any(|fault| fault.code == "publish-secret"), "{text}");
        assert!(!format!("{faults:?}").contains("hunter2"), "{faults:?}");
    }
}

#[test]
fn what_is_wrong_is_told_and_no_target_is_made_of_it() {
    for text in [
        "publish: /srv\n",
        "publish: {foldr: /srv}\n",
        "publish: {folder: /a, git: b}\n",
        "publish: {sftp: host}\n",
        "publish: {folder: /a, keep: many}\n",
        "publish: {folder: /a, stop_at: never}\n",
        "publish: {git: '--upload-pack=x'}\n",
    ] {
        let (targets, faults) = read_text(text);
        assert!(targets.is_empty() && !faults.is_empty(), "{text}");
    }
    for text in [
        "publish: {s3: b}\n",
        "publish: {s3: bucket}\n",
        "publish: {s3: bucket, provider: oss}\n",
        "publish: {s3: bucket, provider: cloud, region: r}\n",
        "publish: {s3: Bucket, provider: oss, region: r}\n",
        "publish: {s3: bucket/../x, provider: oss, region: r}\n",
        "publish: {s3: bucket, endpoint: 'https://h/bucket'}\n",
        "publish: {s3: bucket, endpoint: 'https://h', addressing: domain, records: other}\n",
        "publish: {s3: bucket, provider: oss, region: r, addressing: domain}\n",
        "publish: {webdav: h/site}\n",
        "publish: {webdav: 'ftp://h/site'}\n",
        "publish: {rsync: /var/www}\n",
        "publish: {rsync: 'rsync://h'}\n",
        "publish: {rsync: 'h:'}\n",
    ] {
        let (targets, faults) = read_text(text);
        assert!(targets.is_empty() && !faults.is_empty(), "{text}");
    }
    let (targets, faults) = read_text("publish:\n  - {folder: /a}\n  - {folder: /b}\n");
    assert_eq!((targets.len(), faults.len()), (1, 1));
}
