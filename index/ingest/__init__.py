"""The one way in: what customers say and do, from files to stored records."""

from index.ingest.counting import Counters, FileReport, IngestReport
from index.ingest.quarantine import Quarantined, quarantined
from index.ingest.retrying import retry
from index.ingest.running import ingest

__all__ = ["Counters", "FileReport", "IngestReport", "Quarantined", "ingest", "quarantined", "retry"]
