"""Rows of profiles, segments, alerts and cases as records, and back."""

from typing import Any

from sqlalchemy import Row

from index.records import Alert, Case, CaseUpdate, Profile, ProfileChange, Reason, Segment, SegmentEvent
from index.store.documents import from_document, records, to_document
from index.store.moments import maybe_moment, moment, seconds

Values = dict[str, Any]


def profile(document: object) -> Profile:
    """The document of a row of ``profiles``."""
    return from_document(Profile, document)


def profile_values(record: Profile) -> Values:
    """All columns of ``profiles``: the document, and what lists are filtered and sorted by."""
    return {
        "customer_id": record.customer_id,
        "as_of": seconds(record.as_of),
        "abc": record.abc,
        "lifecycle": record.lifecycle,
        "rfm_label": record.rfm.label,
        "tier": record.tier,
        "level": record.level,
        "segment_id": int(record.segment.segment_id),
        "probability": None if record.risk is None else float(record.risk.probability),
        "value_at_risk": float(record.value_at_risk),
        "document": to_document(record),
    }


def change(row: Row[Any], customer_id: str) -> ProfileChange:
    """A row of ``profile_changes``, under the id that was kept."""
    return ProfileChange(
        customer_id, moment(row.at), row.what, row.old, row.new, records(Reason, row.reasons)
    )


def change_values(record: ProfileChange) -> Values:
    """All columns of ``profile_changes`` but ``id``, which the database gives."""
    return {
        **{name: getattr(record, name) for name in ("customer_id", "what", "old", "new")},
        "at": seconds(record.at),
        "reasons": to_document(record.reasons),
    }


def segment(row: Row[Any]) -> Segment:
    """A row of ``segments``."""
    return Segment(
        id=row.id,
        names=row.names,
        portrait=row.portrait,
        size=row.size,
        share=row.share,
        reasons=records(Reason, row.reasons),
        as_of=moment(row.as_of),
        medoids=tuple(row.medoids),
    )


def event(document: object) -> SegmentEvent:
    """The document of a row of ``segment_events``."""
    return from_document(SegmentEvent, document)


def event_values(record: SegmentEvent) -> Values:
    """All columns of ``segment_events``."""
    return {
        "at": seconds(record.at),
        "segment_id": int(record.segment),
        "what": record.what,
        "document": to_document(record),
    }


def segment_values(record: Segment) -> Values:
    """All columns of ``segments``, in use."""
    return {
        "id": int(record.id),
        "names": dict(record.names),
        "portrait": dict(record.portrait),
        "size": int(record.size),
        "share": float(record.share),
        "reasons": to_document(record.reasons),
        "medoids": list(record.medoids),
        "as_of": seconds(record.as_of),
        "retired": False,
    }


def alert(row: Row[Any], customer_id: str) -> Alert:
    """A row of ``alerts``, under the id that was kept."""
    return Alert(row.id, customer_id, moment(row.at), row.kind, records(Reason, row.reasons))


def alert_values(record: Alert) -> Values:
    """All columns of ``alerts``."""
    return {
        **{name: getattr(record, name) for name in ("id", "customer_id", "kind")},
        "at": seconds(record.at),
        "reasons": to_document(record.reasons),
    }


def case(row: Row[Any], customer_id: str) -> Case:
    """A row of ``cases``, under the id that was kept."""
    return Case(
        id=row.id,
        alert_id=row.alert_id,
        customer_id=customer_id,
        state=row.state,
        opened_at=moment(row.opened_at),
        assignee=row.assignee,
        snoozed_until=maybe_moment(row.snoozed_until),
        closed_at=maybe_moment(row.closed_at),
    )


def case_update(row: Row[Any]) -> CaseUpdate:
    """A row of ``case_updates``."""
    return CaseUpdate(row.case_id, moment(row.at), row.actor, row.action, row.note, row.key)


def case_update_values(record: CaseUpdate) -> Values:
    """All columns of ``case_updates``."""
    plain = ("key", "case_id", "actor", "action", "note")
    return {**{name: getattr(record, name) for name in plain}, "at": seconds(record.at)}
