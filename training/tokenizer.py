"""A byte-level BPE in the form of CLIP's tokenizer.json, trained on captions of the scenes themselves.

The only change to CLIP's rules: runs of Han, Hiragana and Katakana are cut apart, since Japanese writes no spaces.
"""

import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

START, END = "<|startoftext|>", "<|endoftext|>"
CONTEXT = 77
SPLIT = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[ァ-ヿ]+|[ぁ-ゟ]+|[一-鿿㐀-䶿々]+|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def _rules():
    normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    split = pre_tokenizers.Split(Regex(SPLIT), behavior="removed", invert=True)
    return normalizer, pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False)])


def train_tokenizer(texts, size: int) -> dict:
    """The content of tokenizer.json: 256 bytes, 256 bytes that end a word, the merges, then START and END as the last two ids."""
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>", unk_token=END))
    tokenizer.normalizer, tokenizer.pre_tokenizer = _rules()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=size - 2, initial_alphabet=alphabet, end_of_word_suffix="</w>", min_frequency=8, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    content = json.loads(tokenizer.to_str())
    merges = [tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in content["model"]["merges"]]
    tokens = alphabet + [byte + "</w>" for byte in alphabet]
    known = set(tokens)
    kept = []
    for left, right in merges:
        if len(tokens) >= size - 2:
            break
        if left in known and right in known:
            kept.append([left, right])
            if left + right not in known:
                known.add(left + right)
                tokens.append(left + right)
    tokens += [START, END]
    start, end = len(tokens) - 2, len(tokens) - 1
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    content["model"].update(vocab={token: i for i, token in enumerate(tokens)}, merges=kept, continuing_subword_prefix="", unk_token=END)
    content["added_tokens"] = [{"id": start, "content": START, **special}, {"id": end, "content": END, **special}]
    content["post_processor"] = {"type": "RobertaProcessing", "sep": [END, end], "cls": [START, start], "trim_offsets": False, "add_prefix_space": False}
    content["decoder"] = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
    return content


def load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(CONTEXT)
    return tokenizer
