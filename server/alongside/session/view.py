"""view: what a role is shown of a state; difference: what changed between two views, as it is sent (`update_between`).

`apply_difference(difference(a, b), a) == b` for all views; the browser's twin is `widget/src/shared/view.ts`.
"""

from typing import Any, get_origin

import msgspec

from alongside.protocol import AgentView, CustomerView, Role, Update, View
from alongside.session.aftercare import wrapup_view
from alongside.session.state import State
from alongside.session.watching import for_watcher, seen_by


def view(state: State, role: Role) -> View:
    """What `role` is shown: supervisors as who watches. Deny by default: only agents and above see the form."""
    if role == "agent":
        return _agent_view(state)
    if role in ("supervisor", "administrator"):
        return for_watcher(state, _agent_view(state))
    return _customer_view(state)


def _customer_view(state: State) -> CustomerView:
    return CustomerView(
        session=state.info,
        people=state.people,
        chat=state.chat,
        consent=state.consent,
        highlight=state.highlight,
        feedback=state.feedback,
        rules=state.guide.rules if state.sharing else (),
        checks=state.checking.asked,
        seen=seen_by(state),
    )


def _agent_view(state: State) -> AgentView:
    return AgentView(
        session=state.info,
        people=state.people,
        chat=state.chat,
        consent=state.consent,
        highlight=state.highlight,
        feedback=state.feedback,
        lens=state.lens if state.sharing else None,
        fields=state.fields if state.sharing else {},
        note=state.note,
        playbook=state.guide.info,
        prompt=state.guide.prompt,
        trouble=state.trouble,
        wrapup=wrapup_view(state),
        checks=state.checking.shown,
        check_options=state.checking.options,
        account_open=state.checking.account_open,
        watchers=() if state.info.ended else state.watchers,
        whispers=state.whispers,
    )


def update_between(before: State | None, after: State, role: Role) -> Update:
    """What takes this role's view from `before` (None: nothing yet, or another epoch) to `after`."""
    if before is not None and (before.epoch != after.epoch or before.number == 0):
        before = None  # `after` 0 means from nothing, so that it has to bring everything
    shown = None if before is None else view(before, role)
    return Update(
        epoch=after.epoch,
        after=0 if before is None else before.number,
        number=after.number,
        at=after.at,
        view=difference(shown, view(after, role)),
    )


def difference(before: View | None, after: View) -> dict[str, Any]:
    """The sections of `after` that differ from `before` (None: an empty view), mappings by changed item.

    Costs what changed plus one identity test per untouched item, as folded states share their objects.
    """
    changed: dict[str, Any] = {}
    for section in after.__struct_fields__:
        new = getattr(after, section)
        old = getattr(before, section) if before is not None else None
        if before is not None and new is old:
            continue
        if section in _KEYED:
            items = _changed_items(old or {}, new)
            if items or before is None:
                changed[section] = items
        elif before is None or new != old:
            changed[section] = new
    return changed


def _changed_items(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for id, item in after.items():
        old = before.get(id)
        if item is not old and item != old:
            changed[id] = item
    for id in before.keys() - after.keys():
        changed[id] = None
    return changed


def apply_difference(changed: dict[str, Any], onto: dict[str, Any]) -> dict[str, Any]:
    """The view (as plain sections) after a difference, as a browser would have it."""
    result = dict(onto)
    for section, value in changed.items():
        if section in _KEYED:
            items = {**result.get(section, {}), **value}
            result[section] = {id: item for id, item in items.items() if item is not None}
        else:
            result[section] = value
    return result


_KEYED = frozenset(field.name for field in msgspec.structs.fields(AgentView) if get_origin(field.type) is dict)
