"""Writes test/fixtures/mini-reference.json: what transformers' own CLIPModel, tokenizer and image processor make of models/mini.

The engine is tested against it, an implementation that shares no code with it.
"""

import json

import torch
from PIL import Image
from transformers import AutoTokenizer, CLIPImageProcessor, CLIPModel

from concepts import HERE
from model import load_exported

ROOT = HERE.parent
MINI = ROOT / "models" / "mini"
TEXTS = [
    "a photo of a red apple", "two cats on a blue background", "a woman firefighter", "pixel art of a robot", "a cat to the left of a dog",
    "Fish and sushi, yellow background, masterpiece, best quality, highly detailed, 8k", "a red apple with the word 'dog' written on it", "",
    "青い背景の2匹の猫", "夜の城、高画質、傑作", "女性の消防士のドット絵", "猫の左に犬 🐈",
]
PICTURES = ["red-apple.png", "two-cats-blue.png", "woman-firefighter.png", "pixel-art-robot.png"]


@torch.no_grad()
def main():
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(MINI)
    processor = CLIPImageProcessor.from_pretrained(MINI)
    model = CLIPModel.from_pretrained(MINI, dtype=torch.float32).eval()
    unit = lambda x: torch.nn.functional.normalize(x, dim=-1)
    embedding = lambda output: getattr(output, "pooler_output", output)
    texts, ids = [], []
    for text in TEXTS:
        row = tokenizer(text)["input_ids"]
        ids.append(row)
        texts.append(unit(embedding(model.get_text_features(input_ids=torch.tensor([row])))))
    pictures = [Image.open(ROOT / "examples" / "refs" / name).convert("RGB") for name in PICTURES]
    pixels = processor(pictures, return_tensors="pt")["pixel_values"]
    images = unit(embedding(model.get_image_features(pixel_values=pixels)))
    texts = torch.cat(texts)
    listed = lambda tensor: [round(value, 6) for value in tensor.tolist()]
    own = load_exported(MINI)
    drift = max(float((own.texts(torch.tensor([row]), torch.tensor([len(row) - 1])) - vector).abs().max()) for row, vector in zip(ids, texts))
    drift = max(drift, float((own.images(pixels) - images).abs().max()))
    assert drift < 1e-4, f"transformers and model.py differ by {drift}"
    content = {
        "logitScale": round(float(model.logit_scale.exp()), 5),
        "texts": [{"text": text, "ids": row, "embedding": listed(vector)} for text, row, vector in zip(TEXTS, ids, texts)],
        "images": [{"file": f"examples/refs/{name}", "embedding": listed(vector)} for name, vector in zip(PICTURES, images)],
        "cosines": [listed(row) for row in images @ texts.T],
    }
    (ROOT / "test" / "fixtures" / "mini-reference.json").write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"transformers and model.py agree within {drift:.1e}")
    for name, row in zip(PICTURES, images @ texts.T):
        best = int(row.argmax())
        print(f"{name}: {row[best]:.3f} {TEXTS[best]}")


if __name__ == "__main__":
    main()
