"""Words that would like to be markup, formulas or slots are shown and sent out as words, everywhere."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from junheng.ground.audit.queries import verify
from junheng.ground.notify.models import Notice
from junheng.ground.people import actions as people
from junheng.ground.people.models import Account
from junheng.ground.people.queries import account_id_of, person_by_id
from junheng.ground.people.values import TokenScope
from junheng.ground.units.models import Unit
from junheng.rooms.plans import actions
from junheng.rooms.plans.models import Candidate, Commitment
from junheng.shell.lived_year import moment, somebody
from junheng.shell.programs import OFFERED, kinds_of
from tests.flows import files
from tests.flows.bringing import read, words
from tests.flows.conftest import TODAY
from tests.flows.test_every_address import every_address

HOSTILE = """<img src=x onerror=alert(1)>"'></script><script>alert(2)</script>{{ 7 }}%s%(x)s 100%\x0b\x01\uffff&lt;"""
MARKUP = ("<img src=x", "<script>alert", "</script><script>")
FORMULAS = ["=HYPERLINK(\"http://example.org\",\"点\")", "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://example.org"]
# Fields that hold one of a few words, a hash, or a position in the text.
FIXED = {"kind", "status", "level", "comparator", "proof_kind", "sha256", "key", "step", "fact_id", "text", "quote", "verdict",
         "upper_path", "lower_path"}


def turn_hostile() -> None:
    """Every free word of every row of the room, of the units and of the people."""
    for model in [*apps.get_app_config("plans").get_models(), Unit, Account]:
        fields = [field for field in model._meta.fields
                  if isinstance(field, models.CharField | models.TextField) and field.name not in FIXED]
        names = {"name", "short_name"} if model in {Unit, Account} else {field.name for field in fields}
        for row in model.objects.all():
            for field in fields:
                if field.name in names and getattr(row, field.name) and not field.choices:
                    long = field.max_length or 500
                    setattr(row, field.name, f"{HOSTILE}{row.pk}"[-long:])
            row.save()
    for notice in Notice.objects.all():
        notice.values = dict.fromkeys(notice.values, HOSTILE)
        notice.save()


def test_hostile_words_are_words_on_every_page_of_every_reader(county, sign_in):
    office = somebody("bangong", moment(TODAY).date())
    task = Commitment.objects.filter(closed_at=None).first()
    actions.add_milestone(commitment_id=task.pk, name=HOSTILE, planned=moment(TODAY).date(), by=office, at=moment(TODAY))
    turn_hostile()
    seen = 0
    for username in ("bangong", "juzhang", "tiwei", "shenji", "anquanyuan"):
        client = sign_in(username)
        addresses = [*every_address(county), *(f"/plans/tasks/{task.pk}/?form={form}" for form in (
            "report", "value", "proof", "change", "order", "assign", "milestone", "send_back"))]
        for address in addresses:
            if "logout" in address:
                continue
            answer = client.get(address)
            assert answer.status_code < 500, address
            if answer.get("Content-Type", "").startswith("text/html"):
                page = answer.content.decode()
                assert not any(markup in page for markup in MARKUP), f"{username} {address}"
                seen += "&lt;img src=x" in page
    assert seen > 20
    assert list(verify()) == []


def test_hostile_words_go_out_in_papers_as_words(county, sign_in):
    turn_hostile()
    for name in ("task-table.xlsx", "ledger.xlsx", "bulletin.docx"):
        answer = sign_in("bangong").get(f"/plans/{county}/{name}")
        assert answer.status_code == 200, name
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            parts = [archive.read(part).decode() for part in archive.namelist() if part.endswith(".xml")]
        assert not any(markup in part for part in parts for markup in MARKUP)
        assert any("&lt;img src=x" in part for part in parts), name


