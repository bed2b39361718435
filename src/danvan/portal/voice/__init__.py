"""The readers' voice: comments and counters. What is asked and said of readers; the verbs stand in ``services``."""
