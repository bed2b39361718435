"""Settings: ``base`` is shared; ``local`` runs the demo, ``test`` the tests, ``production`` a real office."""
