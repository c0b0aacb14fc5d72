"""What data portals harvest: the catalogue in DCAT-AP, the rules it must keep, the score by which portals rate it."""
