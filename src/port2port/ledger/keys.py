"""The organisations' signing keys: outside the database, one file a key, locked with one master key.

A file is `<key id>.key` in KEY_FOLDER, mode 0600: the 32-byte seed in a secret box (XSalsa20-Poly1305). The master key
comes from PORT2PORT_KEY_SECRET or from KEY_FILE. What is public about a key stands in `KeyListing`.
"""

import errno
import logging
import os
import re
import secrets
import stat
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.signing import SigningKey

from port2port.base.lost import FULL
from port2port.base.refusal import Refusal
from port2port.ledger.actions import trail
from port2port.ledger.models import KeyListing, Leaf, Turn
from port2port.pure.envelope import ALGORITHM, key_id
from port2port.pure.ledger_entry import HUB, listing_bytes, whole_milliseconds

logger = logging.getLogger(__name__)
# Rule K4: at most 13 months.
LIFETIME = timedelta(days=395)
# Rule K5: the next key takes over within the last 30 days of the one before.
OVERLAP = timedelta(days=30)
# Two requests that wait for each other may carry times in the other order; the second must not need a key of its own.
LEEWAY = timedelta(hours=1)
# Every kind of secret that this code makes or holds; docs/reference/keys.md has a row for each.
ROLES = (
    "organisation's custodial key",
    "key store's master key",
    "issuer's key of certificates",
    "key of the box of roster seeds",
)
_HEADER = b"port2port-key-1\n"
# A write takes a moment: a draft that is older than this is nobody's any more, whatever two clocks say.
BROKEN_OFF = timedelta(hours=1)
_DRAFT = re.compile(r"(?P<name>.+)\.[0-9a-f]{16}\.new")
NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})


class KeyStoreLocked(Refusal):
    """Nothing can be signed, so nothing can be published."""

    status = 503


class NoMasterKey(KeyStoreLocked):
    words = _(
        "The key store is locked: its key file is missing or cannot be read. Nothing can be signed until the operator "
        "puts it back."
    )


class WrongMasterKey(KeyStoreLocked):
    words = _(
        "The key store is locked: its key file does not fit these keys. The operator must put the right one back."
    )


class OpenKeyFile(KeyStoreLocked):
    words = _(
        "The key store stays locked: others on the machine can read its key file. The operator must set mode 0600."
    )


class LostKey(KeyStoreLocked):
    words = _(
        "Your organisation's signing key is listed, but its file is gone or cannot be read. The operator must restore "
        "or revoke it."
    )


class NoPlaceForKeys(KeyStoreLocked):
    words = _(
        "The key store is locked: no key can be written to its folder. The operator must let this program write there."
    )


class NoSuchKey(Refusal):
    status = 404
    words = _("No key with this id is listed. `port2port key list` shows them all.")


