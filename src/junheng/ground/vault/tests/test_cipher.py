"""Tokens: what they hide, what they are bound to, what a missing key does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.vault import cipher
from junheng.ground.vault.cipher import Keyring, Locked, opened, seal, tokens

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
FIRST, SECOND = cipher.named(OLD), cipher.named(NEW)
RING, TURNED = Keyring(FIRST, {FIRST: OLD}), Keyring(SECOND, {FIRST: OLD, SECOND: NEW})


@given(st.text().filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text)), st.booleans())
def test_what_was_sealed_comes_back(text, searchable):
    assert opened(RING, "x", seal(RING, "x", text, searchable=searchable)) == text


def test_equal_texts_are_found_by_their_token_only_where_the_field_is_searchable():
    assert seal(RING, "x", "990101", searchable=True) == seal(RING, "x", "990101", searchable=True)
    assert seal(RING, "x", "990101", searchable=False) != seal(RING, "x", "990101", searchable=False)
    assert seal(RING, "x", "990101", searchable=True) != seal(RING, "y", "990101", searchable=True)


def test_a_token_says_nothing_of_its_text():
    token = seal(RING, "x", "990101201001010014", searchable=True)
    assert "990101" not in token
    assert token.startswith(FIRST)


@pytest.mark.parametrize("searchable", [True, False])
def test_a_token_moved_to_another_field_or_changed_in_one_sign_is_no_text(searchable):
    token = seal(RING, "phone", "13900000000", searchable=searchable)
    with pytest.raises(ValueError, match="address"):
        opened(RING, "address", token)
    for at in range(cipher.ID + 1, len(token) - 1):
        with pytest.raises(ValueError, match="changed or moved"):
            opened(RING, "phone", token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1:])


@pytest.mark.parametrize("token", ["不是密文", "0123", FIRST, f"{FIRST}!AAAA"])
def test_what_is_no_token_is_not_read_as_one(token):
    with pytest.raises(ValueError, match="not a sealed text"):
        opened(RING, "x", token)


def test_a_text_whose_key_is_elsewhere_reads_as_nothing_and_is_written_back_as_it_was():
    token = seal(TURNED, "x", "13900000000", searchable=False)
    locked = opened(RING, "x", token)
    assert isinstance(locked, Locked)
    assert locked == ""
    assert seal(RING, "x", locked, searchable=False) == token


def test_after_a_new_key_texts_of_both_are_read_and_found():
    old, new = seal(RING, "x", "990101", searchable=True), seal(TURNED, "x", "990101", searchable=True)
    assert opened(TURNED, "x", old) == opened(TURNED, "x", new) == "990101"
    assert set(tokens(TURNED, "x", "990101")) == {old, new}


def test_a_key_comes_back_from_its_sheet_however_it_is_typed():
    sheet = cipher.spelled(OLD)
    assert all(len(group) == 4 for group in sheet.split("-"))
    assert cipher.read_back(sheet.lower().replace("-", "  ")) == OLD


def test_every_slip_of_the_pen_on_a_sheet_is_noticed():
    sheet = cipher.spelled(OLD)
    for at, sign in enumerate(sheet):
        if sign != "-":
            with pytest.raises(ValueError, match="key"):
                cipher.read_back(sheet[:at] + ("A" if sign != "A" else "B") + sheet[at + 1:])
    with pytest.raises(ValueError, match="key"):
        cipher.read_back(sheet[:-5])


def test_a_ring_does_not_print_its_keys():
    assert repr(OLD)[2:-1] not in repr(RING)
