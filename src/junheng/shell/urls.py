"""Addresses of the house."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from junheng.shell.api import door
from junheng.shell.pages import (
    audit,
    draw_desk,
    draw_hall,
    draws,
    files,
    home,
    own_school,
    people,
    snapshots,
    tokens,
    units,
)
from junheng.shell.pages.language import set_language


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site answers."""
    del request
    return HttpResponse("ok", content_type="text/plain")


accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
]

drawing = [
    path("check/", draws.check, name="draw-check"),
    path("verify_draw.py", draws.program, name="draw-program"),
    path("public/", draws.index, name="draws-public"),
    path("public/<int:draw_id>/", draws.public, name="draw-public"),
    path("public/<int:draw_id>/notice.json", draws.notice, name="draw-notice"),
    path("public/<int:draw_id>/transcript.json", draws.transcript, name="draw-transcript"),
    path("public/<int:draw_id>/<slug:name>.csv", draws.public_list, name="draw-public-list"),
    path("", draw_desk.index, name="draws"),
    path("new/", draw_desk.prepare, name="draw-new"),
    path("<int:draw_id>/", draw_desk.draw, name="draw"),
    path("<int:draw_id>/edit/", draw_desk.edit, name="draw-edit"),
    path("<int:draw_id>/list/", draw_desk.bring_lists, name="draw-list"),
    path("<int:draw_id>/publish/", draw_desk.publish, name="draw-publish"),
    path("<int:draw_id>/rerun/", draw_desk.rerun, name="draw-rerun"),
    path("<int:draw_id>/rerun/<int:rerun_id>/", draw_desk.decide_rerun, name="draw-decide-rerun"),
    path("<int:draw_id>/minutes.docx", draw_desk.minutes, name="draw-minutes"),
    path("<int:draw_id>/<slug:name>.csv", draw_desk.list_file, name="draw-list-file"),
    path("<int:draw_id>/slips/", draw_desk.slips, name="draw-slips"),
    path("<int:draw_id>/result/", draw_desk.result, name="draw-result"),
    path("<int:draw_id>/hall/", draw_hall.hall, name="draw-hall"),
    path("<int:draw_id>/hall/look-up/", draw_hall.look_up, name="draw-look-up"),
    path("<int:draw_id>/hall/step/", draw_hall.step, name="draw-step"),
    path("<int:draw_id>/hall/try/", draw_hall.try_out, name="draw-try"),
    path("<int:draw_id>/hall/seed/", draw_hall.seed, name="draw-seed"),
    path("<int:draw_id>/hall/shares/", draw_hall.shares, name="draw-shares"),
    path("<int:draw_id>/hall/run/", draw_hall.run, name="draw-run"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("school/", own_school.own_school, name="own-school"),
    path("me/", home.me, name="me"),
    path("me/sessions/<int:session_id>/end/", home.end_session, name="session-end"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke-token"),
    path("api/v1/", door()),
    path("api/docs/", tokens.docs, name="api-docs"),
    path("notices/", home.notices, name="notices"),
    path("health/", health, name="health"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("accounts/", include(accounts)),
    path("registry/", include("junheng.registry.urls")),
    path("plans/", include("junheng.rooms.plans.urls")),
    path("files/", include(([path("<int:attachment_id>/", files.download, name="download")], "files"))),
    path("draws/", include(drawing)),
    path("facts/", snapshots.index, name="snapshots"),
    path("facts/freeze/", snapshots.freeze, name="freeze"),
    path("facts/<int:snapshot_id>/", snapshots.one, name="snapshot"),
    path("facts/<int:snapshot_id>/manifest.json", snapshots.manifest_out, name="snapshot-manifest"),
    path("audit/", audit.log, name="audit"),
    path("audit/entries.xlsx", audit.workbook_out, name="audit-workbook"),
    path("audit/verify/", audit.verify, name="audit-verify"),
    path("people/", people.index, name="people"),
    path("people/open/", people.open_account, name="people-open"),
    path("people/<int:account_id>/", people.account, name="people-account"),
    path("people/<int:account_id>/<slug:verb>/", people.act, name="people-act"),
    path("units/", units.index, name="units"),
    path("units/open/", units.open_unit, name="units-open"),
    path("units/directory.xlsx", units.workbook_out, name="units-workbook"),
    path("units/look/", units.look, name="units-look"),
    path("units/take/", units.take, name="units-take"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/<slug:verb>/", units.act, name="unit-act"),
]

handler400 = "junheng.shell.pages.errors.bad_request"
handler403 = "junheng.shell.pages.errors.forbidden"
handler404 = "junheng.shell.pages.errors.not_found"
handler500 = "junheng.shell.pages.errors.fault"