class AlreadyRevoked(Refusal):
    status = 409
    words = _("This key was revoked before. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that can sign, with the limits under which it is listed."""

    keyid: str
    key: SigningKey
    organisation: str
    not_before: datetime
    not_after: datetime

    def serves(self, at: datetime) -> bool:
        """Whether it may sign at that moment and no successor is due."""
        return self.not_before <= at < self.not_after - OVERLAP


# Decrypted keys only. Whether a key may still be used is asked of the database at every signature (store.append).
_opened: dict[str, list[Signer]] = {}


def forget() -> None:
    """Drop every opened key from memory."""
    _opened.clear()


def opened(*, organisation: str, at: datetime) -> Signer | None:
    """A key opened before in this process; the caller must still ask whether it is listed."""
    return next((one for one in _opened.get(organisation, []) if one.serves(at)), None)


def ensure_key(*, organisation: str, now: datetime) -> Signer:
    """The key with which the hub signs for this organisation; made and listed when there is none.

    Raises KeyStoreLocked.
    """
    try:
        return _ensured(organisation, whole_milliseconds(now))
    except KeyStoreLocked as refusal:
        # Who publishes is told in words; who can mend it reads the log.
        logger.error("%s for organisation %s", type(refusal).__name__, organisation, exc_info=refusal)  # noqa: TRY400
        raise


def _ensured(organisation: str, at: datetime) -> Signer:
    _opened.pop(organisation, None)
    listed = next(
        (one for one in KeyListing.objects.usable(organisation=organisation, at=at) if one.not_after - OVERLAP > at),
        None,
    )
    if listed is None:
        signer = _list_new_key(organisation, at)
    else:
        key = _unlock(listed.keyid)
        signer = Signer(listed.keyid, key, organisation, listed.not_before, listed.not_after)
    _opened[organisation] = [signer, *_opened.get(organisation, [])]
    return signer


@dataclass(frozen=True, slots=True)
class Listing:
    """What is public about a key, and whether its file is there."""

    keyid: str
    organisation: str
    not_before: datetime
    not_after: datetime
    revoked_at: datetime | None
    revoked_position: int | None
    has_file: bool


def listings() -> list[Listing]:
    """Every key that was ever listed: an organisation's together, the newest first."""
    return [_listing(row) for row in KeyListing.objects.order_by("organisation", "-not_before", "keyid")]


def listing(keyid: str) -> Listing:
    """One of them. Raises NoSuchKey."""
    row = KeyListing.objects.filter(keyid=keyid).first()
    if row is None:
        raise NoSuchKey
    return _listing(row)


def _listing(row: KeyListing) -> Listing:
    return Listing(
        keyid=row.keyid,
        organisation=row.organisation,
        not_before=row.not_before,
        not_after=row.not_after,
        revoked_at=row.revoked_at,
        revoked_position=row.revoked_position,
        has_file=has_file(row.keyid),
    )


@transaction.atomic
def revoke_key(*, keyid: str, now: datetime) -> int:
    """End a key: nothing signed with it from the returned position on counts, what was logged before stays valid (K6).

    Raises NoSuchKey, AlreadyRevoked.
    """
    # Only who holds the turn knows the last position; who appends next looks at the key's row anew (store.append).
    Turn.objects.select_for_update().get_or_create(pk=1)
    row = listing(keyid)
    if row.revoked_position is not None:
        raise AlreadyRevoked
    last = Leaf.objects.order_by("-position").values_list("position", flat=True).first() or 0
    KeyListing.objects.filter(keyid=keyid).update(revoked_position=last + 1, revoked_at=now)
    trail(actor="server", organisation=row.organisation, act="key.revoke", subject=keyid, outcome="done", now=now)
    forget()
    transaction.on_commit(lambda: throw_away(keyid))
    return last + 1


def make_master_key() -> Path:
    """Write KEY_FILE with a fresh secret unless there is one; `port2port init` and the demo call it, nothing else."""
    path = Path(settings.KEY_FILE)
    if not settings.KEY_SECRET and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_hex(32).encode() + b"\n")
    return path


def _list_new_key(organisation: str, at: datetime) -> Signer:
    key = SigningKey.generate()
    public = key.verify_key.encode()
    signer = Signer(key_id(public), key, organisation, at - LEEWAY, at - LEEWAY + LIFETIME)
    # The file first: a listed key without a file could never sign, a file without a listing harms no one.
    lock_away(signer.keyid, signer.key.encode())
    listing = listing_bytes(
        organisation=organisation,
        algorithm=ALGORITHM,
        public=public,
        not_before=signer.not_before,
        not_after=signer.not_after,
        custody=HUB,
    )
    KeyListing.objects.create(
        keyid=signer.keyid,
        organisation=organisation,
        algorithm=ALGORITHM,
        public=public,
        not_before=signer.not_before,
        not_after=signer.not_after,
        custody=HUB,
        proof=key.sign(listing).signature,
    )
    return signer


