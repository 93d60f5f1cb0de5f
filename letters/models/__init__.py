from letters.models.extract import Addressee, Extract, LineOutcome
from letters.models.inbox import InboxFile
from letters.models.ledger import LedgerEntry, LedgerKey, Suppression
from letters.models.letter import Letter, Reply
from letters.models.letterhead import Letterhead, Picture
from letters.models.mapping import ColumnMapping
from letters.models.print_job import PrintJob
from letters.models.round import Round

__all__ = [
    "Addressee",
    "ColumnMapping",
    "Extract",
    "InboxFile",
    "LedgerEntry",
    "LedgerKey",
    "Letter",
    "Letterhead",
    "LineOutcome",
    "Picture",
    "PrintJob",
    "Reply",
    "Round",
    "Suppression",
]
