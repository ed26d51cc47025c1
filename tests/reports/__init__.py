"""Tests of the reports. Their texts are written out, as a user reads them."""
