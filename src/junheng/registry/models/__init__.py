"""Tables of the hall. Saved only by actions; the database keeps promises too (constraints)."""

from junheng.registry.models.bases import Base, BaseDay, Booking
from junheng.registry.models.classes import ClassYear, SchoolClass
from junheng.registry.models.facilities import Equipment, Ground, Room
from junheng.registry.models.imports import Before, Heading, Import, Turn
from junheng.registry.models.people import Enrolment, Guardian, Household, Post, Pupil, StaffMember
from junheng.registry.models.schools import School, SchoolSpell, Succession, Village
from junheng.registry.models.standing import Digital, GroupMember, Paper, Programme
from junheng.registry.models.terms import DayOff, Term

__all__ = ["Base", "BaseDay", "Before", "Booking", "ClassYear", "DayOff", "Digital", "Enrolment", "Equipment", "Ground", "GroupMember", "Guardian", "Heading",
           "Household", "Import", "Paper", "Post", "Programme", "Pupil", "Room", "School", "SchoolClass", "SchoolSpell", "StaffMember", "Succession", "Term",
           "Turn", "Village"]
