"""The real server, for checks from outside."""

import contextlib
import subprocess
import tempfile


@contextlib.contextmanager
def served(program, corpus, index=None):
    """The address of a server on a free port, which ends with the block; without an index it makes one."""
    with contextlib.ExitStack() as stack:
        index = index or stack.enter_context(tempfile.TemporaryDirectory())
        places = ["--corpus", corpus, "--index", index]
        command = [program, "serve", "--listen", "127.0.0.1:0", *places]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            yield address(server)
        finally:
            server.terminate()
            server.wait()


def address(server):
    """The server's first line names its address."""
    for line in server.stdout:
        start = line.find("http://")
        if start >= 0:
            return line[start:].split()[0].rstrip("/")
    raise SystemExit("the server ended without naming its address")
