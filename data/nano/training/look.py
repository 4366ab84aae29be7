"""Pages of pictures to look at while training: prompts, and edits with their reference."""

import numpy as np
import torch
from PIL import Image

from edits import SHARES, place
from model import SIDE, sample

PROMPTS = [
    "樱花", "cherry blossom", "grinning face", "日本城堡", "red heart, blue background", "拉面", "spouting whale", "机器人",
    "左边是猫,右边是狗", "cat face on the left, dog face on the right", "火箭,黑色背景", "rocket, pink background", "woman", "独角兽", "pizza", "sunflower",
    "左边是樱花,右边是日本城堡,蓝色背景", "red apple, twitter style", "red apple, noto style", "熊猫", "dragon", "飞机", "flag: France", "旗: 中国",
    "戴眼镜的笑脸", "hamburger", "新月", "t-rex", "hot beverage", "圣诞树", "skull", "蓝色背景,左边是拉面,右边是火箭",
]


def page(pictures, path, across):
    """Writes pictures [n,3,96,96] in [-1,1] as one PNG with `across` in a row."""
    x = ((pictures + 1) * 127.5).round().clamp(0, 255).byte().cpu()
    cell = SIDE + 4
    sheet = np.full((-(-len(x) // across) * cell, across * cell, 3), 90, np.uint8)
    for i, picture in enumerate(x):
        row, column = divmod(i, across)
        sheet[row * cell : row * cell + SIDE, column * cell : column * cell + SIDE] = picture.permute(1, 2, 0).numpy()
    Image.fromarray(sheet).save(path)


@torch.no_grad()
def prompts_page(network, vocabulary, path, steps, cfg, device):
    tokens = torch.tensor([vocabulary.encode(p) for p in PROMPTS], device=device)
    with torch.autocast(torch.device(device).type, torch.bfloat16):
        page(sample(network, tokens, steps, cfg, seed=0), path, 8)


@torch.no_grad()
def edits_page(network, edits, path, steps, cfg, device, each=8):
    """Four rows of two: reference (what is to be filled in is magenta) and result, for each kind."""
    ref, _, tokens = edits.batch(empty=0.0)
    rows = torch.cat([torch.arange(place(k).start, place(k).start + min(each, SHARES[k])) for k in SHARES]).to(ref.device)
    ref, tokens = ref[rows], tokens[rows]
    with torch.autocast(torch.device(device).type, torch.bfloat16):
        made = sample(network, tokens, steps, cfg, seed=1, ref=ref)
    magenta = torch.tensor([1.0, -1, 1], device=ref.device)[:, None, None]
    shown = ref[:, :3] + ref[:, 3:] * magenta
    page(torch.stack([shown, made], 1).flatten(0, 1), path, 2 * each)
