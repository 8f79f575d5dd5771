"""Makes random checkpoints of the families that Spellwright reads, and what transformers and open_clip compute with them.

    python scripts/checkpoints/theirs.py FOLDER [--pieces 901629]

Needs torch, transformers 5, open_clip_torch, tokenizers, sentencepiece, safetensors, pillow. scripts/checkpoints/compare.ts holds
Spellwright against FOLDER. Widths are small, everything else is as the published checkpoint has it: blocks, head counts,
contexts, patches, picture sizes, activations, tensor names.
"""

import argparse
import json
import math
import random
import sys
from pathlib import Path

import torch
from transformers import CLIPConfig, CLIPModel, MetaClip2Config, MetaClip2Model, SiglipConfig, SiglipModel
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "training" / "fixtures"))
import make_checkpoints as base  # noqa: E402
import make_families as families  # noqa: E402

TEXTS = [
    "a photo of a cat", "", " ", "   leading and trailing   ", "two\t\ttabs\nand\r\nlines", "A  PHOTO of a CAT, 8K, (masterpiece:1.2)",
    "魚卵の写真、青い背景", "夜の海辺で踊る少女、逆光、超高精細", "ｶﾀｶﾅとｶﾞｷﾞｸﾞ、ＡＢＣ１２３！？", "①②③ ㍿ ㌔ ﬁ ﬂ Å", "が ぱ (decomposed) e\u0301 n\u0303",
    "😀 👩‍👩‍👧‍👦 🇯🇵 ❤️ 🏳️‍🌈 emoji", "zero\u200bwidth\u200djoin\ufeffmark", "\u3000全角\u3000空白\u3000", "naïve café — “quotes” … ‘x’",
    "don't can't it's we've I'm they'll", "x" * 120, "a," * 60, "very " * 90 + "small", "Привет мир, как дела?", "مرحبا بالعالم", "ไทย ภาษา", "한국어 프롬프트",
    "lora:name:0.8 {red|blue} [a:b:0.5] __wild__", "\u00a0nbsp\u00a0and\u2009thin", "𝓯𝓪𝓷𝓬𝔂 𝕥𝕖𝕩𝕥", "ﷺ ½ ² ™ ℃", "\u0130stanbul ß ẞ Σ", "a\u0300\u0301\u0302b", "1girl, solo, looking at viewer",
]
CORPUS = [*base.CORPUS, *TEXTS[:16], *TEXTS[19:23], "the quick brown fox jumps over the lazy dog 0123456789", "夜空の星、花火、提灯、和服、桜、雪"]


def random_checkpoint(model, folder: Path, seed: int) -> None:
    base.randomise(model, seed)
    for name, parameter in model.named_parameters():
        if name.endswith("probe"):
            parameter.data.mul_(3)
        if parameter.ndim == 1 and parameter.numel() == 1 and name == "logit_scale":
            parameter.data.fill_(4.6)
        if name == "logit_bias":
            parameter.data.fill_(-16.5)
    model.save_pretrained(folder)


def write(folder: Path, ids, texts, pixels, images, scale: float, bias: float = 0.0, logits=None) -> None:
    unit = lambda rows: (rows.double() / rows.double().norm(dim=-1, keepdim=True)).tolist()
    expected = {
        "texts": TEXTS, "ids": ids, "textEmbeddings": unit(texts), "pictures": list(base.PICTURES), "imageEmbeddings": unit(images),
        "pixels": list(pixels.shape), "logitScale": scale, "logitBias": bias, "logitsPerImage": logits,
    }
    (folder / "expected.json").write_text(json.dumps(expected))
    (folder / "pixels.f32").write_bytes(pixels.contiguous().numpy().astype("<f4").tobytes())


def cut(tokenizer, text: str, length: int) -> list[int]:
    ids = tokenizer.encode(text, add_special_tokens=True).ids
    return ids if len(ids) <= length else [*ids[: length - 1], ids[-1]]


def run_clip(model, tokenizer, length: int, pictures, folder: Path, size: int) -> None:
    processor = CLIPImageProcessorPil(size={"shortest_edge": size}, crop_size={"height": size, "width": size})
    processor.save_pretrained(folder)
    ids = [cut(tokenizer, text, length) for text in TEXTS]
    with torch.no_grad():
        texts = torch.cat([model.get_text_features(input_ids=torch.tensor([each])).pooler_output for each in ids])
        pixels = processor(pictures, return_tensors="pt")["pixel_values"]
        images = model.get_image_features(pixel_values=pixels).pooler_output
    write(folder, ids, texts, pixels, images, model.logit_scale.exp().item())


