"""Where a SQLite database may lie: on a disk of this machine, for its log needs shared memory."""

import re
from pathlib import Path

_FAR = re.compile(r"nfs\d?|cifs|smb\w*|afs|ceph|glusterfs|lustre|fuse\.(sshfs|s3fs|rclone)")
_MOUNTS = Path("/proc/mounts")


def far(folder: Path, mounts: str | None = None) -> str:
    """The kind of network file system that a folder lies on, like `nfs4`; "" on a local disk.

    `mounts` is the text of /proc/mounts; where a system has none, nothing is known against it.
    """
    if mounts is None:
        mounts = _MOUNTS.read_text(errors="replace") if _MOUNTS.exists() else ""
    own = folder.resolve()
    under: list[tuple[int, str]] = []
    for line in mounts.splitlines():
        _device, point, kind, *_rest = line.split(" ")
        place = Path(re.sub(r"\\(\d{3})", lambda m: chr(int(m[1], 8)), point))
        if own.is_relative_to(place):
            under.append((len(place.parts), kind))
    kind = max(under, key=lambda one: one[0])[1] if under else ""  # the innermost counts
    return kind if _FAR.fullmatch(kind) else ""
