"""The frame all panels share: fields, lists, messages, keys and drawing.

Textual reads its settings once, when it is imported: nothing is animated, and no keyboard
protocol is switched on that older terminals answer with garbage.
"""

from __future__ import annotations

import os

SETTINGS = {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_DISABLE_KITTY_KEY": "1"}

for _name, _value in SETTINGS.items():
    os.environ.setdefault(_name, _value)
