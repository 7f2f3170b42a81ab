"""Addresses of the hall."""

from django.urls import path

from junheng.registry.pages import change, hall, imports, nodes, people, schools

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
    path("nodes/", nodes.index, name="nodes"),
    path("nodes/name/", nodes.name, name="name-node"),
    path("nodes/<int:node_id>/<slug:verb>/", nodes.act, name="node-act"),
    path("classes/<int:class_id>/", people.school_class, name="class"),
    path("pupils/<int:pupil_id>/", people.pupil, name="pupil"),
    path("staff/<int:member_id>/", people.member, name="member"),
]
