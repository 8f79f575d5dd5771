"""Fills prompts with dynamicprompts' own code, every combination of each.

Reads a line of JSON from standard input for each prompt, {"folder": ..., "prompt": ..., "most": ...}, and answers each with
a line: {"texts": [...], "isWhole": ...} or {"error": ...}. {"folder": ..., "names": true} is answered with the names of the
folder's wildcards. A prompt that takes longer than a second of processor time is an error.
"""

import json
import logging
import signal
import sys
import warnings

from dynamicprompts.generators import CombinatorialPromptGenerator
from dynamicprompts.wildcards import WildcardManager

SECONDS = 1

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


class TooLong(Exception):
    pass


def give_up(*_):
    raise TooLong()


signal.signal(signal.SIGVTALRM, give_up)
managers = {}


def manager_of(folder):
    if folder not in managers:
        managers[folder] = WildcardManager(folder)
    return managers[folder]


def answer(asked):
    manager = manager_of(asked["folder"])
    if asked.get("names"):
        return {"names": sorted(manager.get_collection_names())}
    most = asked["most"]
    texts = CombinatorialPromptGenerator(manager).generate(asked["prompt"], most + 1)
    return {"texts": sorted(set(texts)), "isWhole": len(texts) <= most}


for line in sys.stdin:
    asked = json.loads(line)
    # Once for each folder, without a limit: half of a folder would be read for good.
    manager_of(asked["folder"]).get_collection_names()
    try:
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            said = answer(asked)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except BaseException as error:
        said = {"error": f"{type(error).__name__}: {error}"[:300]}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
