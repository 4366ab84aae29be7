"""The words of prompts and instructions, in English and Chinese. The grammar that the model card states is made of these."""

COLOURS = [
    ("white", "白色", (255, 255, 255)), ("black", "黑色", (20, 20, 20)), ("red", "红色", (226, 62, 52)),
    ("orange", "橙色", (245, 150, 40)), ("yellow", "黄色", (250, 214, 64)), ("green", "绿色", (84, 176, 72)),
    ("blue", "蓝色", (58, 120, 214)), ("purple", "紫色", (140, 84, 190)), ("pink", "粉色", (246, 160, 196)),
    ("gray", "灰色", (150, 150, 150)),
]
STYLES = [("noto style", "谷歌风格"), ("twitter style", "推特风格")]  # in the order of FONTS
FONTS = ["noto", "twemoji"]
TONES = [  # the names of emojibase-data; 1 to 5 are its numbers
    ("light", "较浅肤色"), ("medium-light", "中等-浅肤色"), ("medium", "中等肤色"), ("medium-dark", "中等-深肤色"), ("dark", "较深肤色"),
]
LEFT, RIGHT = ("on the left", "左边是"), ("on the right", "右边是")  # after a name in English, before it in Chinese
BACKGROUND = [(f"{en} background", f"{zh}背景") for en, zh, _ in COLOURS]

TO_STYLE = [(f"make it {en}", f"改成{zh}") for en, zh in STYLES]
TO_BACKGROUND = [(f"change the background to {en}", f"把背景改成{zh}") for en, zh, _ in COLOURS]
TO_TONE = [(f"change the skin tone to {en}", f"把肤色改成{zh}") for en, zh in TONES]
MIRROR = ("mirror it", "左右翻转")
REPLACE = [("replace the left one with", "把左边换成"), ("replace the right one with", "把右边换成")]
FILL = ("fill the masked part", "补全遮住的部分")
SKETCH = ("from sketch", "根据草图画")


def every():
    """All phrases, for the vocabulary."""
    pairs = [c[:2] for c in COLOURS] + STYLES + TONES + [LEFT, RIGHT] + BACKGROUND + TO_STYLE + TO_BACKGROUND + TO_TONE
    pairs += [MIRROR, FILL, SKETCH] + REPLACE
    return [text for pair in pairs for text in pair]
