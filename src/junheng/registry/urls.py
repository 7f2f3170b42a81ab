"""Addresses of the hall."""

from django.urls import path

from junheng.registry.pages import (
    bases,
    calendar,
    change,
    community,
    facilities,
    hall,
    imports,
    lists,
    people,
    schools,
)

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
    path("groups/", community.groups, name="groups"),
    path("papers/", community.papers, name="paper-list"),
    path("papers/<int:paper_id>/file/", community.attach, name="paper-file"),
    path("networks/", community.networks, name="networks"),
    path("bases/", bases.bases, name="bases"),
    path("bases/<int:base_id>/", bases.base, name="base"),
    path("bases/<int:base_id>/book/", bases.book, name="book"),
    path("bases/<int:base_id>/bookings/<int:booking_id>/cancel/", bases.cancel, name="booking-cancel"),
    path("bases/<int:base_id>/bookings/<int:booking_id>/count/", bases.count, name="booking-count"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("facilities/", facilities.facilities, name="facilities"),
    path("facilities/coverage.xlsx", facilities.coverage_out, name="coverage-workbook"),
    path("lists/<slug:name>/", lists.table, name="list"),
    path("lists/<slug:name>/table.xlsx", lists.workbook_out, name="list-workbook"),
    path("lists/<slug:name>/new/", lists.new, name="list-new"),
    path("lists/<slug:name>/<int:row_id>/", lists.one, name="list-row"),
    path("imports/", imports.index, name="imports"),
    path("imports/send/", imports.send, name="send"),
    path("imports/<slug:name>.xlsx", imports.form_out, name="form"),
    path("imports/<int:import_id>/", imports.one, name="import"),
    path("imports/<int:import_id>/copy.xlsx", imports.copy, name="copy"),
    path("imports/<int:import_id>/explain/", imports.explain, name="explain"),
    path("imports/<int:import_id>/take/", imports.take, name="take"),
    path("imports/<int:import_id>/undo/", imports.undo, name="undo"),
    path("classes/<int:class_id>/", people.school_class, name="class"),
    path("pupils/<int:pupil_id>/", people.pupil, name="pupil"),
    path("staff/<int:member_id>/", people.member, name="member"),
]
