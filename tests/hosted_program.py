"""An owner of all hosted programs that tests may kill: `python -m tests.hosted_program FOLDER`; says their process ids.

It ends when its standard input does.
"""

import sys
from pathlib import Path

from tools.hosted.nginx import Nginx
from tools.hosted.postgresql import Postgresql
from tools.hosted.valkey import Valkey

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with Postgresql(folder / "postgresql") as database, Valkey(folder / "valkey") as queue, Nginx(folder, [1]) as proxy:
        sys.stdout.write(f"{database.pid} {queue.pid} {proxy.pid}\n")
        sys.stdout.flush()
        sys.stdin.read()
