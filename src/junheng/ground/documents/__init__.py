"""Documents in and out: any of .txt .html .docx .pdf into clean numbered blocks, official papers back."""

from junheng.ground.documents.read import inspect_document, read_document
from junheng.ground.documents.sniff import LIMIT_BYTES

__all__ = ["LIMIT_BYTES", "inspect_document", "read_document"]
