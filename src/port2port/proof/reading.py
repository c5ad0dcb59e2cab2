"""A bundle read back: its documents judged, and the headline numbers reckoned anew from them alone."""

import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO

from port2port.norms.judging import judged
from port2port.pure.oscal import results as oscal
from port2port.pure.oscal.faults import Fault
from port2port.pure.oscal.reading import MAX_BYTES, read
from port2port.pure.oscal.results import Numbers, numbers_of

MOST_FILES = 20


class BadBundle(ValueError):
    """No bundle of ours; `faults` by the name of the file, where documents are unsound."""

    def __init__(self, words: str, faults: Mapping[str, list[Fault]] | None = None) -> None:
        self.faults = faults or {}
        super().__init__(words)


def files_of(data: bytes) -> dict[str, bytes]:
    """The bundle's files, held against their hashes. Raises BadBundle."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as bundle:
            entries = bundle.infolist()
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_FILES * MAX_BYTES:
                raise BadBundle("too many or too large files")
            found = {entry.filename: bundle.read(entry) for entry in entries}
    except zipfile.BadZipFile as error:
        raise BadBundle("not a ZIP file") from error
    sums = found.pop("SHA256SUMS", b"").decode("utf-8", "replace").splitlines()
    told = {line[66:]: line[:64] for line in sums}
    if told != {name: sha256(content).hexdigest() for name, content in found.items()}:
        raise BadBundle("the files are not those that SHA256SUMS names")
    return found


def numbers_in(data: bytes) -> Numbers:
    """The headline numbers of a bundle. Raises BadBundle."""
    files = files_of(data)
    if not {"baseline.json", "catalogue/en.json", oscal.RESULTS} <= set(files):
        raise BadBundle("baseline, catalogue or results are missing")
    faults = {name: found for name, found in judged(files).items() if found}
    if faults:
        raise BadBundle("unsound documents", faults)
    profile, catalogue, results = (read(files[name]) for name in ("baseline.json", "catalogue/en.json", oscal.RESULTS))
    try:
        return numbers_of(results, profile, catalogue)
    except ValueError as error:
        raise BadBundle(str(error)) from error
