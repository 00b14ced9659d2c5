"""Asks the site below a path behind nginx, which strips the path or leaves it: `paths.py PROGRAM CORPUS`. What
the server tells those who watch it is read by promtool, Prometheus' own."""

import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from machines import free_port, get, proxy
from served import address

LINK = re.compile(r'(?:href|src|action)="([^"]+)"')
PAGES = ["/", "/search?q=%E5%89%B5%E8%96%AC", "/documents", "/help", "/api/v1/documents"]


def main(program, corpus):
    with tempfile.TemporaryDirectory() as folder:
        ports = {"": free_port(), "/": free_port()}
        backend = free_port()
        location = "server {{ listen 127.0.0.1:{port}; location /shirabe/ {{ {headers} {proxied} }} }}\n"
        headers = "proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr;"
        blocks = [
            location.format(
                port=port, headers=headers, proxied=f"proxy_pass http://127.0.0.1:{backend}{end};"
            )
            for end, port in ports.items()
        ]
        command = [program, "serve", "--listen", f"127.0.0.1:{backend}", "--corpus", corpus]
        command += ["--index", Path(folder) / "index", "--trust-proxy"]
        command += ["--public-url", f"http://127.0.0.1:{ports['']}/shirabe"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            address(server)
            with proxy(folder, "".join(blocks)):
                wait(ports[""])
                n_links = {port: follow_links(f"http://127.0.0.1:{port}") for port in ports.values()}
            assert len(set(n_links.values())) == 1, n_links
            watched(f"http://127.0.0.1:{backend}/metrics")
        finally:
            server.terminate()
            server.wait()
    print(f"operation: {n_links.popitem()[1]} links below a path, stripped or not; promtool has no complaint")


def wait(port):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            return get(f"http://127.0.0.1:{port}/shirabe/")
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the proxy does not answer")


def follow_links(site):
    """Every address on some pages stands below the path and is answered."""
    followed = set()
    for page in PAGES:
        text = get(f"{site}/shirabe{page}")
        for link in LINK.findall(text):
            link = link.replace("&amp;", "&")
            at = urllib.parse.urljoin(f"{site}/shirabe{page}", link)
            parts = urllib.parse.urlsplit(at)
            if parts.hostname != "127.0.0.1" or "{" in link:
                continue
            assert parts.path.startswith("/shirabe/"), f"{page} has a link to {link}"
            # The same machine under the port that it was asked at.
            followed.add(urllib.parse.urlunsplit(("", "", parts.path, parts.query, "")))
    for path in sorted(followed):
        try:
            get(site + path)
        except OSError as fault:
            raise SystemExit(f"{site}{path}: {fault}") from fault
    return len(followed)


def watched(at):
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=get(at), text=True, capture_output=True, check=False
    )
    if checked.returncode or checked.stderr.strip():
        raise SystemExit(f"promtool: {checked.stdout}{checked.stderr}")


if __name__ == "__main__":
    main(*sys.argv[1:])
