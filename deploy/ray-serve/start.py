"""Starts the towers of a checkpoint on this machine: `python start.py FOLDER`. Ctrl+C ends them."""

from __future__ import annotations

import argparse
import os
import signal
import threading

import ray
from app import Settings, build
from ray import serve


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", help="folder with config.json and weights")
    parser.add_argument("--name", help="the model's name in requests; the folder's by default")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 serves other machines too")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--min-replicas", type=int, default=1)
    parser.add_argument("--max-replicas", type=int, default=2)
    parser.add_argument("--cpus", type=float, default=1, help="cores of one replica")
    parser.add_argument("--gpus", type=float, default=0, help="of one replica; 0.5 shares one between two")
    parser.add_argument("--batch", type=int, default=32)
    given = parser.parse_args()
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to Ray's makers
    ray.init(include_dashboard=False)
    serve.start(http_options={"host": given.host, "port": given.port})
    options = {key: value for key, value in vars(given).items() if key not in ("host", "port")}
    options["checkpoint"] = os.path.abspath(given.checkpoint)
    serve.run(build(Settings(**options)), name="towers", route_prefix="/")
    print(f"ready: http://{given.host}:{given.port}/v1", flush=True)
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    stop.wait()
    serve.shutdown()
    ray.shutdown()


if __name__ == "__main__":
    main()
