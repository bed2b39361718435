"""What can be done with the reader's documents."""

VIEW = "reader.view"
CONFIRM = "reader.confirm"
