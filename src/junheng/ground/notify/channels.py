"""The door for other channels than the messages in the house: e-mail, work-group robots.

`settings.NOTICE_CHANNELS` names them by their import path and is empty: nothing leaves the house before a county
says so. A channel is called after the commit, with what is new only, and its failure never undoes an action.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """A message to one account: a message id with its values, and a link inside the house."""

    account_id: int
    sentence: str
    values: Mapping[str, str | int]
    link: str


class Channel(Protocol):
    """What a provider is."""

    def send(self, messages: tuple[Message, ...]) -> None:
        """This will pass messages on. It may raise; the messages in the house stay."""


def channels() -> tuple[Channel, ...]:
    """The channels that this county has opened."""
    return tuple(import_string(path)() for path in settings.NOTICE_CHANNELS)


def pass_on(messages: tuple[Message, ...]) -> None:
    """This will hand messages to every open channel."""
    for channel in channels():
        try:
            channel.send(messages)
        except Exception:
            log.exception("a channel failed: %s", type(channel).__name__)
