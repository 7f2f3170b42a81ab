"""What is counted as what in the published tables (contract part 2), for the register and for the invented county alike."""

from __future__ import annotations

from junheng.registry.values.codes import Degree, RoomKind, Stage, Title

# Stages of the published tables; a vocational school runs none of them.
STAGES = (Stage.KINDERGARTEN, Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR)
# The lowest qualification that lies above the one required (quality-and-balance L1: college, then bachelor).
ABOVE = {Stage.KINDERGARTEN: Degree.COLLEGE, Stage.PRIMARY: Degree.COLLEGE, Stage.JUNIOR: Degree.BACHELOR, Stage.SENIOR: Degree.MASTER}
MIDDLE = frozenset({Title.FIRST, Title.SENIOR, Title.PRINCIPAL_SENIOR})
ARTS_AND_SPORTS = frozenset({"体育与健康", "音乐", "美术"})
NOT_TEACHING = frozenset({RoomKind.OFFICE, RoomKind.DORMITORY, RoomKind.CANTEEN, RoomKind.SPORTS_HALL, RoomKind.HEALTH})
COUNTED = ("teachers_above_degree", "backbone_teachers", "arts_pe_teachers", "teaching_area_m2", "sports_area_m2", "equipment_yuan",
           "multimedia_rooms", "computers", "books", "teachers", "teachers_mid_title")
