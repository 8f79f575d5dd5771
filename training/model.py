"""CLIP (Radford et al. 2021) in the exact shape of transformers' CLIPModel, with fused query-key-value weights for training.

`hf_state_dict` splits them again, under the tensor names that openai/clip-vit-base-patch32 has on the Hub.
"""

import json
from dataclasses import asdict, dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    context: int = 77
    text_width: int = 128
    text_layers: int = 3
    text_heads: int = 2
    image: int = 64
    patch: int = 8
    vision_width: int = 192
    vision_layers: int = 5
    vision_heads: int = 3
    embedding: int = 256

    def to_dict(self):
        return asdict(self)


class Norm(nn.LayerNorm):
    """Keeps bfloat16 where it finds it (sums are in float32 all the same); autocast would widen the whole residual stream."""

    def forward(self, x):
        with torch.autocast(x.device.type, enabled=x.device.type != "cpu"):
            return super().forward(x)


def _softmax(scores):
    with torch.autocast(scores.device.type, enabled=scores.device.type != "cpu"):
        return scores.softmax(-1)


def _narrow(x):
    """To the type that autocast computes in, if it is on."""
    kind = x.device.type
    return x.to(torch.get_autocast_dtype(kind)) if torch.is_autocast_enabled(kind) else x


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.norm2 = Norm(width), Norm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.heads = heads

    def forward(self, x, causal):
        n, length, width = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # Spelled out: the backward pass of scaled_dot_product_attention is several times slower on a CPU in bfloat16.
        scores = (q * (width // self.heads) ** -0.5) @ k.transpose(-1, -2)
        if causal:
            scores = scores.masked_fill(torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1), float("-inf"))
        attended = _softmax(scores).to(v.dtype) @ v
        x = x + self.out(attended.transpose(1, 2).reshape(n, length, width))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Clip(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        s = self.shape = shape
        self.patch = nn.Conv2d(3, s.vision_width, s.patch, s.patch, bias=False)
        self.class_embedding = nn.Parameter(torch.randn(s.vision_width) * s.vision_width**-0.5)
        self.vision_position = nn.Parameter(torch.randn((s.image // s.patch) ** 2 + 1, s.vision_width) * 0.02)
        self.vision_pre = Norm(s.vision_width)
        self.vision_blocks = nn.ModuleList(Block(s.vision_width, s.vision_heads) for _ in range(s.vision_layers))
        self.vision_post = Norm(s.vision_width)
        self.vision_projection = nn.Linear(s.vision_width, s.embedding, bias=False)
        self.token = nn.Embedding(s.vocabulary, s.text_width)
        self.text_position = nn.Parameter(torch.randn(s.context, s.text_width) * 0.01)
        self.text_blocks = nn.ModuleList(Block(s.text_width, s.text_heads) for _ in range(s.text_layers))
        self.text_post = Norm(s.text_width)
        self.text_projection = nn.Linear(s.text_width, s.embedding, bias=False)
        self.logit_scale = nn.Parameter(torch.tensor(1 / 0.07).log())
        nn.init.normal_(self.token.weight, std=0.02)
        for width, blocks in ((s.vision_width, self.vision_blocks), (s.text_width, self.text_blocks)):
            for block in blocks:
                nn.init.normal_(block.qkv.weight, std=width**-0.5)
                nn.init.normal_(block.fc1.weight, std=(2 * width) ** -0.5)
                nn.init.normal_(block.out.weight, std=width**-0.5 * (2 * len(blocks)) ** -0.5)
                nn.init.normal_(block.fc2.weight, std=(2 * width) ** -0.5 * (2 * len(blocks)) ** -0.5)
                for linear in (block.qkv, block.out, block.fc1, block.fc2):
                    nn.init.zeros_(linear.bias)
            nn.init.normal_((self.vision_projection if width == s.vision_width and blocks is self.vision_blocks else self.text_projection).weight, std=width**-0.5)

    def images(self, pixels, keep: int | None = None):
        """[N, 3, 64, 64] normalised → [N, E] unit rows. With `keep`, only so many patches of each picture, by chance (as FLIP, Li et al. 2023), those with contrast before the others."""
        s = self.shape
        n, side = len(pixels), s.image // s.patch
        # the convolution as a matrix product: its stride equals its size
        patches = pixels.view(n, 3, side, s.patch, side, s.patch).permute(0, 2, 4, 1, 3, 5).reshape(n, side * side, -1)
        x = F.linear(patches, self.patch.weight.flatten(1))
        x = x + self.vision_position[1:].to(x.dtype)
        if keep is not None:
            # Gumbel noise over the patches' contrast: most of those kept show something, some are background.
            contrast = patches[..., ::4].std(2).float()
            noise = -torch.empty_like(contrast).exponential_().log()
            chosen = (torch.log(0.05 + contrast) + noise).topk(keep, 1).indices
            x = x.gather(1, chosen.unsqueeze(-1).expand(-1, -1, x.shape[2]))
        x = torch.cat([(self.class_embedding + self.vision_position[0]).to(x.dtype).expand(n, 1, -1), x], 1)
        x = self.vision_pre(x)
        for block in self.vision_blocks:
            x = block(x, causal=False)
        return F.normalize(self.vision_projection(self.vision_post(x[:, 0])).float(), dim=-1)

    def texts(self, ids, ends):
        """[N, T] token ids, [N] position of the end token → [N, E] unit rows."""
        x = _narrow(self.token(ids) + self.text_position[: ids.shape[1]])
        for block in self.text_blocks:
            x = block(x, causal=True)
        x = self.text_post(x[torch.arange(len(x), device=x.device), ends])
        return F.normalize(self.text_projection(x).float(), dim=-1)


def hf_config(shape: Shape) -> dict:
    end = shape.vocabulary - 1
    common = {"hidden_act": "gelu", "layer_norm_eps": 1e-5, "attention_dropout": 0.0, "initializer_factor": 1.0, "initializer_range": 0.02, "projection_dim": shape.embedding}
    return {
        "architectures": ["CLIPModel"], "model_type": "clip", "projection_dim": shape.embedding, "logit_scale_init_value": 2.6592, "torch_dtype": "float16",
        "initializer_factor": 1.0,
        "text_config": {**common, "model_type": "clip_text_model", "vocab_size": shape.vocabulary, "hidden_size": shape.text_width, "intermediate_size": 4 * shape.text_width,
                        "num_hidden_layers": shape.text_layers, "num_attention_heads": shape.text_heads, "max_position_embeddings": shape.context,
                        "bos_token_id": end - 1, "eos_token_id": end, "pad_token_id": end},
        "vision_config": {**common, "model_type": "clip_vision_model", "hidden_size": shape.vision_width, "intermediate_size": 4 * shape.vision_width,
                          "num_hidden_layers": shape.vision_layers, "num_attention_heads": shape.vision_heads, "image_size": shape.image, "patch_size": shape.patch, "num_channels": 3},
    }


def _named_tensors(model: Clip) -> dict[str, torch.Tensor]:
    """All tensors but the fused query-key-value ones, by their names on the Hub."""
    out = {
        "logit_scale": model.logit_scale, "visual_projection.weight": model.vision_projection.weight, "text_projection.weight": model.text_projection.weight,
        "text_model.embeddings.token_embedding.weight": model.token.weight, "text_model.embeddings.position_embedding.weight": model.text_position,
        "vision_model.embeddings.class_embedding": model.class_embedding, "vision_model.embeddings.patch_embedding.weight": model.patch.weight,
        "vision_model.embeddings.position_embedding.weight": model.vision_position,
    }

    def pair(prefix, module):
        out[f"{prefix}.weight"], out[f"{prefix}.bias"] = module.weight, module.bias

    pair("vision_model.pre_layrnorm", model.vision_pre)  # the Hub's spelling
    pair("vision_model.post_layernorm", model.vision_post)
    pair("text_model.final_layer_norm", model.text_post)
    for tower, blocks in (("vision_model", model.vision_blocks), ("text_model", model.text_blocks)):
        for i, block in enumerate(blocks):
            prefix = f"{tower}.encoder.layers.{i}"
            pair(f"{prefix}.self_attn.out_proj", block.out)
            pair(f"{prefix}.layer_norm1", block.norm1)
            pair(f"{prefix}.layer_norm2", block.norm2)
            pair(f"{prefix}.mlp.fc1", block.fc1)
            pair(f"{prefix}.mlp.fc2", block.fc2)
    return out


def hf_state_dict(model: Clip) -> dict[str, torch.Tensor]:
    """Every tensor in half precision under its name in transformers' CLIPModel."""
    out = dict(_named_tensors(model))
    for tower, blocks in (("vision_model", model.vision_blocks), ("text_model", model.text_blocks)):
        for i, block in enumerate(blocks):
            for name, weight, bias in zip("qkv", block.qkv.weight.chunk(3), block.qkv.bias.chunk(3)):
                prefix = f"{tower}.encoder.layers.{i}.self_attn.{name}_proj"
                out[f"{prefix}.weight"], out[f"{prefix}.bias"] = weight, bias
    return {name: tensor.detach().cpu().half().contiguous() for name, tensor in out.items()}


def load_exported(folder) -> Clip:
    """The model in a folder that export.py wrote, in float32."""
    config = json.loads((folder / "config.json").read_text())
    text, vision = config["text_config"], config["vision_config"]
    shape = Shape(text["vocab_size"], text["max_position_embeddings"], text["hidden_size"], text["num_hidden_layers"], text["num_attention_heads"],
                  vision["image_size"], vision["patch_size"], vision["hidden_size"], vision["num_hidden_layers"], vision["num_attention_heads"], config["projection_dim"])
    model = Clip(shape)
    stored = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
    with torch.no_grad():
        for name, tensor in _named_tensors(model).items():
            tensor.copy_(stored.pop(name))
        for tower, blocks in (("vision_model", model.vision_blocks), ("text_model", model.text_blocks)):
            for i, block in enumerate(blocks):
                for part in ("weight", "bias"):
                    fused = torch.cat([stored.pop(f"{tower}.encoder.layers.{i}.self_attn.{name}_proj.{part}") for name in "qkv"])
                    getattr(block.qkv, part).copy_(fused)
    if stored:
        raise ValueError(f"{folder}: tensors that are no part of the model: {sorted(stored)}")
    return model