def clip(out: Path, pictures, name: str, *, length: int = 77, act: str, text: dict, vision: dict, size: int, patch: int) -> None:
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = base.make_tokenizer(folder / "tokenizer.json")
    end = tokenizer.token_to_id(base.END)
    config = CLIPConfig(
        text_config=dict(text, vocab_size=base.VOCABULARY, max_position_embeddings=length, hidden_act=act, eos_token_id=end,
                         bos_token_id=tokenizer.token_to_id(base.BEGIN), pad_token_id=end),
        vision_config=dict(vision, image_size=size, patch_size=patch, hidden_act=act), projection_dim=32,
    )
    model = CLIPModel(config).eval()
    random_checkpoint(model, folder, 11)
    run_clip(model, tokenizer, length, pictures, folder, size)


def open_clip_model(out: Path, pictures, name: str, model_cfg: dict) -> None:
    import open_clip
    from safetensors.torch import save_file

    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = base.make_tokenizer(folder / "tokenizer.json")
    model = open_clip.CLIP(**model_cfg).eval()
    base.randomise(model, seed=12)
    save_file({key: value.contiguous() for key, value in model.state_dict().items() if key != "attn_mask"}, folder / "open_clip_model.safetensors")
    # timm's copies have its own image tower beside open_clip's file, under the name that transformers uses.
    save_file({"patch_embed.proj.weight": torch.zeros(1)}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({"architecture": "vit_huge_patch14_clip_224", "num_classes": 0}))
    preprocess = {"mean": [0.48145466, 0.4578275, 0.40821073], "std": [0.26862954, 0.26130258, 0.27577711], "interpolation": "bicubic", "resize_mode": "shortest"}
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": model_cfg, "preprocess_cfg": preprocess}))
    size = model_cfg["vision_cfg"]["image_size"]
    processor = CLIPImageProcessorPil(size={"shortest_edge": size}, crop_size={"height": size, "width": size})
    length = model_cfg["text_cfg"]["context_length"]
    ids = [cut(tokenizer, text, length) for text in TEXTS]
    padded = torch.zeros(len(ids), length, dtype=torch.long)
    for row, each in zip(padded, ids):
        row[: len(each)] = torch.tensor(each)
    with torch.no_grad():
        pixels = processor(pictures, return_tensors="pt")["pixel_values"]
        write(folder, ids, model.encode_text(padded), pixels, model.encode_image(pixels), model.logit_scale.exp().item())


def siglip(out: Path, pictures, name: str, tokenizer, padding: int, lower: bool, text: dict, vision: dict, size: int) -> None:
    folder = out / name
    length = 64
    config = SiglipConfig(
        text_config=dict(text, vocab_size=tokenizer.get_vocab_size(), max_position_embeddings=length, projection_size=vision["hidden_size"]),
        vision_config=dict(vision, image_size=size),
    )
    model = SiglipModel(config).eval()
    random_checkpoint(model, folder, 13)
    processor = SiglipImageProcessorPil(size={"height": size, "width": size})
    processor.save_pretrained(folder)
    ids = [cut(tokenizer, text.lower() if lower else text, length) for text in TEXTS]
    padded = torch.full((len(ids), length), padding)
    for row, each in zip(padded, ids):
        row[: len(each)] = torch.tensor(each)
    with torch.no_grad():
        pixels = processor(pictures, return_tensors="pt")["pixel_values"]
        result = model(input_ids=padded, pixel_values=pixels)
    write(folder, ids, result.text_embeds, pixels, result.image_embeds, model.logit_scale.exp().item(), model.logit_bias.item(), result.logits_per_image.tolist())


