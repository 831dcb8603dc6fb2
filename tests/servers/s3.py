#!/usr/bin/env python3
"""Object storage for tests, on a port of this machine: moto's, with three buckets.

It says its port and a key on one line, as JSON; then it answers each line on its input with one line of
JSON: `objects BUCKET` with all objects of the bucket and their headers, `objects BUCKET -PREFIX` without those
under that prefix, `put BUCKET KEY TEXT` when somebody has put an object there. With `--keys` it asks for a
key that it knows and a signature that is right. It ends with its input.
"""
import base64
import functools
import gc
import json
import logging
import sys

logging.getLogger("werkzeug").setLevel(logging.ERROR)

import boto3
from moto import backends, settings
from moto.backends import get_backend
from moto.core import serialize
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server
from threading import Thread

# With every request moto looks through its own folder, and with every list it reads the times of all objects
# again: a third to a half of its time.
MODULES = tuple(backends.list_of_moto_modules())
backends.list_of_moto_modules = lambda: MODULES
serialize.parse_to_aware_datetime = functools.lru_cache(1 << 16)(serialize.parse_to_aware_datetime)

# A fifth of it goes into looking for what could be forgotten.
gc.set_threshold(100_000, 50, 50)

# A connection stays open for the next request, as those of real storage do.
WSGIRequestHandler.protocol_version = "HTTP/1.1"
server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
Thread(target=server.serve_forever, daemon=True).start()
port = server.server_port
common = dict(
    endpoint_url=f"http://127.0.0.1:{port}",
    region_name="us-east-1",
    aws_access_key_id="first",
    aws_secret_access_key="first",
)
s3 = boto3.client("s3", **common)
# `site` and `records` are shut; everybody can read `open`.
for bucket in ("site", "records", "open"):
    s3.create_bucket(Bucket=bucket)
everybody = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::open/*"}
    ],
}
s3.put_bucket_policy(Bucket="open", Policy=json.dumps(everybody))
key = {"AccessKeyId": "a-key", "SecretAccessKey": "a-secret"}
if "--keys" in sys.argv:
    iam = boto3.client("iam", **common)
    iam.create_user(UserName="editor")
    may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    iam.put_user_policy(UserName="editor", PolicyName="may", PolicyDocument=json.dumps(may))
    key = iam.create_access_key(UserName="editor")["AccessKey"]
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
print(json.dumps({"port": port, "id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}), flush=True)

for line in sys.stdin:
    what, bucket, *rest = line.rstrip("\n").split(" ", 3)
    if what == "put":
        boto3.client("s3", **common).put_object(Bucket=bucket, Key=rest[0], Body=rest[1].encode())
        print("{}", flush=True)
        continue
    without = rest[0].removeprefix("-") if rest else None
    keys = get_backend("s3")["123456789012"]["aws"].buckets[bucket].keys
    objects = {
        name: {
            "bytes": base64.b64encode(object.value).decode(),
            "type": object.metadata.get("Content-Type"),
            "cache": object.metadata.get("Cache-Control"),
        }
        for name, object in keys.items()
        if not (without and name.startswith(without))
    }
    print(json.dumps(objects), flush=True)
