"""A checkpoint folder as Spellwright reads it, and what its two towers make of texts and pictures."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

Vectors = NDArray[np.float32]

#: Pixels. A larger picture is refused before it is decoded: a batch of 32 would take 400 MB.
MOST_PIXELS = 4_000_000
#: Of each file of a checkpoint: two sets of weights differ everywhere.
SAMPLES, SAMPLE_BYTES = 32, 65536
#: Pillow has decoders for many others, some of which start programs.
FORMATS = ("PNG", "JPEG", "WEBP")


class NotAPictureError(ValueError):
    """Bytes that no decoder takes, or a picture that is too large."""


class Towers(Protocol):
    """One row of unit length for each text or picture, in order."""

    @property
    def width(self) -> int:
        """Elements of an embedding."""

    def texts(self, texts: Sequence[str]) -> Vectors: ...

    def pictures(self, pictures: Sequence[Image.Image]) -> Vectors: ...


def decode(data: bytes) -> Image.Image:
    """
    Decodes a picture to RGB. Raises NotAPictureError.

    Spellwright sends what the image tower sees and nothing else: RGB, upright, of the tower's size.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise NotAPictureError(f"{picture.width} × {picture.height} pixels are too many")
        return picture.convert("RGB")
    except NotAPictureError:
        raise
    except Exception as error:  # noqa: BLE001 - decoders of broken files raise whatever they like
        raise NotAPictureError(str(error)) from error


def fingerprint(folder: str) -> str:
    """
    Tells a checkpoint from another one that takes its place: names and sizes of its files, and samples of what they hold.
    The same on every replica.
    """
    digest = hashlib.sha256()
    for file in sorted(each for each in Path(folder).iterdir() if each.suffix in (".json", ".safetensors")):
        size = file.stat().st_size
        digest.update(f"{file.name} {size}\n".encode())
        with file.open("rb") as opened:
            for sample in range(SAMPLES):
                opened.seek(size * sample // SAMPLES)
                digest.update(opened.read(SAMPLE_BYTES))
    return digest.hexdigest()[:16]


def load(folder: str, device: str, threads: int) -> Towers:
    """Loads a folder of Hugging Face's (config.json) or of open_clip's (open_clip_config.json)."""
    torch.set_num_threads(threads)
    path = Path(folder)
    if not path.is_dir():
        raise FileNotFoundError(f"{folder} is no folder. Mount the checkpoint there, or name another.")
    if (path / "config.json").exists() and "model_type" in _json(path / "config.json"):
        return TransformersTowers(path, device)
    if (path / "open_clip_config.json").exists():
        return OpenClipTowers(path, device)
    raise FileNotFoundError(f"{folder} has neither config.json nor open_clip_config.json")


class TransformersTowers:
    """CLIPModel, SiglipModel and what else has `get_text_features` and `get_image_features`."""

    def __init__(self, folder: Path, device: str) -> None:
        from transformers import AutoModel, AutoTokenizer, CLIPImageProcessorPil, SiglipImageProcessorPil

        self._device = torch.device(device)
        self._model = AutoModel.from_pretrained(folder, dtype=torch.float32).to(self._device).eval()
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        # Pillow's resizing is what the checkpoints were trained and evaluated with.
        is_siglip = self._model.config.model_type.startswith("siglip")
        processor = SiglipImageProcessorPil if is_siglip else CLIPImageProcessorPil
        self._processor = processor.from_pretrained(folder)
        self._context: int = self._model.config.text_config.max_position_embeddings
        # SigLIP was trained with every text padded to its whole context.
        self._padding: bool | str = "max_length" if is_siglip else True
        self.width: int = self.texts(["a"]).shape[1]

    @torch.inference_mode()
    def texts(self, texts: Sequence[str]) -> Vectors:
        tokens = self._tokenizer(
            list(texts),
            padding=self._padding,
            truncation=True,
            max_length=self._context,
            return_tensors="pt",
        ).to(self._device)
        if self._padding == "max_length":
            tokens = {"input_ids": tokens["input_ids"]}  # padding was read in training, too
        return _units(self._model.get_text_features(**tokens))

    @torch.inference_mode()
    def pictures(self, pictures: Sequence[Image.Image]) -> Vectors:
        pixels = self._processor(list(pictures), return_tensors="pt").to(self._device)
        return _units(self._model.get_image_features(**pixels))


class OpenClipTowers:
    """Whatever open_clip loads from a folder of its own."""

    def __init__(self, folder: Path, device: str) -> None:
        import open_clip

        self._device = torch.device(device)
        name = f"local-dir:{folder}"
        model, _, transform = open_clip.create_model_and_transforms(name, device=device, precision="fp32")
        self._model = model.eval()
        self._transform: Callable[[Image.Image], torch.Tensor] = transform
        self._tokenizer = open_clip.get_tokenizer(name)
        self.width: int = self.texts(["a"]).shape[1]

    @torch.inference_mode()
    def texts(self, texts: Sequence[str]) -> Vectors:
        return _units(self._model.encode_text(self._tokenizer(list(texts)).to(self._device)))

    @torch.inference_mode()
    def pictures(self, pictures: Sequence[Image.Image]) -> Vectors:
        pixels = torch.stack([self._transform(each) for each in pictures]).to(self._device)
        return _units(self._model.encode_image(pixels))


def _units(features: Any) -> Vectors:  # noqa: ANN401
    """Rows at unit length; transformers 5 wraps them with the states before the projection."""
    rows = features if isinstance(features, torch.Tensor) else features.pooler_output
    rows = torch.nn.functional.normalize(rows.float(), dim=-1)
    return rows.cpu().numpy().astype(np.float32)


def _json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))
