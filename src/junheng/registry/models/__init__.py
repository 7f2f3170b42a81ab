"""Tables of the hall. Saved only by actions; the database keeps promises too (constraints)."""

from junheng.registry.models.classes import ClassYear, SchoolClass
from junheng.registry.models.corrections import ClassCount, Correction, CountDifference, Headcount
from junheng.registry.models.directory import Contact, DutyDay, OverviewChoice
from junheng.registry.models.events import EventStep, FormerNumber, PupilEvent, StaffEvent
from junheng.registry.models.facilities import Equipment, Ground, Room
from junheng.registry.models.imports import Before, Heading, Import, Turn
from junheng.registry.models.people import Enrolment, Guardian, Household, Post, Pupil, StaffMember
from junheng.registry.models.rounds import Handed, Return, Round, Version
from junheng.registry.models.schools import School, SchoolSpell, Succession, Village

__all__ = ["Before", "ClassCount", "ClassYear", "Contact", "Correction", "CountDifference", "DutyDay", "Enrolment", "Equipment",
           "EventStep", "FormerNumber", "Ground", "Guardian", "Handed", "Headcount", "Heading", "Household", "Import", "OverviewChoice",
           "Post", "Pupil", "PupilEvent", "Return", "Room", "Round", "School", "SchoolClass", "SchoolSpell", "StaffEvent", "StaffMember",
           "Succession", "Turn", "Version", "Village"]
