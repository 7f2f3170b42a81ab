"""The questions of this room: the fitness standard, results read and scored."""

from junheng.rooms.wellbeing.queries.fitness import fitness_standard, scored_csv, scores_of, summary

__all__ = ["fitness_standard", "scored_csv", "scores_of", "summary"]
