"""transformers' CLIPModel on PyTorch, told over stdin what to encode: a JSON object a line, and one a line back.

Usage: python pytorch.py CHECKPOINT_FOLDER THREADS
"""
import base64
import json
import sys
import time

import numpy as np
import torch
import transformers

folder, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)
transformers.utils.logging.set_verbosity_error()
model = transformers.CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()


def text_embeddings(rows):
    length = max(map(len, rows))
    ids = torch.tensor([row + [row[-1]] * (length - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
    found = model.text_model(input_ids=ids, attention_mask=mask)
    return model.text_projection(found.pooler_output)


def image_embeddings(count, pixels):
    size = model.config.vision_config.image_size
    found = model.vision_model(pixel_values=pixels.reshape(count, 3, size, size))
    return model.visual_projection(found.pooler_output)


print(json.dumps({"torch": torch.__version__, "transformers": transformers.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if "pixels" in request:
        pixels = torch.from_numpy(np.frombuffer(base64.b64decode(request["pixels"]), dtype=np.float32).copy())
    start = time.perf_counter()
    with torch.inference_mode():
        found = text_embeddings(request["rows"]) if "rows" in request else image_embeddings(request["count"], pixels)
    ms = 1000 * (time.perf_counter() - start)
    embeddings = base64.b64encode(found.numpy().astype(np.float32).tobytes()).decode()
    print(json.dumps({"ms": ms, "embeddings": embeddings}), flush=True)
