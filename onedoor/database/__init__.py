"""Engine, the one way to write (`Database.write`), and migrations."""
