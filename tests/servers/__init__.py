"""Real servers on loopback, for tests. Each is a context manager; what they answer is routes.py."""
