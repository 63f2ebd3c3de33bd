"""The lens: applying what the customer's browser reports, whatever it reports."""

from msgspec import UNSET
from msgspec.structs import replace
from talk import FORM

from alongside.lens import changed, clean_change, clean_model, opened
from alongside.protocol import Field, LensChanged, LensModel, LensPage, Step

PAGE, FIELDS = opened(FORM, at=1)


def after(change: LensChanged, page: LensPage = PAGE) -> tuple[LensPage, dict[str, Field]]:
    return changed(page, FIELDS, change, at=2)


def field(id: str) -> Field:
    return Field(id=id, step="s1", name=id.title(), kind="text", state="typing")


def test_a_whole_report_gives_the_page_and_its_fields_by_id() -> None:
    assert (
        LensPage(
            page="p1",
            title="Apply for a permit",
            steps=FORM.steps,
            order=("name", "born", "card"),
            focus="name",
            changed="",
            changed_at=1,
        )
        == PAGE
    )
    assert tuple(FIELDS.values()) == FORM.fields


def test_a_field_reported_twice_stands_once_as_reported_last() -> None:
    twice = (field("a"), field("b"), replace(field("a"), state="filled"))
    page, fields = opened(LensModel(page="p", title="", fields=twice), at=1)
    assert page.order == ("a", "b")
    assert fields["a"].state == "filled"


def test_a_focus_on_an_unknown_field_is_no_focus() -> None:
    assert opened(replace(FORM, focus="nowhere"), at=1)[0].focus == ""
    assert after(LensChanged(page="p1", focus="nowhere"))[0].focus == ""


def test_a_changed_field_takes_the_place_of_the_one_before() -> None:
    page, fields = after(LensChanged(page="p1", fields=(field("born"),)))
    assert fields == {**FIELDS, "born": field("born")}
    assert (page.order, page.changed, page.changed_at) == (PAGE.order, "born", 2)


def test_a_change_leaves_untouched_fields_the_same_objects() -> None:
    _, fields = after(LensChanged(page="p1", fields=(field("born"),)))
    assert fields["name"] is FIELDS["name"]


def test_what_was_there_before_the_change_stays_as_it_was() -> None:
    after(LensChanged(page="p1", fields=(field("new"),), gone=("name",), order=("card",)))
    assert opened(FORM, at=1) == (PAGE, FIELDS)


def test_a_new_field_without_a_place_comes_last() -> None:
    page, _ = after(LensChanged(page="p1", fields=(field("new"),)))
    assert page.order == ("name", "born", "card", "new")


def test_a_new_order_is_taken() -> None:
    page, _ = after(LensChanged(page="p1", fields=(field("new"),), order=("new", "card", "born", "name")))
    assert page.order == ("new", "card", "born", "name")


def test_unknown_and_repeated_ids_in_an_order_are_passed_over_and_forgotten_ones_come_last() -> None:
    page, _ = after(LensChanged(page="p1", order=("card", "ghost", "card", "name")))
    assert page.order == ("card", "name", "born")


def test_an_order_of_nothing_leaves_every_field_somewhere() -> None:
    assert after(LensChanged(page="p1", order=()))[0].order == PAGE.order


def test_an_order_that_moves_nothing_is_the_same_object() -> None:
    assert after(LensChanged(page="p1", order=("name", "born", "card")))[0].order is PAGE.order


def test_a_field_that_is_gone_leaves_fields_order_and_focus() -> None:
    page, fields = after(LensChanged(page="p1", gone=("name",)))
    assert "name" not in fields
    assert (page.order, page.focus) == (("born", "card"), "")


def test_an_unknown_field_may_be_gone() -> None:
    assert after(LensChanged(page="p1", gone=("ghost",))) == (PAGE, FIELDS)


def test_a_field_both_reported_and_gone_is_gone_and_not_the_last_change() -> None:
    page, fields = after(LensChanged(page="p1", fields=(field("born"), field("new")), gone=("new",)))
    assert "new" not in fields
    assert page.changed == "born"


def test_the_focus_moves_to_a_field_of_the_same_change_and_away() -> None:
    assert after(LensChanged(page="p1", fields=(field("new"),), focus="new"))[0].focus == "new"
    assert after(LensChanged(page="p1", focus=""))[0].focus == ""


def test_what_a_change_does_not_mention_stays() -> None:
    page, fields = after(LensChanged(page="p1"))
    assert (page, fields) == (PAGE, FIELDS)
    assert fields is FIELDS


def test_steps_and_title_are_replaced_whole() -> None:
    steps = (Step(id="s9", name="Done", state="done"),)
    page, _ = after(LensChanged(page="p1", steps=steps, title="Thank you"))
    assert (page.steps, page.title) == (steps, "Thank you")


def test_a_field_of_an_unknown_step_is_kept() -> None:
    stray = replace(field("stray"), step="nowhere")
    assert after(LensChanged(page="p1", fields=(stray,)))[1]["stray"] == stray


def test_cleaning_leaves_clean_reports_as_they_are() -> None:
    change = LensChanged(page="p1", fields=FORM.fields, order=("name",), focus="name")
    assert clean_model(FORM) == FORM
    assert clean_change(change) == change


def test_cleaning_says_nothing_that_the_change_did_not() -> None:
    clean = clean_change(LensChanged(page="p1"))
    assert (clean.steps, clean.title, clean.order, clean.focus) == (UNSET, UNSET, UNSET, UNSET)
