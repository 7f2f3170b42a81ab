"""Groups of schools, governance papers with their files, networks: the county on a day."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from junheng.ground.kernel.findings import Refused
from junheng.ground.people.asked import now, person
from junheng.ground.people.posted import posted
from junheng.ground.people.wording import worded
from junheng.registry import actions, queries
from junheng.registry.pages.asked import day_of, frame


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Groups with their members."""
    who = person(request)
    return render(request, "registry/groups.html", frame(request, card=queries.groups(who, day_of(request)), may=queries.may_keep(who, "groups")))


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Papers that end soon, and whether every school has its own."""
    who = person(request)
    return render(request, "registry/papers.html", frame(request, card=queries.papers(who, day_of(request)), may=queries.may_keep(who, "papers")))


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """Bandwidth for each class, terminals, accounts."""
    who = person(request)
    return render(request, "registry/networks.html", frame(request, card=queries.networks(who, day_of(request)), may=queries.may_keep(who, "digital")))


@posted("registry:paper-list")
def attach(request: HttpRequest, paper_id: int) -> HttpResponse:
    """This will keep the file of a paper."""
    who = person(request)
    if queries.list_row(who, "papers", paper_id) is None:
        raise Http404
    file = request.FILES.get("file")
    findings = [{"message": _("No file was sent."), "remedy": _("Choose the scanned paper.")}]
    try:
        if file is not None:
            actions.attach_file(paper_id=paper_id, content=file.read(), name=file.name or "", by=who, at=now(request))
            return redirect("registry:list-row", "papers", paper_id)
    except Refused as refused:
        findings = worded(refused.findings)
    return render(request, "registry/papers.html", frame(request, card=queries.papers(who, day_of(request)), may=True, findings=findings), status=422)
