"""Addresses of the hall."""

from django.urls import path

from junheng.registry.pages import change, checks, duplicates, hall, imports, people, schools

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
    path("checks/", checks.index, name="checks"),
    path("checks/run/", checks.run, name="checks-run"),
    path("checks/findings/", checks.listed, name="findings"),
    path("checks/findings.xlsx", checks.workbook_out, name="findings-workbook"),
    path("checks/findings/<int:finding_id>/", checks.one, name="finding"),
    path("checks/findings/<int:finding_id>/accept/", checks.accept, name="finding-accept"),
    path("checks/findings/<int:finding_id>/again/", checks.again, name="finding-again"),
    path("checks/findings/<int:finding_id>/mend/", checks.mend, name="finding-mend"),
    path("duplicates/", duplicates.index, name="duplicates"),
    path("duplicates/search/", duplicates.search, name="duplicates-search"),
    path("duplicates/<int:pair_id>/", duplicates.one, name="pair"),
    path("duplicates/<int:pair_id>/decide/", duplicates.decide, name="pair-decide"),
    path("duplicates/<int:pair_id>/merge/", duplicates.merge, name="pair-merge"),
    path("duplicates/<int:pair_id>/part/", duplicates.part, name="pair-part"),
    path("classes/<int:class_id>/", people.school_class, name="class"),
    path("pupils/<int:pupil_id>/", people.pupil, name="pupil"),
    path("staff/<int:member_id>/", people.member, name="member"),
]
