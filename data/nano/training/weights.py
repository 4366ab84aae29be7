"""State dicts in parts that are small enough to be carried about."""

import glob

import torch

PART = 14e6  # bytes


def save_parts(state, stem):
    """STEM-part0.pt and so on, float16."""
    parts, size = [{}], 0
    for name, value in state.items():
        value = value.detach().half().cpu()
        if size + value.numel() * 2 > PART:
            parts.append({})
            size = 0
        parts[-1][name] = value
        size += value.numel() * 2
    for i, part in enumerate(parts):
        torch.save(part, f"{stem}-part{i}.pt")


def load_parts(stem):
    """The state dict of all parts, float32."""
    state = {}
    for path in sorted(glob.glob(f"{stem}-part*.pt")):
        state.update(torch.load(path, map_location="cpu", weights_only=True))
    if not state:
        raise FileNotFoundError(f"no {stem}-part*.pt")
    return {name: value.float() for name, value in state.items()}


def resume(network, state):
    """Takes over what has the same name; a larger vocabulary keeps its old rows. Says what is new."""
    own = network.state_dict()
    new = []
    for name, value in own.items():
        old = state.get(name)
        if old is None:
            new.append(name)
        elif old.shape == value.shape:
            value.copy_(old)
        else:
            value[: len(old)].copy_(old)
            new.append(f"{name}[{len(old)}:]")
    network.load_state_dict(own)
    return new
