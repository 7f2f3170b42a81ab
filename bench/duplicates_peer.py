"""Splink's side of the bench of duplicates: run by a Python that has it. Reads a table of people, writes scored pairs and seconds.

python duplicates_peer.py PEOPLE.csv PAIRS.csv
"""

from __future__ import annotations

import csv
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# The keys by which the house brings people together, and its traits.
BLOCKS = [block_on("number"), block_on("sound", "year"), block_on("sound", "day"), block_on("born", "first_sound"), block_on("phone")]
TRAITS = [
    cl.LevenshteinAtThresholds("number", [1, 2]), cl.LevenshteinAtThresholds("name", 1), cl.ExactMatch("sound"),
    cl.LevenshteinAtThresholds("born", 1), cl.ExactMatch("sex"), cl.ExactMatch("phone"), cl.ExactMatch("guardian"),
    cl.ExactMatch("home").configure(term_frequency_adjustments=True)]


def main(people: str, out: str) -> None:
    """Trains on the table itself, as the manual shows, and scores every pair."""
    table = duckdb.connect()
    table.execute(f"create table people as select * from read_csv('{people}', all_varchar=true, header=true, nullstr='')")
    start = time.process_time()
    api = DuckDBAPI(connection=table)
    settings = SettingsCreator(link_type="dedupe_only", unique_id_column_name="id", comparisons=TRAITS, blocking_rules_to_generate_predictions=BLOCKS)
    linker = Linker(api.register("people"), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("number")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("sound", "year"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("born"))
    rows = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    seconds = time.process_time() - start
    with open(out, "w", newline="", encoding="utf-8") as file:
        write = csv.writer(file)
        write.writerow(["seconds", f"{seconds:.3f}", ""])
        write.writerows([row["id_l"], row["id_r"], row["match_probability"]] for row in rows)


main(*sys.argv[1:])
