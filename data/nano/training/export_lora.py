"""The LoRA of train_turbo.py as safetensors.

    python export_lora.py nano-turbo-lora.pt ../nano-v1-turbo-lora.safetensors

Needs torch. Keys as ComfyUI's LoraLoaderModelOnly reads them: diffusion_model.LAYER.lora_A.weight [rank,in], .lora_B.weight [out,rank] in
float16 and .alpha in float32; W' = W + strength * alpha/rank * B A.
"""

import json
import struct
import sys

import torch

SOURCE, TARGET = sys.argv[1:3]
state = torch.load(SOURCE, map_location="cpu", weights_only=True)
header, data = {"__metadata__": {"format": "pt"}}, b""
for name in sorted(state):
    value = state[name].float() if name.endswith(".alpha") else state[name].half()
    raw = value.contiguous().numpy().tobytes()
    kind = "F32" if name.endswith(".alpha") else "F16"
    header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-(len(text) + 8) % 64)
with open(TARGET, "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
print(f"{len(data) / 1e6:.1f} MB, {len(state) // 3} layers")
