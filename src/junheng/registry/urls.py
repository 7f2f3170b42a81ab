"""Addresses of the hall."""

from django.urls import path

from junheng.registry.pages import change, directory, duty, hall, imports, overview, people, places, schools

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
    path("overview/", overview.overview, name="overview"),
    path("overview/columns/", overview.choose, name="overview-columns"),
    path("overview/table.xlsx", overview.workbook_out, name="overview-workbook"),
    path("map/", places.county_map, name="map"),
    path("directory/", directory.directory, name="directory"),
    path("directory/table.xlsx", directory.workbook_out, name="directory-workbook"),
    path("directory/<int:unit_id>/", directory.contact, name="contact"),
    path("duty/", duty.rota, name="duty"),
    path("duty/table.xlsx", duty.workbook_out, name="duty-workbook"),
    path("duty/<int:unit_id>/fill/", duty.fill, name="duty-fill"),
    path("duty/<int:unit_id>/bring/", duty.bring, name="duty-bring"),
    path("duty/<int:unit_id>/swap/", duty.swap, name="duty-swap"),
    path("classes/<int:class_id>/", people.school_class, name="class"),
    path("pupils/<int:pupil_id>/", people.pupil, name="pupil"),
    path("staff/<int:member_id>/", people.member, name="member"),
]
