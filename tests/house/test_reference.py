"""Every setting, role, action and state is in the docs, as the program has it today."""

from tools import reference

from danvan.conf.roles import ACTIONS, ROLES


def test_the_reference_page_is_what_the_program_says():
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run: python tools/reference.py"


def test_every_variable_that_the_program_reads_is_explained():
    assert reference.read_from_environment() == set(reference.SETTINGS)


def test_every_action_of_the_matrix_has_a_name():
    assert {action for role in ROLES for action in role.actions} == set(ACTIONS)