def test_a_plan_full_of_formulas_goes_out_as_text(office, county_plan_of):
    plan = county_plan_of("\n".join(["青禾县2026年教育工作要点", *(
        f"{count}.{text} 完成率达到95%以上。" for count, text in enumerate(FORMULAS, start=1))]))
    for row, text in zip(Candidate.objects.order_by("position", "id"), FORMULAS, strict=False):
        office.post(f"/plans/candidates/{row.pk}/accept/", {"title": text, "due": "2026-12-31", "lead": text,
                                                            "support": text, "revision": row.revision})
    Candidate.objects.filter(status="pending").update(status="rejected")
    actions.adopt_plan(plan_id=plan, by=somebody("bangong", moment(TODAY).date()), at=moment(TODAY))
    cells = []
    for name in ("task-table.xlsx", "ledger.xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(office.get(f"/plans/{plan}/{name}").content))
        cells += [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert set(FORMULAS) <= {cell.value for cell in cells}
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]


@pytest.fixture
def county_plan_of(office):
    """The number of a plan that the office has sent and that was read."""
    def made(text: str) -> int:
        read(office, text.encode())
        return Candidate.objects.latest("pk").plan_id

    return made


def test_scripts_of_a_saved_page_are_dropped_and_tags_in_a_text_are_shown(office, county_plan_of):
    page = """<html><head><script>alert(1)</script></head><body onload="alert(2)"><h1>青禾县2026年教育工作要点</h1>
    <p>1.普惠率达到92%以上。<img src=x onerror=alert(3)></p><iframe src="javascript:alert(4)"></iframe></body></html>"""
    read(office, page.encode(), "要点.html")
    version = Candidate.objects.latest("pk").version
    assert "alert" not in version.text
    plan = county_plan_of(files.PLAN.replace("普惠性", "<script>alert(1)</script>普惠性"))
    answer = office.get(f"/plans/{plan}/desk/")
    assert "<script>alert" not in answer.content.decode()
    assert "<script>alert(1)</script>" in words(answer)


def test_the_file_itself_goes_back_as_text_that_no_browser_runs(office, county_plan_of):
    read(office, f"<html><body><script>alert(1)</script><p>{files.PLAN}</p></body></html>".encode(), "要点.html")
    answer = office.get(f"/files/{Candidate.objects.latest('pk').version.attachment_id}/")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/plans/search/?q=%00", "/plans/search/?q=%27%22%3C%25_", "/plans/mine/?page=%00",
                                     "/plans/1/desk/?version=%00&at=%00", "/plans/calendar/?month=%00", "/?x=%00"])
def test_odd_addresses_meet_no_fault(county, sign_in, address):
    assert sign_in("bangong").get(address.replace("/1/", f"/{county}/")).status_code < 500


def test_a_null_character_in_a_field_is_refused_and_not_a_fault(county, sign_in):
    task = Commitment.objects.filter(closed_at=None).first()
    for verb, sent in (("report", {"progress": "a\0b", "key": "k"}), ("order", {"text": "a\0", "answer_by": "2026-12-01"}),
                       ("milestone", {"name": "a\0", "planned": "2026-12-01"}), ("send-back", {"text": "a\0"})):
        assert sign_in("bangong").post(f"/plans/tasks/{task.pk}/{verb}/", sent).status_code == 422, verb


def test_an_address_or_a_form_with_a_nul_is_not_there(county, sign_in):
    reader = sign_in("jijiao")
    for address in ("/registry/schools/", "/registry/search/", "/plans/search/"):
        assert reader.get(f"{address}?q=a%00b&school=%00").status_code == 404, address
        assert reader.get(f"{address}?q=ab").status_code == 200, address
    plain = reader.post("/i18n/setlang/", "language=e%00n", content_type="application/x-www-form-urlencoded")
    assert plain.status_code == 404
    assert reader.get("/api/v1/registry/classes?school=%00").status_code == 401
    by = person_by_id(account_id_of("jijiao"), TODAY)
    token = people.make_token(name="取数", scope=TokenScope.READ, kinds=kinds_of(list(OFFERED)), days=9, by=by, at=timezone.now())
    answer = reader.get("/api/v1/registry/classes?school=%00", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
