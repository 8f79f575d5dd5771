"""Writes a training checkpoint to models/mini, in the folder format of CLIP models on the Hugging Face Hub, and checks it.

    python export.py [--checkpoint runs/mini/checkpoint.pt] [--out ../models/mini]
    python export.py --checkpoint runs/more/checkpoint.pt --start ../models/mini --mix 0.8

The second form mixes the weights of a run that went on from exported weights with those (WiSE-FT, Wortsman et al. 2022): it keeps more of what the
checkpoint could do before.
"""

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file

from batches import MEAN, STD
from concepts import HERE
from model import Clip, Shape, hf_config, hf_state_dict, load_exported
from tokenizer import CONTEXT, END, START


def preprocessor(side: int) -> dict:
    return {
        "image_processor_type": "CLIPImageProcessor", "do_convert_rgb": True, "do_resize": True, "size": {"shortest_edge": side}, "resample": 3, "do_center_crop": True,
        "crop_size": {"height": side, "width": side}, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": list(MEAN), "image_std": list(STD),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, default=HERE / "runs" / "mini" / "checkpoint.pt")
    parser.add_argument("--out", type=Path, default=HERE.parent / "models" / "mini")
    parser.add_argument("--start", type=Path, help="the folder of weights that the run went on from")
    parser.add_argument("--mix", type=float, default=1.0, help="part of the run's weights in the mixture with those of --start")
    args = parser.parse_args()
    torch.set_num_threads(1)
    state = torch.load(args.checkpoint, map_location="cpu", weights_only=True)
    shape = Shape(**state["shape"])
    model = Clip(shape)
    model.load_state_dict(state["model"])
    if args.start:
        with torch.no_grad():
            for own, before in zip(model.parameters(), load_exported(args.start).parameters()):
                own.lerp_(before, 1 - args.mix)
    args.out.mkdir(parents=True, exist_ok=True)

    def write(name, content):
        (args.out / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    save_file(hf_state_dict(model), args.out / "model.safetensors", metadata={"format": "pt"})
    (args.out / "model.safetensors").chmod(0o644)
    write("config.json", hf_config(shape))
    write("preprocessor_config.json", preprocessor(shape.image))
    special = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": END}
    write("special_tokens_map.json", special)
    write("tokenizer_config.json", {**special, "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": CONTEXT, "clean_up_tokenization_spaces": False})
    shutil.copyfile(args.checkpoint.parent / "tokenizer.json", args.out / "tokenizer.json")

    again = load_exported(args.out)
    pixels, ids = torch.randn(2, 3, shape.image, shape.image), torch.randint(0, shape.vocabulary, (2, 9))
    with torch.no_grad():
        ends = torch.tensor([8, 8])
        worst = max(float((model.images(pixels) - again.images(pixels)).abs().max()), float((model.texts(ids, ends) - again.texts(ids, ends)).abs().max()))
    assert worst < 5e-3, f"half precision moved an embedding by {worst}"
    size = (args.out / "model.safetensors").stat().st_size
    print(f"{args.out}: {size / 1e6:.1f} MB, step {state['step']}, {state['seen']} pairs; embeddings within {worst:.1e} of the run's")


if __name__ == "__main__":
    main()
