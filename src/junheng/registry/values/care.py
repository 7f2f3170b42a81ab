"""What calls for care in a pupil's life (关爱), spelt to be sealed as one text of one length."""

from __future__ import annotations

from dataclasses import dataclass

from junheng.registry.values.codes import SpecialNeed

WIDTH = 14  # the longest code of a disability, and two


@dataclass(frozen=True, slots=True)
class Care:
    """Disability of the certificate, hardship of the family (家庭经济困难), parents who work away (留守)."""

    special_need: SpecialNeed = SpecialNeed.NONE
    hardship: bool = False
    left_behind: bool = False

    def text(self) -> str:
        """The same length for every pupil: a sealed text tells its length to whoever holds the database."""
        return f"{self.special_need.value:<{WIDTH}}{self.hardship:d}{self.left_behind:d}"

    @staticmethod
    def of(text: str) -> Care | None:
        """What a text says; None for an empty one, or one whose key is not here."""
        if not text:
            return None
        return Care(SpecialNeed(text[:WIDTH].strip()), text[WIDTH] == "1", text[WIDTH + 1] == "1")
