"""Tables of the hall. Saved only by actions; the database keeps promises too (constraints)."""

from junheng.registry.models.bases import Base, BaseDay, Booking
from junheng.registry.models.checks import CheckFinding, CheckRun
from junheng.registry.models.classes import ClassYear, SchoolClass
from junheng.registry.models.corrections import ClassCount, Correction, CountDifference, Headcount
from junheng.registry.models.directory import Contact, DutyDay, OverviewChoice
from junheng.registry.models.duplicates import Merge, Pair
from junheng.registry.models.events import EventStep, FormerNumber, PupilEvent, StaffEvent
from junheng.registry.models.exchange import Answer, Node, NodeRow
from junheng.registry.models.facilities import Equipment, Ground, Room
from junheng.registry.models.imports import Before, Heading, Import, Turn
from junheng.registry.models.marks import Mark, Turned
from junheng.registry.models.national import NationalDifference, NationalFile
from junheng.registry.models.people import Enrolment, Guardian, Household, Post, Pupil, StaffMember
from junheng.registry.models.rounds import Handed, Return, Round, Version
from junheng.registry.models.schools import School, SchoolSpell, Succession, Village
from junheng.registry.models.slips import Slip, SlipRound
from junheng.registry.models.standing import Digital, GroupMember, Paper, Programme
from junheng.registry.models.terms import DayOff, Term

__all__ = ["Answer", "Base", "BaseDay", "Before", "Booking", "CheckFinding", "CheckRun", "ClassCount", "ClassYear", "Contact", "Correction",
           "CountDifference", "DayOff", "Digital", "DutyDay", "Enrolment", "Equipment", "EventStep", "FormerNumber", "Ground",
           "GroupMember", "Guardian", "Handed", "Headcount", "Heading", "Household", "Import", "Mark", "Merge", "NationalDifference", "NationalFile", "Node", "NodeRow",
           "OverviewChoice", "Pair", "Paper", "Post", "Programme", "Pupil", "PupilEvent", "Return", "Room", "Round", "School",
           "SchoolClass", "SchoolSpell", "Slip", "SlipRound", "StaffEvent", "StaffMember", "Succession", "Term", "Turn", "Turned", "Version", "Village"]
