"""What the checks of operation stand on: a library whose versions can be told from each other, the processes
of several machines, and a proxy in front of them."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import boto3

N_DOCUMENTS = 20
# Of 第3章の第7版: the chapter is the document.
TOLD = re.compile(r"第(\d+)章の第(\d+)版")
QUESTION = "/api/v1/search?" + urllib.parse.urlencode({"q": "版の文言", "mode": "exact", "limit": 100})


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def get(address, timeout=30):
    with urllib.request.urlopen(address, timeout=timeout) as answer:
        return answer.read().decode()


def start_store():
    """An S3-compatible store: its process, a bucket, and an address in it to publish to."""
    port = free_port()
    served = f"from moto.server import main; main(['-H', '127.0.0.1', '-p', '{port}'])"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    store = subprocess.Popen([sys.executable, "-c", served], **quiet)
    # What the program and boto3 read; the store takes any key.
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
    }
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            get(f"http://127.0.0.1:{port}/")
            break
        except OSError:
            time.sleep(0.1)
    else:
        raise SystemExit("the store does not answer")
    bucket = boto3.resource("s3", endpoint_url=os.environ["AWS_ENDPOINT"]).create_bucket(Bucket="office")
    return store, bucket, "s3://office/shirabe"


class Library:
    """The machine that reads documents and publishes."""

    def __init__(self, program, folder):
        self.program, self.folder = program, Path(folder)
        self.version = 0
        (self.folder / "corpus").mkdir()

    def ingest(self):
        """The next version: every second document changes."""
        self.version += 1
        for n in range(N_DOCUMENTS):
            version = self.version if n % 2 == 0 else 1
            text = f"# 第{n}章\n\nこれは第{n}章の第{version}版の文言である。\n"
            (self.folder / "corpus" / f"d{n}.md").write_text(text)
        self.run("ingest", "--corpus", self.folder / "corpus", "--index", self.folder / "index")

    def run(self, *arguments):
        subprocess.run([self.program, *arguments], check=True, stdout=subprocess.DEVNULL)

    def publication(self, target, *options):
        return [self.program, "replicate", target, "--index", self.folder / "index", *options]

    def publish(self, target, *options):
        subprocess.run(self.publication(target, *options), check=True, stdout=subprocess.DEVNULL)


class Follower:
    """A machine that follows, at an address that it keeps when it is started anew."""

    def __init__(self, program, folder, source):
        self.address = f"http://127.0.0.1:{free_port()}"
        listen = self.address.removeprefix("http://")
        self.command = [program, "serve", "--listen", listen, "--index", folder, "--follow", source]
        self.command += ["--follow-every", "1", "--corpus", folder]
        self.process = None

    def start(self):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(self.command, **quiet)
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()

    def until(self, path, words, seconds=60):
        """Waits until a page has these words."""
        end = time.monotonic() + seconds
        said = ""
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                said = get(self.address + path)
                if words in said:
                    return said
            time.sleep(0.05)
        raise SystemExit(f"{self.address}{path} does not say {words!r} but {said!r}")


def version_served(address):
    """The version that one answer is of; an answer of two versions, or of a part of one, is the end."""
    told = TOLD.findall(get(address + QUESTION))
    chapters = {int(chapter) for chapter, _ in told}
    versions = {int(version) for chapter, version in told if int(chapter) % 2 == 0}
    former = {int(version) for chapter, version in told if int(chapter) % 2 == 1}
    whole = chapters == set(range(N_DOCUMENTS)) and len(versions) == 1 and former == {1}
    if not whole:
        raise SystemExit(f"{address} answers from no whole generation: {sorted(told)}")
    return versions.pop()


class Asking(threading.Thread):
    """Asks an address over and over, and remembers what went wrong."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.address, self.n_answers, self.faults, self.is_over = address, 0, [], False

    def run(self):
        last = 0
        while not self.is_over:
            try:
                version = version_served(self.address)
                if version < last:
                    self.faults.append(f"version {version} after version {last}")
                last = max(last, version)
                self.n_answers += 1
            except (OSError, SystemExit, json.JSONDecodeError) as fault:
                self.faults.append(repr(fault))

    def end(self):
        self.is_over = True
        self.join()
        return self.n_answers, self.faults


@contextlib.contextmanager
def proxy(folder, servers):
    """nginx with a configuration of `server` blocks."""
    folder = Path(folder) / "nginx"
    folder.mkdir()
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    )
    user = "user root;\n" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/pid; error_log {folder}/errors;\n"
        f"events {{}}\nhttp {{ access_log off;\n{temporary}{servers}}}\n"
    )
    # Where a user is not the administrator, the folder of servers may not be on the path.
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    command = [nginx, "-p", folder, "-e", folder / "errors", "-c", folder / "nginx.conf"]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
