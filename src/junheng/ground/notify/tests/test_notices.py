"""Messages: left once for each account, read, gathered, passed on only where a county opened a channel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from junheng.ground.notify import actions, queries
from junheng.ground.notify.models import Notice

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Spy:
    """A channel that remembers what it was given."""

    sent: list[object] = []

    def send(self, messages) -> None:
        self.sent.extend(messages)


class Broken:
    """A channel whose server is away."""

    def send(self, messages) -> None:
        raise OSError("away")


@pytest.fixture
def spy(settings):
    Spy.sent = []
    settings.NOTICE_CHANNELS = (f"{__name__}.Broken", f"{__name__}.Spy")
    return Spy.sent


def tell(*accounts: int, key: str = "due:1", at: datetime = MORNING) -> None:
    actions.tell(account_ids=accounts, sentence="%(title)s is due on %(date)s",
                 values={"title": "新建城北小学", "date": "2026-03-09"}, link="/plans/tasks/1/", at=at, key=key)


def test_told_twice_with_one_key_it_is_one_message():
    tell(7, 8, 7)
    tell(7, 8)
    assert Notice.objects.count() == 2


def test_a_message_goes_with_the_action_that_was_rolled_back():
    class Undone(Exception):
        pass

    @transaction.atomic
    def told_and_undone() -> None:
        tell(7)
        raise Undone

    with pytest.raises(Undone):
        told_and_undone()
    assert queries.unread(7) == 0


def test_reading_is_each_persons_own():
    tell(7, 8)
    assert actions.mark_read(account_id=7, at=MORNING) == 1
    assert (queries.unread(7), queries.unread(8)) == (0, 1)


def test_the_latest_message_stands_first():
    tell(7, key="a")
    tell(7, key="b", at=MORNING + timedelta(days=1))
    assert [card.at.day for card in queries.latest(7)] == [3, 2]


def test_a_digest_holds_what_came_since_and_is_unread():
    tell(7, key="old", at=MORNING - timedelta(days=9))
    tell(7, key="read")
    actions.mark_read(account_id=7, at=MORNING)
    tell(7, key="new", at=MORNING + timedelta(hours=1))
    assert [card.at for card in queries.digest(7, MORNING)] == [MORNING + timedelta(hours=1)]


def test_nothing_leaves_the_house_while_no_channel_is_open(settings, django_capture_on_commit_callbacks):
    assert settings.NOTICE_CHANNELS == ()
    with django_capture_on_commit_callbacks() as after:
        tell(7)
    assert after == []


def test_an_open_channel_hears_after_the_commit_and_only_what_is_new(spy, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(7)
        assert spy == []
    with django_capture_on_commit_callbacks(execute=True):
        tell(7, 8)
    assert [message.account_id for message in spy] == [7, 8]


def test_a_broken_channel_stops_neither_the_action_nor_the_others(spy, django_capture_on_commit_callbacks, caplog):
    with django_capture_on_commit_callbacks(execute=True):
        tell(7)
    assert (queries.unread(7), len(spy)) == (1, 1)
    assert "Broken" in caplog.text
