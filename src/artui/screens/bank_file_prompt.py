"""Prompt over the files in the folder of banks' files that the settings name, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from artui.ledger.policies import Policies
from artui.screens.prompt_lists import Choice, CodePrompt
from artui.screens.prompts import MOST


class BankFilePrompt(CodePrompt):
    """Files that may be read into the inbox."""

    TITLE = "Prompt: bank's file"
    SEARCHES = "Name"
    THINGS = ("file", "files")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """What lies in the folder; hidden files and folders are not for clerks."""
        folder = self.session.settings.bank_folder
        try:
            found = [each for each in Path(folder).iterdir() if folder and _shown(each)]
            dated = sorted(((each.stat().st_mtime, each) for each in found), reverse=True)
        except OSError:
            return
        for changed, file in dated[:MOST]:
            moment = datetime.fromtimestamp(changed).strftime("%Y-%m-%d %H:%M")
            yield Choice(file.name, moment, f"{file.stat().st_size:,} bytes")


def _shown(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")
