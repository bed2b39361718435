"""What can be done on the portal. ``WRITE`` opens the editors' door; the others are held besides it."""

WRITE = "portal.write"
EDIT = "portal.edit"
PUBLISH = "portal.publish"
MODERATE = "portal.moderate"
IMPORT = "portal.import"
