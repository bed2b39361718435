"""Actions on directives, on what receiving units do with them, and on tasks."""

VIEW = "directives.view"
REGISTER = "directives.register"  # write and mend an entry of the register
SEND = "directives.send"  # send it to units, remind them
ANSWER = "directives.answer"  # a receiving unit says how far it is
ASSIGN = "directives.assign"  # give a task to units
EXPORT = "directives.export"
PUBLISH = "directives.publish"  # let everybody read one
