"""Operates the real program as an office would: `check.py PROGRAM CORPUS`.

Two machines follow an S3-compatible store (moto, a server of its own), behind nginx; the store is damaged and
goes away. Then publisher and followers are killed a few times (`kills.py` does so as often as it is told), and
the site is asked below a path, behind nginx with and without stripping (`paths.py`), and by promtool.
"""

import sys
import tempfile
import time
from pathlib import Path

import kills
import paths
from machines import Asking, Follower, Library, free_port, get, proxy, start_store, version_served

# Enough to notice what breaks easily; `kills.py PROGRAM 200` is for a quiet hour.
N_KILLS = 6


def damage_newest(bucket):
    """Changes one byte of the newest file that only the newest state has; gives its name."""
    objects = list(bucket.objects.filter(Prefix="shirabe/files/"))
    known = damage_newest.known
    new = [found for found in objects if found.key not in known]
    largest = max(new, key=lambda found: found.size)
    body = bytearray(largest.get()["Body"].read())
    body[len(body) // 2] ^= 1
    bucket.put_object(Key=largest.key, Body=bytes(body))
    return largest.key.rsplit("/", 1)[1]


def over_s3(program, folder):
    store, bucket, target = start_store()
    library = Library(program, folder)
    library.ingest()
    library.publish(target)
    followers = [Follower(program, Path(folder) / name, target).start() for name in ["one", "two"]]
    for follower in followers:
        follower.until("/readyz", "generation 1,")
    port = free_port()
    upstreams = " ".join(f"server {f.address.removeprefix('http://')};" for f in followers)
    servers = (
        f"upstream machines {{ {upstreams} }}\n"
        f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://machines; proxy_set_header Host $http_host; }} }}\n"
    )
    try:
        with proxy(folder, servers):
            followers[0].until("/readyz", "newest as of")
            site = f"http://127.0.0.1:{port}"
            time.sleep(0.5)
            # Two machines switch within a second of each other: behind the proxy a version may come back
            # once, so that each is asked for itself as well.
            asked = [Asking(f.address) for f in followers]
            for asking in asked:
                asking.start()
            n_through = 0
            for _ in range(3):
                library.ingest()
                library.publish(target)
                for follower in followers:
                    follower.until("/readyz", f"generation {library.version},")
                    version_served(site)
                    n_through += 1
            answers = [asking.end() for asking in asked]
            assert not any(faults for _, faults in answers), answers
            damage_newest.known = {found.key for found in bucket.objects.all()}
            # The follower looks at CURRENT, which is given back only when the damage is done.
            current = bucket.Object("shirabe/CURRENT")
            served = current.get()["Body"].read()
            library.ingest()
            library.publish(target)
            published = current.get()["Body"].read()
            current.put(Body=served)
            name = damage_newest(bucket)
            before = {follower: version_served(follower.address) for follower in followers}
            current.put(Body=published)
            if library.version not in before.values():
                for follower in followers:
                    said = follower.until("/readyz", name)
                    assert "its SHA-256 does not fit" in said, said
                    assert version_served(follower.address) == library.version - 1
            library.publish(target, "--anew")
            for follower in followers:
                follower.until("/readyz", f"generation {library.version},")
            store.kill()
            store.wait()
            for follower in followers:
                follower.until("/readyz", "last look failed", 120)
                assert version_served(follower.address) == library.version
                assert "shirabe_follow_up 0" in get(follower.address + "/metrics")
            assert version_served(site) == library.version
    finally:
        store.kill()
        for follower in followers:
            follower.kill()
    n_answers = sum(n for n, _ in answers)
    print(f"operation: {library.version} generations over S3 to two machines, {n_answers} answers, all whole")


def main(program, corpus):
    with tempfile.TemporaryDirectory() as folder:
        over_s3(program, folder)
    kills.main(program, N_KILLS)
    paths.main(program, corpus)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
