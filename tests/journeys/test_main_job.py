"""The main job from end to end, as four people do it in their browsers. The chapters stand in ``main_job``."""

import pytest

from .main_job import Story, draft
from .papers import Paper, Sums


@pytest.fixture(scope="module")
def story():
    """What people did so far; a chapter is told once, whichever test asks for it first."""
    return Story()


@pytest.mark.row(1)
@pytest.mark.trust("T10")
def test_a_directive_is_entered_after_three_refusals_at_their_fields_and_nothing_typed_is_lost(story, visitor):
    story.tell("entered", visitor)


@pytest.mark.row(3, 17)
@pytest.mark.trust("T53")
def test_it_is_sent_to_chosen_communes_after_a_preview_and_a_double_click_sends_it_once(story, visitor):
    story.tell("sent", visitor)


@pytest.mark.row(4, 5)
def test_the_commune_officer_finds_it_on_the_phone_and_takes_four_steps(story, visitor):
    story.tell("begun", visitor)


@pytest.mark.row(40, 41, 53)
def test_the_report_grid_says_at_the_place_what_is_wrong_and_does_not_file_it(story, visitor):
    story.tell("typed", visitor)


@pytest.mark.row(53)
@pytest.mark.trust("T53")
def test_once_it_is_right_a_double_click_files_it_once(story, visitor):
    story.tell("filed", visitor)


@pytest.mark.row(43, 44)
def test_the_province_returns_a_cell_with_a_reason_and_an_old_tab_cannot_accept_what_it_did_not_show(story, visitor):
    story.tell("returned", visitor)


@pytest.mark.row(18, 44)
def test_the_second_filing_shows_what_changed_and_is_accepted(story, visitor):
    story.tell("accepted", visitor)


@pytest.mark.row(64)
def test_the_new_totals_lead_down_to_the_cell_and_who_filed_it(story, visitor):
    story.tell("added", visitor)


@pytest.mark.row(65)
def test_the_draft_of_the_review_writes_itself_and_takes_another_sentence_with_a_living_figure(story, visitor):
    story.tell("drafted", visitor)


@pytest.mark.row(65, 66)
def test_every_figure_of_the_issued_word_file_is_what_the_filed_cells_add_up_to(story, visitor):
    story.tell("issued", visitor)


@pytest.mark.row(66)
def test_a_number_of_the_issued_review_still_leads_to_its_sources(story, visitor):
    story.tell("opened_again", visitor)


@pytest.mark.row(65)
def test_the_figures_of_all_communes_in_a_monthly_review_are_those_of_their_cells(program, visitor):
    with program.database() as database:
        period = database.execute(
            "select period from figures_filing group by 1 order by count(*) desc, period limit 1"
        ).fetchone()[0]
        sums = Sums(database, period)
    clerk = visitor("chuyenvien")
    draft(clerk.go("/so-ket/moi/"), "yearly", period)
    clerk.check()
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="DOCX").click()
    totals, figures = Paper(download.value.path()).compare(sums)
    assert totals == len(sums.wholes)
    assert figures > 1000
