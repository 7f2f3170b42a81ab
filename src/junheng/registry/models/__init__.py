"""Tables of the hall. Saved only by actions; the database keeps promises too (constraints)."""

from junheng.registry.models.classes import ClassYear, SchoolClass
from junheng.registry.models.exchange import Answer, Node, NodeRow
from junheng.registry.models.facilities import Equipment, Ground, Room
from junheng.registry.models.imports import Before, Heading, Import, Turn
from junheng.registry.models.marks import Mark, Turned
from junheng.registry.models.people import Enrolment, Guardian, Household, Post, Pupil, StaffMember
from junheng.registry.models.schools import School, SchoolSpell, Succession, Village

__all__ = ["Answer", "Before", "ClassYear", "Enrolment", "Equipment", "Ground", "Guardian", "Heading", "Household", "Import", "Mark", "Node", "NodeRow", "Post", "Pupil", "Room", "School",
           "SchoolClass", "SchoolSpell", "StaffMember", "Succession", "Turn", "Turned", "Village"]