def _path(name: str) -> Path:
    return Path(settings.KEY_FOLDER) / f"{name}.key"


def lock_away(name: str, seed: bytes) -> None:
    """Write the 32 bytes of a key under this name, in a box that the master key opens. Raises KeyStoreLocked."""
    folder = Path(settings.KEY_FOLDER)
    sealed = _master_box().encrypt(seed)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(_path(name), _HEADER + b64encode(sealed) + b"\n")
    except OSError as error:
        if error.errno in FULL:
            raise
        raise NoPlaceForKeys from error


def unlocked(name: str) -> bytes:
    """The 32 bytes that were locked away under this name. Raises KeyStoreLocked."""
    box = _master_box()
    try:
        data = _path(name).read_bytes()
    except OSError as error:
        raise LostKey from error
    try:
        seed = box.decrypt(b64decode(data.removeprefix(_HEADER)))
    except (CryptoError, ValueError):
        raise WrongMasterKey from None
    return seed


def throw_away(name: str) -> None:
    """Remove the file of a key that signs no more, and what a write of it that was broken off left."""
    path = _path(name)
    path.unlink(missing_ok=True)
    for draft in _drafts_beside(path):
        draft.unlink(missing_ok=True)


def sweep_drafts(*, now: datetime) -> int:
    """Remove drafts of key files that a broken-off write left; how many. One that may be written now stays."""
    folder, lock = Path(settings.KEY_FOLDER), Path(settings.KEY_FILE)
    drafts = {*_drafts_beside(folder / "*.key"), *_drafts_beside(lock)}
    gone = [one for one in drafts if _is_older(one, now - BROKEN_OFF)]
    for draft in gone:
        draft.unlink(missing_ok=True)
    return len(gone)


def _drafts_beside(path: Path) -> Iterator[Path]:
    """Drafts of this file, or of every one whose name fits, by the names that `_write_once` gives them."""
    for draft in path.parent.glob(f"{path.name}.*.new"):
        found = _DRAFT.fullmatch(draft.name)
        if found and fnmatchcase(found["name"], path.name):
            yield draft


def _is_older(path: Path, than: datetime) -> bool:
    try:
        state = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(state.st_mode) and state.st_mtime < than.timestamp()


def has_file(name: str) -> bool:
    """Whether the file is there."""
    return _path(name).exists()


def _unlock(keyid: str) -> SigningKey:
    try:
        key = SigningKey(unlocked(keyid))
    except ValueError:
        raise WrongMasterKey from None
    if key_id(key.verify_key.encode()) != keyid:
        raise WrongMasterKey
    return key


def _master_box() -> SecretBox:
    secret = settings.KEY_SECRET or _secret_in_file()
    if len(secret) < 32:
        raise NoMasterKey(_("The key store is locked: its secret is shorter than 32 characters."))
    return SecretBox(sha256(b"port2port key store\0" + secret.encode()).digest())


def _secret_in_file() -> str:
    path = Path(settings.KEY_FILE)
    if not path.exists() and settings.DEMO:
        make_master_key()
    try:
        if path.stat().st_mode & 0o077:
            raise OpenKeyFile
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NoMasterKey from error


def _write_whole(path: Path, content: bytes) -> None:
    """As `_write_new`, and nothing under the name where it broke off: half of it would stand there for ever."""
    try:
        _write_new(path, content)
    except FileExistsError:
        raise
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _write_once(path: Path, content: bytes) -> None:
    """The file with all of its content, unless one of this name is there: the first one stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    try:
        _write_new(draft, content)
        # Linked when it is whole: who finds the file under its name never reads the half of it.
        try:
            os.link(draft, path)
        except OSError as problem:
            # A volume without hard links: whoever made the name first writes it.
            if problem.errno not in NO_LINKS:
                raise
            _write_whole(path, content)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        # On disk before the listing is committed: a key lost with the power would make the listing a dead end.
        os.fsync(file.fileno())
