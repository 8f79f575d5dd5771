"""Reads prompts as the generators' own code does. Run by compare.ts; see there.

Standard input: a JSON object a line, {"text", "negative", "steps"}. Standard output: a line for each,
{"parts": [{"pieces": [[text, weight], ...], "chunks": [[id, ...], ...]}, ...]} or {"error"}.
What the code imports and does not need for this (torch, the web UI's settings) is a stand-in.
"""

import json
import logging
import sys
from unittest.mock import MagicMock

program, checkout, tokenizer_folder = sys.argv[1:4]
sys.path.insert(0, checkout)
sys.setrecursionlimit(20000)
logging.disable(logging.CRITICAL)

from tokenizers import Tokenizer  # noqa: E402

tokenizer = Tokenizer.from_file(tokenizer_folder + "/tokenizer.json")
START, END = tokenizer.token_to_id("<|startoftext|>"), tokenizer.token_to_id("<|endoftext|>")


def encode(text):
    return tokenizer.encode(text, add_special_tokens=False).ids


class Module:
    def __init__(self, *_, **__):
        pass


def stand_in(*names):
    for name in names:
        sys.modules[name] = MagicMock()


stand_in("torch")
sys.modules["torch"].nn.Module = Module


def inner(ids):
    return [i for i in ids if i not in (START, END)]


def web_ui():
    stand_in("modules.devices", "modules.sd_hijack", "modules.sd_emphasis", "modules.shared", "modules.errors")
    shared = sys.modules["modules.shared"]
    shared.opts.emphasis = "Original"
    shared.opts.comma_padding_backtrack = 20
    from modules import extra_networks, prompt_parser, sd_hijack_clip

    extra_networks.prompt_parser = prompt_parser
    if not hasattr(prompt_parser, "remove_comment_lines"):
        prompt_parser.remove_comment_lines = lambda text: text
    base = sd_hijack_clip.FrozenCLIPEmbedderWithCustomWordsBase

    class Embedder(base):
        def __init__(self):
            hijack = MagicMock()
            hijack.embedding_db.find_embedding_at_position = lambda tokens, position: (None, None)
            super().__init__(MagicMock(), hijack)
            self.id_start, self.id_end, self.id_pad = START, END, END
            self.comma_token = tokenizer.token_to_id(",</w>")

        def tokenize(self, texts):
            return [encode(text) for text in texts]

    embedder = Embedder()

    def read(text, negative, steps):
        if negative:
            texts = [text]
        else:
            prompt, _ = extra_networks.parse_prompt(text)
            indexes, flat, _ = prompt_parser.get_multicond_prompt_list(prompt_parser.SdConditioning([prompt]))
            texts = [flat[i] for i, _ in indexes[0]]
        parts = []
        for part in texts:
            schedule = prompt_parser.get_learned_conditioning_prompt_schedules([part], steps)[0]
            last = schedule[-1][1]
            chunks, _ = embedder.tokenize_line(last)
            parts.append({"pieces": prompt_parser.parse_prompt_attention(last), "chunks": [inner(c.tokens) for c in chunks]})
        return parts

    return read


def comfyui():
    class Clip:
        @classmethod
        def from_pretrained(cls, *_, **__):
            return cls()

        def __call__(self, text):
            seen.append(text)
            return {"input_ids": [START, *encode(text), END]}

        def get_vocab(self):
            return tokenizer.get_vocab()

    seen = []
    stand_in("transformers")
    sys.modules["transformers"].CLIPTokenizer = Clip
    from comfy import sd1_clip

    sd1_clip.load_embed = lambda *_, **__: None
    clip = sd1_clip.SDTokenizer(tokenizer_path=tokenizer_folder, embedding_directory="none", tokenizer_class=Clip)

    def read(text, negative, steps):
        seen.clear()
        batches = clip.tokenize_with_weights(text)
        chunks = [inner([token for token, _ in batch]) for batch in batches]
        weights = [weight for batch in batches for token, weight in batch if token not in (START, END)]
        pieces, at = [], 0
        for piece in seen:
            count = len(encode(piece))
            pieces.append([piece, weights[at] if count > 0 else None])
            at += count
        return [{"pieces": pieces, "chunks": chunks}]

    return read


read = {"a1111": web_ui, "comfyui": comfyui}[program]()
for line in sys.stdin:
    prompt = json.loads(line)
    try:
        answer = {"parts": read(prompt["text"], prompt["negative"], prompt["steps"])}
    except Exception as error:
        answer = {"error": type(error).__name__ + ": " + str(error)[:200]}
    print(json.dumps(answer))
