"""Headquarters' address as people type it."""

import pytest

from sync.client.address import parse_address
from sync.client.errors import NotAnAddress, PlainHttpRefused


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://hq.example.cn", "https://hq.example.cn"),
        ("  hq.example.cn/ ", "https://hq.example.cn"),
        ("hq.example.cn:8443", "https://hq.example.cn:8443"),
        ("https://hq.example.cn:443/outpost/", "https://hq.example.cn/outpost"),
        ("HTTPS://HQ.example.cn", "https://hq.example.cn"),
        ("https://10.0.0.5:8765", "https://10.0.0.5:8765"),
        ("https://[fe80::1]:8765", "https://[fe80::1]:8765"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://localhost:8765", "http://localhost:8765"),
        ("http://[::1]:8765", "http://[::1]:8765"),
    ],
)
def test_what_is_meant(typed: str, url: str) -> None:
    assert parse_address(typed).url == url
    assert parse_address(url) == parse_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "http://hq.example.cn",
        "http://10.0.0.5:8765",
        "http://192.168.1.1",
        "http://127.0.0.1.example.cn",
        "http://localhost.example.cn",
        "http://0.0.0.0:80",
        "http://2130706433.cn",
    ],
)
def test_unencrypted_only_to_this_computer(typed: str) -> None:
    with pytest.raises(PlainHttpRefused):
        parse_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "https://",
        "ftp://hq.example.cn",
        "https://user:pw@hq.example.cn",
        "https://user@hq.example.cn",
        "https://hq.example.cn?x=1",
        "https://hq.example.cn#x",
        "https://hq.example.cn:99999",
        "https://hq.example.cn:abc",
        "https://hq example.cn",
        "https://[::1",
        "C:\\hq",
    ],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(NotAnAddress):
        parse_address(typed)
