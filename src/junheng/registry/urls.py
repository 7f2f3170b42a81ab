"""Addresses of the hall."""

from django.urls import path

from junheng.registry.pages import change, hall, imports, people, returns, rounds, schools

app_name = "registry"

urlpatterns = [
    path("", hall.hall, name="hall"),
    path("search/", hall.search, name="search"),
    path("schools/", schools.table, name="schools"),
    path("schools/table.xlsx", schools.workbook_out, name="schools-workbook"),
    path("schools/open/", change.open_new, name="open"),
    path("schools/<int:unit_id>/", schools.school, name="school"),
    path("schools/<int:unit_id>/staff/", people.staff_list, name="school-staff"),
    path("schools/<int:unit_id>/change/", change.change, name="change"),
    path("schools/<int:unit_id>/merge/", change.merge, name="merge"),
    path("schools/<int:unit_id>/split/", change.split, name="split"),
    path("schools/<int:unit_id>/close/", change.close, name="close"),
    path("imports/", imports.index, name="imports"),
    path("imports/send/", imports.send, name="send"),
    path("imports/<slug:name>.xlsx", imports.form_out, name="form"),
    path("imports/<int:import_id>/", imports.one, name="import"),
    path("imports/<int:import_id>/copy.xlsx", imports.copy, name="copy"),
    path("imports/<int:import_id>/explain/", imports.explain, name="explain"),
    path("imports/<int:import_id>/take/", imports.take, name="take"),
    path("imports/<int:import_id>/undo/", imports.undo, name="undo"),
    path("rounds/", rounds.index, name="rounds"),
    path("rounds/new/", rounds.new, name="new-round"),
    path("rounds/burden/", rounds.burden, name="burden"),
    path("rounds/<int:round_id>/", rounds.one, name="round"),
    path("rounds/<int:round_id>/save/", rounds.save, name="save-round"),
    path("rounds/<int:round_id>/remind/", rounds.remind, name="remind"),
    path("rounds/<int:round_id>/back/", rounds.send_back, name="send-back"),
    path("rounds/<int:round_id>/hand/", rounds.hand_in, name="hand-in"),
    path("rounds/<int:round_id>/close/", rounds.close, name="close-round"),
    path("rounds/<int:round_id>/withdraw/", rounds.withdraw, name="withdraw-round"),
    path("rounds/<int:round_id>/table.xlsx", rounds.consolidated, name="consolidated"),
    path("rounds/<int:round_id>/form.xlsx", rounds.empty_form, name="round-form"),
    path("returns/", returns.index, name="returns"),
    path("returns/<int:return_id>/", returns.one, name="return"),
    path("returns/<int:return_id>/send/", returns.send, name="send-return"),
    path("returns/<int:return_id>/file/", returns.send_file, name="send-file"),
    path("returns/<int:return_id>/receive/", returns.receive, name="receive"),
    path("returns/<int:return_id>/form.xlsx", returns.form_out, name="return-form"),
    path("classes/<int:class_id>/", people.school_class, name="class"),
    path("pupils/<int:pupil_id>/", people.pupil, name="pupil"),
    path("staff/<int:member_id>/", people.member, name="member"),
]
