"""The page of the nodes: who may name one, what it shows, what it never shows."""

from __future__ import annotations

import pytest

from junheng.ground.units.models import Unit
from junheng.registry.models import Node
from junheng.shell.demo import PEOPLE

SEES, CHANGES = {"juzhang", "bangong", "bangong2", "xitong", "shenji"}, {"bangong", "bangong2"}


def given(**more):
    return {"name": "城关中心校", "address": "http://10.9.9.9:8000/", "token": "jh_" + "a" * 43, "unit": Unit.objects.get(code="Z01").pk} | more


def test_the_office_names_a_node_and_nobody_reads_its_token(hall, sign_in):
    for username, _, _, _ in PEOPLE:
        client = sign_in(username)
        assert (client.get("/registry/nodes/").status_code == 200) == (username in SEES), username
        answer = client.post("/registry/nodes/name/", given(name=f"节点{username}"))
        assert (answer.status_code == 302) == (username in CHANGES), username
    assert Node.objects.count() == len(CHANGES)
    page = sign_in("bangong").get("/registry/nodes/").content.decode()
    assert "节点bangong" in page
    assert "jh_a" not in page


@pytest.mark.parametrize("wrong", [{"address": "ftp://x"}, {"address": "http://u:p@x"}, {"token": "abc"}, {"name": " "}, {"unit": 999999}, {"unit": ""}])
def test_what_is_no_node_is_refused_with_what_to_do(hall, sign_in, wrong):
    answer = sign_in("bangong").post("/registry/nodes/name/", given(**wrong))
    assert answer.status_code == 422
    assert answer.context["findings"][0]["remedy"]
    assert not Node.objects.exists()


def test_a_node_that_was_ended_keeps_no_token_and_is_pulled_no_more(hall, sign_in):
    client = sign_in("bangong")
    client.post("/registry/nodes/name/", given())
    node = Node.objects.get()
    assert client.post(f"/registry/nodes/{node.pk}/end/").status_code == 302
    assert Node.objects.get().token == ""
    assert client.post(f"/registry/nodes/{node.pk}/pull/").status_code == 404
    assert sign_in("juzhang").post(f"/registry/nodes/{node.pk}/pull/").status_code == 403


def test_the_api_can_be_tried_on_a_page_of_our_own(hall, sign_in):
    page = sign_in("bangong").get("/api/docs/").content.decode()
    assert "/static/ninja/swagger-ui-bundle.js" in page
    assert "https://" not in page
    assert "//cdn" not in page
