"""The hall: what is known of schools, classes, pupils, guardians, staff and facilities."""
