"""What data portals harvest: the catalogue in DCAT-AP, with every file's true size and digest."""

from kiungo.builder.harvest.files import File, files
from kiungo.builder.harvest.profiles import PROFILES, Profile

__all__ = ["PROFILES", "File", "Profile", "files"]
