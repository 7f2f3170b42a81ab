"""Numerals as plans write them, and numerals written by a second, slower hand and read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.ground.kernel.numerals import decimal_number, growth, share, whole_number

NAMES = "零一二三四五六七八九"


def written(number: int) -> str:
    """A whole number below 10^12 in Chinese, written out by the school rules."""
    if number == 0:
        return "零"
    groups = []
    for name in ("", "万", "亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, name))
    text, gap = "", False
    for group, name in reversed(groups):
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += thousand(group) + name
        gap = False
    return text


def thousand(number: int) -> str:
    """A number below 10,000 in Chinese."""
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            text += ("零" if gap else "") + NAMES[digit] + name
            gap = False
        elif text:
            gap = number > 0
    return text


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_number_written_in_chinese_is_read_back(number: int) -> None:
    assert whole_number(written(number)) == number


@given(st.integers(min_value=10, max_value=19))
def test_ten_to_nineteen_need_no_one_before_ten(number: int) -> None:
    assert whole_number(written(number).removeprefix("一")) == number


@given(st.integers(min_value=1000, max_value=9999))
def test_a_year_is_read_digit_by_digit(year: int) -> None:
    assert whole_number("".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))) == year


@given(st.decimals(min_value=0, max_value=99999, places=2), st.sampled_from([("万", 10**4), ("亿", 10**8)]))
def test_a_decimal_before_a_myriad_is_multiplied_out(number: Decimal, scale: tuple[str, int]) -> None:
    assert decimal_number(f"{number}{scale[0]}") == number * scale[1]


@given(st.text(alphabet="零〇一二两三十百千万亿点半成分之%0123456789.,翻番 个", max_size=60))
def test_no_text_makes_the_readers_stumble(text: str) -> None:
    for reader in (whole_number, decimal_number, share, growth):
        found = reader(text)
        assert found is None or found >= 0


@pytest.mark.parametrize(("text", "number"), [
    ("十", 10), ("十二", 12), ("二十", 20), ("一百二十", 120), ("一百零三", 103), ("一千零五十", 1050), ("两千三百万", 23_000_000),
    ("三万亿", 3 * 10**12), ("一亿二千万", 120_000_000), ("二〇二五", 2025), ("12", 12), ("１２", 12), ("叁佰", 300), ("百", 100),
])
def test_whole_numbers(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "个", "十百", "一二十", "三万五万", "万", "1.5", "-3", "第一", "一百个", "²", "٣"])
def test_what_is_no_whole_number(text: str) -> None:
    assert whole_number(text) is None


@pytest.mark.parametrize(("text", "number"), [
    ("1.2亿", "120000000"), ("1,200", "1200"), ("3千", "3000"), ("2百万", "2000000"), ("九十五点五", "95.5"), ("半", "0.5"), ("０.１５", "0.15"),
    ("两千三百万", "23000000"), ("0.5万", "5000"),
])
def test_decimal_numbers(text: str, number: str) -> None:
    assert decimal_number(text) == Decimal(number)


@pytest.mark.parametrize(("text", "percent"), [
    ("95%", "95"), ("９５％", "95"), ("百分之九十五", "95"), ("百分之九十九点五", "99.5"), ("百分之百", "100"), ("百分之80", "80"), ("四分之三", "75"),
    ("千分之五", "0.5"), ("五成", "50"), ("九成五", "95"), ("三成半", "35"), ("十成", "100"), ("一半", "50"),
])
def test_shares_in_per_cent(text: str, percent: str) -> None:
    assert share(text) == Decimal(percent)


def test_a_third_is_a_third() -> None:
    assert share("三分之一") == Decimal(100) / 3


@pytest.mark.parametrize("text", ["", "%", "成", "百分之", "零分之一", "五", "一成功"])
def test_what_is_no_share(text: str) -> None:
    assert share(text) is None


@pytest.mark.parametrize(("text", "percent"), [("翻番", 100), ("翻一番", 100), ("翻两番", 300), ("翻三番", 700)])
def test_doubling_is_growth(text: str, percent: int) -> None:
    assert growth(text) == percent


def test_other_words_are_no_growth() -> None:
    assert growth("翻倍") is None
