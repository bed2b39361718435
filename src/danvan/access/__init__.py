"""Who may do what, where and when: people, their posts, their grants, and the one permission rule.

A person holds posts (titles in bodies, dated) and grants (a role on a unit and all that stands under it, dated).
``Actor`` is that person on one day, loaded once a request. ``PermittedQuerySet.permitted(actor, action)`` is the
only rule: lists, objects, buttons, exports and files all ask it, and absence means closed.

This app does not keep passwords or sign people in; django-allauth does.
"""
