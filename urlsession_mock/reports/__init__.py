"""One recording, several pictures of it."""
