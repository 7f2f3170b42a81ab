"""Rules of this room: definitions read, the plain engine (the referee), verdicts. No Django, no files, no clock."""
