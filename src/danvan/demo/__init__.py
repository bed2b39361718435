"""The demo province. It builds itself through the same services that people use, and says that it is invented."""
