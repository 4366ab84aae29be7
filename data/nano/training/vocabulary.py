"""Words and their numbers. A word is a lower-case run of a to z and digits, or one Han character; commas do not count."""

import json
import re

TOKENS = 32


def words(text):
    """The words of a text, in order."""
    return re.findall(r"[a-z0-9]+|[\u3400-\u9fff]", text.lower())


class Vocabulary:
    """Numbers of words: 0 pads, 1 is an unknown word, the others come from vocab.json; new words follow the old ones."""

    def __init__(self, path):
        self.ids = json.load(open(path, encoding="utf-8"))

    def add(self, texts):
        for text in texts:
            for word in words(text):
                self.ids.setdefault(word, len(self.ids) + 2)

    @property
    def size(self):
        return len(self.ids) + 2

    def encode(self, text):
        """32 numbers."""
        ids = [self.ids.get(word, 1) for word in words(text)][:TOKENS]
        return ids + [0] * (TOKENS - len(ids))

    def save(self, path):
        json.dump(self.ids, open(path, "w", encoding="utf-8"), ensure_ascii=False)
