"""Kills publishers and followers at random moments: `kills.py PROGRAM N [s3]`.

Two machines follow a folder, or an S3-compatible store (moto). Each time a new version is ingested and
published; the publisher, or one of the followers, is killed meanwhile. Whoever lives must answer from one whole
version at all times, whoever died must do so when it is started again, and at the end all have the last version
and verify it.
"""

import contextlib
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machines import Asking, Follower, Library, start_store, version_served


def main(program, n_kills, kind="folder"):
    chance = random.Random(11)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stores:
        folder = Path(folder)
        target = folder / "published"
        if kind == "s3":
            store, _, target = start_store()
            stores.callback(store.kill)
        library = Library(program, folder)
        library.ingest()
        began = time.monotonic()
        library.publish(target)
        whole_run = time.monotonic() - began
        followers = [Follower(program, folder / name, target).start() for name in ["one", "two"]]
        try:
            for follower in followers:
                follower.until("/readyz", "generation 1,")
            said = [run(library, target, followers, whole_run, chance) for _ in range(n_kills)]
            library.publish(target)
            for follower in followers:
                # A generation's number is that of the ingest.
                follower.until("/readyz", f"generation {library.version},")
                assert version_served(follower.address) == library.version
        finally:
            for follower in followers:
                follower.kill()
        for name in ["one", "two"]:
            library.run("index", "verify", "--index", folder / name)
    n_in_mid_run = sum(in_mid_run for in_mid_run, _ in said)
    n_answers = sum(n_answers for _, n_answers in said)
    print(
        f"operation: {n_kills} kills over {kind}, {n_in_mid_run} of a publisher in mid-copy or a follower that "
        f"had not taken the version yet; {n_answers} answers, all from one whole version"
    )


def run(library, target, followers, whole_run, chance):
    """One version with one kill; whether it came in mid-run, and how many answers were whole."""
    victim = chance.choice(["publisher", *followers])
    library.ingest()
    asked = [Asking(f.address) for f in followers if f is not victim]
    for asking in asked:
        asking.start()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    publisher = subprocess.Popen(library.publication(target), **quiet)
    if victim == "publisher":
        time.sleep(chance.uniform(0, whole_run))
        in_mid_run = publisher.poll() is None
        publisher.kill()
        publisher.wait()
        # The others look, and must find something whole.
        time.sleep(1.2)
    else:
        assert publisher.wait() == 0
        # A look comes every second, and takes a fraction of one.
        time.sleep(chance.uniform(0, 1.4))
        in_mid_run = version_served(victim.address) < library.version
        victim.kill()
        victim.start()
        victim.until("/readyz", "ready")
        version_served(victim.address)
    answers = [asking.end() for asking in asked]
    faults = [fault for _, faults in answers for fault in faults]
    if faults:
        raise SystemExit(f"version {library.version}, {victim}: {faults[:3]}")
    for follower in followers:
        version_served(follower.address)
    return in_mid_run, sum(n for n, _ in answers)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
