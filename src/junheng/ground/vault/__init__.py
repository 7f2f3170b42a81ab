"""Sealed fields: identity numbers, telephone numbers, addresses and notes that a copy of the database must not give away."""

from junheng.ground.vault.cipher import Keyring, Locked

__all__ = ["Keyring", "Locked"]