def xlm_v(path: Path, pieces: int):
    """XLM-V's pipeline with SentencePiece's whole nmt_nfkc rules, and as many pieces as asked for: made-up ones after the trained."""
    import base64
    import tempfile

    import sentencepiece
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    if path.exists():
        return Tokenizer.from_file(str(path))
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.txt"
        corpus.write_text("\n".join(line.replace("\n", " ").replace("\r", " ")[:300] for line in CORPUS * 2))
        sentencepiece.SentencePieceTrainer.train(input=str(corpus), model_prefix=f"{folder}/m", vocab_size=900, character_coverage=0.995, minloglevel=2, hard_vocab_limit=False)
        processor = sentencepiece.SentencePieceProcessor(f"{folder}/m.model")
        trained = [(processor.id_to_piece(i), processor.get_score(i)) for i in range(3, processor.get_piece_size())]
        charsmap = families.field(families.field(Path(f"{folder}/m.model").read_bytes(), 3), 2)
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    known = {piece for piece, _ in trained} | set(special) | {"<mask>"}
    made = random.Random(1)
    syllables = [a + b for a in "kstnhmyrwgzdbpfjlv" for b in "aiueo"] + list("日本語魚花猫犬山川海空青赤白黒光夜朝女男子") + list("абвгдеж") + list("한국어말")
    filler = []
    while len(trained) + len(filler) + 5 < pieces:
        piece = ("▁" if made.random() < 0.5 else "") + "".join(made.choice(syllables) for _ in range(made.randint(1, 6)))
        if piece not in known:
            known.add(piece)
            filler.append((piece, -12 - 6 * made.random()))
    vocabulary = [(name, 0.0) for name in special] + trained + filler + [("<mask>", 0.0)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.add_special_tokens([*special, "<mask>"])
    file = json.loads(tokenizer.to_str())
    file["normalizer"] = {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(charsmap).decode()}
    path.write_text(json.dumps(file, ensure_ascii=False))
    names = {"tokenizer_class": "XLMRobertaTokenizer", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>"}
    (path.parent / "tokenizer_config.json").write_text(json.dumps(names))
    return Tokenizer.from_file(str(path))


def metaclip_2(out: Path, pictures, name: str, pieces: int) -> None:
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = xlm_v(folder / "tokenizer.json", pieces)
    tower = dict(intermediate_size=64, num_hidden_layers=4)
    config = MetaClip2Config(
        text_config=dict(tower, hidden_size=16, num_attention_heads=2, vocab_size=tokenizer.get_vocab_size(), max_position_embeddings=77,
                         bos_token_id=0, pad_token_id=1, eos_token_id=2),
        vision_config=dict(tower, hidden_size=64, num_attention_heads=4, image_size=224, patch_size=16), projection_dim=32,
    )
    model = MetaClip2Model(config).eval()
    random_checkpoint(model, folder, 14)
    run_clip(model, tokenizer, 77, pictures, folder, 224)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--pieces", type=int, default=901_629)
    given = options.parse_args()
    out = given.folder
    out.mkdir(parents=True, exist_ok=True)
    base.CORPUS[:] = CORPUS
    families.CORPUS[:] = CORPUS
    pictures = base.make_pictures(out)
    huge = dict(hidden_size=80, intermediate_size=320, num_hidden_layers=8, num_attention_heads=16)
    text = dict(hidden_size=64, intermediate_size=256, num_hidden_layers=6, num_attention_heads=16)
    clip(out, pictures, "pickscore", act="gelu", text=text, vision=huge, size=224, patch=14)
    clip(out, pictures, "longclip", length=248, act="quick_gelu", text=text, vision=dict(huge, num_hidden_layers=4), size=224, patch=14)
    clip(out, pictures, "longclip-336", length=248, act="quick_gelu", text=text, vision=dict(huge, num_hidden_layers=2), size=336, patch=14)
    shape = lambda **more: {"context_length": 77, "vocab_size": base.VOCABULARY, **more}
    for quick in (False, True):
        open_clip_model(out, pictures, f"vit-h-14{'-quickgelu' if quick else ''}", {
            "embed_dim": 32, "quick_gelu": quick, "vision_cfg": {"image_size": 224, "layers": 4, "width": 160, "head_width": 10, "patch_size": 14},
            "text_cfg": shape(width=64, heads=16, layers=4),
        })
    open_clip_model(out, pictures, "vit-bigg-14", {
        "embed_dim": 40, "vision_cfg": {"image_size": 224, "layers": 4, "width": 208, "head_width": 13, "mlp_ratio": 4.9231, "patch_size": 14},
        "text_cfg": shape(width=80, heads=20, layers=4),
    })
    (out / "siglip-so400m").mkdir(exist_ok=True)
    tower = lambda width, heads, wide, blocks: dict(hidden_size=width, num_attention_heads=heads, intermediate_size=wide, num_hidden_layers=blocks)
    siglip(out, pictures, "siglip-so400m", families.siglip_tokenizer(out / "siglip-so400m" / "tokenizer.json"), 1, False,
           tower(64, 16, 239, 5), dict(tower(64, 16, 239, 5), patch_size=14), 384)
    for name, size, patch in (("siglip2-so400m", 384, 14), ("siglip2-b-16-256", 256, 16)):
        (out / name).mkdir(exist_ok=True)
        siglip(out, pictures, name, families.gemma_tokenizer(out / name / "tokenizer.json"), 0, True,
               tower(48, 12, 192, 4), dict(tower(48, 12, 192, 4), patch_size=patch), size)
    metaclip_2(out, pictures, "metaclip-2-s16", 5_000)
    metaclip_2(out, pictures, "metaclip-2-whole-vocabulary", given.pieces)


if __name__ == "__main__":
    main()
