"""CLIP (Radford et al. 2021) in the exact shape of transformers' CLIPModel, with fused query-key-value weights for training.

`hf_state_dict` splits them again, under the tensor names that openai/clip-vit-base-patch32 has on the Hub.
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    context: int = 77
    text_width: int = 192
    text_layers: int = 3
    text_heads: int = 3
    image: int = 64
    patch: int = 8
    vision_width: int = 256
    vision_layers: int = 4
    vision_heads: int = 4
    embedding: int = 256

    def to_dict(self):
        return asdict(self)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
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
        attended = scores.softmax(-1).to(v.dtype) @ v
        x = x + self.out(attended.transpose(1, 2).reshape(n, length, width))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Clip(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        s = self.shape = shape
        self.patch = nn.Conv2d(3, s.vision_width, s.patch, s.patch, bias=False)
        self.class_embedding = nn.Parameter(torch.randn(s.vision_width) * s.vision_width**-0.5)
        self.vision_position = nn.Parameter(torch.randn((s.image // s.patch) ** 2 + 1, s.vision_width) * 0.02)
        self.vision_pre = nn.LayerNorm(s.vision_width)
        self.vision_blocks = nn.ModuleList(Block(s.vision_width, s.vision_heads) for _ in range(s.vision_layers))
        self.vision_post = nn.LayerNorm(s.vision_width)
        self.vision_projection = nn.Linear(s.vision_width, s.embedding, bias=False)
        self.token = nn.Embedding(s.vocabulary, s.text_width)
        self.text_position = nn.Parameter(torch.randn(s.context, s.text_width) * 0.01)
        self.text_blocks = nn.ModuleList(Block(s.text_width, s.text_heads) for _ in range(s.text_layers))
        self.text_post = nn.LayerNorm(s.text_width)
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
        """[N, 3, 64, 64] normalised → [N, E] unit rows. With `keep`, only so many patches of each picture, by chance (FLIP, Li et al. 2023)."""
        s = self.shape
        n, side = len(pixels), s.image // s.patch
        # the convolution as a matrix product: its stride equals its size
        patches = pixels.view(n, 3, side, s.patch, side, s.patch).permute(0, 2, 4, 1, 3, 5).reshape(n, side * side, -1)
        x = F.linear(patches, self.patch.weight.flatten(1))
        x = x + self.vision_position[1:].to(x.dtype)
        if keep is not None:
            chosen = torch.rand(n, x.shape[1], device=x.device).argsort(1)[:, :keep]
            x = x.gather(1, chosen.unsqueeze(-1).expand(-1, -1, x.shape[2]))
        x = torch.cat([(self.class_embedding + self.vision_position[0]).to(x.dtype).expand(n, 1, -1), x], 1)
        x = self.vision_pre(x)
        for block in self.vision_blocks:
            x = block(x, causal=False)
        return F.normalize(self.vision_projection(self.vision_post(x[:, 0])).float(), dim=-1)

    def texts(self, ids, ends):
        """[N, T] token ids, [N] position of the end token → [N, E] unit rows."""
        x = self.token(ids) + self.text_position[: ids.shape[1]]
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


def hf_state_dict(model: Clip) -> dict[str, torch.Tensor]:
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
            for name, weight, bias in zip("qkv", block.qkv.weight.chunk(3), block.qkv.bias.chunk(3)):
                out[f"{prefix}.self_attn.{name}_proj.weight"], out[f"{prefix}.self_attn.{name}_proj.bias"] = weight, bias
            pair(f"{prefix}.self_attn.out_proj", block.out)
            pair(f"{prefix}.layer_norm1", block.norm1)
            pair(f"{prefix}.layer_norm2", block.norm2)
            pair(f"{prefix}.mlp.fc1", block.fc1)
            pair(f"{prefix}.mlp.fc2", block.fc2)
    return {name: tensor.detach().cpu().half().contiguous() for name, tensor in out.items()}
