"""Values of this room: definitions of indicators and standards, the tables they read, what a measurement says."""
