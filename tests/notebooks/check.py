"""Runs the notebooks of `docs/notebooks` against the real server, as they stand there: the cells of Python one
after the other, and the script of R. `check.py PROGRAM CORPUS` starts the server on a free port.

The cells are run without Jupyter, whose packages would be the largest part of this check by far. Where R is
not installed, its script is not run, and that is said.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from served import served

NOTEBOOKS = Path(__file__).parents[2] / "docs" / "notebooks"
FIGURES = ["frequency.png", "concordance.png"]
# Smaller than any figure with something in it.
LEAST_BYTES = 5_000


def main(program, corpus):
    with served(program, corpus) as site:
        os.environ.update(SHIRABE=site, WORDINGS="研究/創薬", MPLBACKEND="Agg")
        run(python)
        if shutil.which("Rscript"):
            run(r)
        else:
            print("notebooks: R is not installed, so wordings.R was NOT run")
    return 0


def run(notebook):
    """In a folder of its own, in which it leaves its figures."""
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            notebook()
            for figure in FIGURES:
                size = Path(figure).stat().st_size
                assert size >= LEAST_BYTES, f"{figure} of {notebook.__name__} has {size} bytes"
        finally:
            os.chdir(here)
    print(f"notebooks: {notebook.__name__} drew {len(FIGURES)} figures")


def python():
    cells = json.loads((NOTEBOOKS / "wordings.ipynb").read_text(encoding="utf-8"))["cells"]
    names = {}
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            exec(compile(source, cell["id"], "exec"), names)
    assert names["lines"] and names["frequency"]["rows"], "nothing was read"


def r():
    """What it says at its end are the numbers of what it read."""
    script = NOTEBOOKS / "wordings.R"
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["Rscript", script], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    numbers = [int(number) for number in re.findall(r"\d+", done.stdout)]
    assert len(numbers) == 2 and all(numbers), done.stdout


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
