"""What other suites assert of foreground sessions, from canned answers and real servers alike."""
