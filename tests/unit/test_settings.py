"""Settings: default < environment < flag."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiungo.errors import SettingsError
from kiungo.settings import SETTINGS, load


def test_a_flag_wins_over_the_environment_and_that_over_the_default() -> None:
    assert load({}, {}).port == 8000
    assert load({"KIUNGO_PORT": "8001"}, {}).port == 8001
    assert load({"KIUNGO_PORT": "8001"}, {"port": 8002}).port == 8002
    assert load({}, {"release": "elsewhere"}).release == Path("elsewhere")


@pytest.mark.parametrize(("name", "value", "says"), [
    ("KIUNGO_PORTT", "1", "KIUNGO_PORTT"), ("KIUNGO_PORT", "many", "no int"), ("KIUNGO_QUERY_SECONDS", "-1", "negative"),
    ("KIUNGO_CRAWLERS", "some", "allow, limited, deny"),
    ("KIUNGO_PUBLIC_URL", "data.example.org", "write it like"), ("KIUNGO_MOUNT", "data/", "write it like /data"),
    ("KIUNGO_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.300", r"trusted_proxies: .*10\.0\.0\.300"),
])
def test_what_cannot_be_used_is_named(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        load({name: value}, {})


def test_every_setting_says_what_it_does() -> None:
    assert all(each.help.endswith(".") for each in SETTINGS)
