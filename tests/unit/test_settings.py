"""Settings as people write them: what is surely meant is understood, everything else is named with what to do."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from bot.cli.run import warn_of_doubles, warn_of_foreign_names
from bot.domain.errors import StartError
from bot.runtime.secret import Secret
from bot.settings import FIELDS, Settings, load
from bot.settings_sources import names_of

ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
#: A value of each setting, as it is written, and what is read from it.
RIGHT: dict[str, tuple[str, object]] = {
    "DISCORD_TOKEN": ("aaa.bbb.ccc", "aaa.bbb.ccc"),
    "HIGGSFIELD_API_KEY_ID": (ID, ID),
    "HIGGSFIELD_API_KEY_SECRET": ("5ecret", "5ecret"),
    "HIGGSFIELD_BASE_URL": ("https://vendor.test/api/", "https://vendor.test/api"),
    "HIGGSFIELD_ALIAS": ("yes", True),
    "HIGGSFIELD_CONCURRENCY": ("7", 7),
    "HIGGSFIELD_IDEMPOTENT": ("TRUE", True),
    "HIGGSFIELD_INPUT": ("Upload", "upload"),
    "HIGGSFIELD_PRO_INPUT_IMAGES": ("off", False),
    "HIGGSFIELD_RESOLUTIONS": ("1K, 2k", ("1k", "2k")),
    "HIGGSFIELD_MORE_RATIOS": ("1", True),
    "HIGGSFIELD_WEBHOOK_SECRET": ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    "BOT_USER_CREDITS": ("3", 3),
    "BOT_USER_HOURS": ("3", 3),
    "BOT_USER_DAILY_CREDITS": ("3", 3),
    "BOT_DAILY_CREDITS": ("3", 3),
    "BOT_MONTHLY_CREDITS": ("3", 3),
    "BOT_SPENDING_WARNINGS": ("100%, 80 %", (80, 100)),
    "BOT_CREDIT_PRICE": ("0,04", Decimal("0.04")),
    "BOT_CURRENCY": ("eur", "EUR"),
    "BOT_TIME_ZONE": ("Europe/Paris", "Europe/Paris"),
    "BOT_PRICES": ("banana = 2", {"banana": 2, "banana-pro": 3, "banana-pro@2k": 4, "banana-pro@4k": 6}),
    "BOT_MODELS_FILE": ("/srv/models.toml", "/srv/models.toml"),
    "BOT_GUILDS": ("12, 13", frozenset({12, 13})),
    "BOT_LOCALE": ("FR", "fr"),
    "BOT_DATA_DIR": ("/srv/data", Path("/srv/data")),
    "BOT_KEEP_DAYS": ("3", 3),
    "BOT_KEEP_PROMPT_DAYS": ("3", 3),
    "BOT_PRIVACY_URL": ("https://me.test/privacy?lang=en", "https://me.test/privacy?lang=en"),
    "BOT_MIN_FREE_MB": ("3", 3),
    "BOT_DEADLINE_MINUTES": ("2.5", 2.5),
    "BOT_QUEUE_MINUTES": ("2.5", 2.5),
    "BOT_LOG_LEVEL": ("DEBUG", "debug"),
    "BOT_LOG_FORMAT": ("JSON", "json"),
    "BOT_PUBLIC_URL": ("https://bot.test/", "https://bot.test"),
    "BOT_HOST": ("127.0.0.1", "127.0.0.1"),
    "BOT_PORT": ("8081", 8081),
    "BOT_METRICS_PORT": ("9400", 9400),
    "BOT_CANCEL_REACTION": ("off", False),
    "BOT_METRICS_HOST": ("::1", "::1"),
    "BOT_PROXY": ("proxy.test:3128", "http://proxy.test:3128"),
    "BOT_NO_PROXY": ("a.test, .b.test", ("a.test", ".b.test")),
    "BOT_DISCORD_URL": ("http://127.0.0.1:9", "http://127.0.0.1:9"),
}
ODD = ("1e3", "20 credits", "١٢", "-1", "ja", "5m", "2,5", "nan", "inf", "9" * 30, "?", "a b", "http://", '"5', "a\nb")
AROUND: dict[str, Callable[[str], str]] = {
    "spaces": lambda value: f" {value}\t",
    "wide spaces": lambda value: f"\u00a0{value}\u3000",
    "a line's end": lambda value: f"{value}\r\n",
    "quotes": lambda value: f'"{value}"',
    "apostrophes": lambda value: f"'{value}'",
    "typographic quotes": lambda value: f"“{value}”",
    "German quotes": lambda value: f"„{value}“",
    "French quotes": lambda value: f"« {value} »",
    "quotes in quotes": lambda value: f"'\"{value}\"'",
    "invisible characters": lambda value: f"\ufeff\u200b{value}\u2060",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without `.env`, and an environment without settings."""
    for name, field in FIELDS.items():
        for each in {name, *names_of(name, field)}:
            monkeypatch.delenv(each.upper(), raising=False)
            monkeypatch.delenv(each, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def value(settings: Settings, name: str) -> object:
    found = getattr(settings, name.lower())
    return found.reveal() if isinstance(found, Secret) else found


def refusal() -> str:
    with pytest.raises(StartError) as refused:
        load()
    return str(refused.value)


def test_the_table_has_every_setting() -> None:
    assert {name.lower() for name in RIGHT} == set(FIELDS)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("name", RIGHT)
def test_what_surrounds_a_value_by_mistake_is_taken_off(
    name: str, around: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, meant = RIGHT[name]
    monkeypatch.setenv(name, AROUND[around](written))
    assert value(load(), name) == meant


@pytest.mark.parametrize("name", RIGHT)
def test_its_own_name_pasted_along_is_taken_off(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written, meant = RIGHT[name]
    monkeypatch.setenv(name, f"{name}={name} = '{written}'")
    assert value(load(), name) == meant


@pytest.mark.parametrize("name", RIGHT)
def test_a_value_is_the_same_from_the_file_as_from_the_environment(name: str, folder: Path) -> None:
    written, meant = RIGHT[name]
    (folder / ".env").write_text(f"export {name}={written} # a note\n")
    assert value(load(), name) == meant


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", RIGHT)
def test_an_odd_value_is_taken_or_named_and_never_a_traceback(
    name: str, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, odd)
    try:
        settings = load()
    except StartError as error:
        assert f"\n  {name}: " in str(error)
    else:
        assert isinstance(value(settings, name), str | Path | float | Decimal | tuple | frozenset)
        assert "\n" not in str(value(settings, name)) and '"' not in str(value(settings, name))


@pytest.mark.parametrize("name", [name for name, (_, meant) in RIGHT.items() if type(meant) is int])
@pytest.mark.parametrize("odd", ["1e3", "20 credits", "١٢", "-1", "nan", "9" * 30, "5m", "2,5", "0x10"])
def test_what_is_no_number_is_never_taken_for_one(name: str, odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, odd)
    assert f"{name}: " in refusal()


def test_all_that_is_wrong_is_told_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("BOT_DAILY_CREDIT=5\nBOT_LOCALE=xx\n")
    monkeypatch.setenv("BOT_KEEP_DAYS", "0")
    assert refusal().splitlines()[1:] == [
        "  BOT_DAILY_CREDIT (.env, line 1): there is no such setting. Did you mean BOT_DAILY_CREDITS?",
        "  BOT_LOCALE: must be 'en' or 'fr' (.env, line 2)",
        "  BOT_KEEP_DAYS: must be at least 1",
    ]


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("nothing", ["", "  ", '""', "''", "“”", "\u200b"])
def test_nothing_written_is_the_default(name: str, nothing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    default = load()
    monkeypatch.setenv(name, nothing)
    assert load() == default


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("DISCORD_TOKEN", "Bot a.b.c", "a.b.c"),
        ("DISCORD_TOKEN", "bot  a.b.c", "a.b.c"),
        ("DISCORD_TOKEN", "Authorization: Bot a.b.c", "a.b.c"),
        ("DISCORD_TOKEN", "a.\u200bb.c", "a.b.c"),
        ("DISCORD_TOKEN", '"Bot a.b.c"', "a.b.c"),
        ("HIGGSFIELD_API_KEY_ID", f"hf-api-key: {ID}", ID),
        ("HIGGSFIELD_API_KEY_ID", f"Authorization: Key {ID}:5ecret", ID),
        ("HIGGSFIELD_API_KEY_ID", f"Key {ID}:5ecret", ID),
        ("HIGGSFIELD_API_KEY_ID", f"{ID}:5ecret", ID),
        ("HIGGSFIELD_API_KEY_ID", ID.replace("-", ""), ID.replace("-", "")),
        ("HIGGSFIELD_API_KEY_SECRET", "hf-secret: 5ecret", "5ecret"),
        ("HIGGSFIELD_API_KEY_SECRET", f"Authorization: Key {ID}:5ec:ret", "5ec:ret"),
        ("HIGGSFIELD_API_KEY_SECRET", f"{ID}:5ecret", "5ecret"),
        ("HIGGSFIELD_API_KEY_SECRET", "5ec:ret", "5ec:ret"),
    ],
)
def test_a_secret_is_found_in_the_header_that_it_was_copied_with(
    name: str, written: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, written)
    assert value(load(), name) == meant


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("DISCORD_TOKEN", "aaa.bbb\n.ccc", "has a line break inside"),
        ("DISCORD_TOKEN", "aaa. bbb.ccc", "has a space inside"),
        ("DISCORD_TOKEN", "Bearer aaa.bbb", "has a space inside"),
        ("DISCORD_TOKEN", '"aaa.bbb', "has a quote at one end"),
        ("DISCORD_TOKEN", "aaa.bbb”", "has a quote at one end"),
        ("DISCORD_TOKEN", "aaа.bbb", "has a letter that no secret has (U+0430)"),
        ("HIGGSFIELD_API_KEY_ID", "my key", "has a space inside"),
        ("HIGGSFIELD_API_KEY_ID", "demo-key", "is not a key's id, which is a UUID like"),
    ],
)
def test_a_secret_that_can_not_be_meant_is_named_and_not_shown(
    name: str, written: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, written)
    words = refusal()
    assert f"{name}: {said}" in words and written not in words


def test_an_id_and_a_secret_in_each_others_place_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIGGSFIELD_API_KEY_ID", "5ecret")
    monkeypatch.setenv("HIGGSFIELD_API_KEY_SECRET", ID)
    assert "looks like the secret, and HIGGSFIELD_API_KEY_SECRET like the id: exchange them" in refusal()


@pytest.mark.parametrize("secret", ["ab${cd}ef", "$HOME", "a$b", "${a", "100%x%"])
def test_a_dollar_in_a_secret_is_a_dollar(secret: str, folder: Path) -> None:
    (folder / ".env").write_text(f"HIGGSFIELD_API_KEY_SECRET={secret}\nDISCORD_TOKEN='{secret}'\n")
    assert value(load(), "HIGGSFIELD_API_KEY_SECRET") == value(load(), "DISCORD_TOKEN") == secret


def test_a_variable_in_what_is_no_secret_is_replaced_as_ever(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_DOMAIN", "bot.test")
    (folder / ".env").write_text("BOT_PUBLIC_URL=https://${MY_DOMAIN}\nBOT_DAILY_CREDITS=${CAP:-7}\n")
    assert (load().bot_public_url, load().bot_daily_credits) == ("https://bot.test", 7)
    monkeypatch.delenv("MY_DOMAIN")
    assert "BOT_PUBLIC_URL: holds a variable that is set nowhere" in refusal()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("BOT_DAILY_CREDIT", "BOT_DAILY_CREDITS"),
        ("HIGGSFIELD_API_KEYID", "HIGGSFIELD_API_KEY_ID"),
        ("HIGGSFIELD_KEY_ID", "HIGGSFIELD_API_KEY_ID"),
        ("DISCORD_TOKN", "DISCORD_TOKEN"),
        ("DISCORD_BOT_TOKEN", "DISCORD_TOKEN"),
        ("DISCROD_TOKEN", "DISCORD_TOKEN"),
        ("BOT_DATADIR", "BOT_DATA_DIR"),
        ("bot_guild", "BOT_GUILDS"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_what_is_meant(
    name: str, meant: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text(f"# mine\n\n{name}=20\n")
    assert f"  {name} (.env, line 3): there is no such setting. Did you mean {meant}?" in refusal()
    (folder / ".env").unlink()
    monkeypatch.setenv(name, "20")
    assert f"  {name} (in the environment): there is no such setting. Did you mean {meant}?" in refusal()


def test_the_file_is_the_bots_own_and_the_environment_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("BOT_FRIENDS", "3")
    monkeypatch.setenv("DISCORD_TOKEN_OLD", "x")
    assert load() == Settings()
    warn_of_foreign_names(os.environ)
    assert caplog.messages == ["not settings of this bot, so ignored: BOT_FRIENDS, DISCORD_TOKEN_OLD"]
    (folder / ".env").write_text("TZ=Europe/Paris\nCOMPOSE_PROJECT_NAME=x\nBOT_FRIENDS=3\n")
    assert "BOT_FRIENDS (.env, line 3): there is no such setting. Take the line out" in refusal()


def test_a_setting_that_stands_twice_in_the_file_is_told(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / ".env").write_text("BOT_DAILY_CREDITS=20\nBOT_LOCALE=fr\nBOT_LOCALE=fr\nBOT_DAILY_CREDITS=200\n")
    warn_of_doubles(folder / ".env")
    assert load().bot_daily_credits == 200
    [said] = caplog.messages
    assert said.startswith("BOT_DAILY_CREDITS is set twice in ") and said.endswith(
        "in lines 1 and 4: the last one counts"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_in_every_encoding_that_can_be_told(encoding: str, end: str, folder: Path) -> None:
    (folder / ".env").write_bytes(f"# mine{end}BOT_DAILY_CREDITS=7{end}BOT_LOCALE=fr{end}".encode(encoding))
    assert (load().bot_daily_credits, load().bot_locale) == (7, "fr")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("# ok\n# clé du bot\nBOT_LOCALE=fr\n".encode("cp1252"), ".env, line 2: a letter is not written in UTF-8."),
        (b"BOT_LOCALE=fr\nBOT_\0PORT=1\n", ".env, line 2: there is a NUL byte"),
        (codecs.BOM_UTF16_LE + b"A", ".env, line 1: a letter is not written in UTF-8."),
        (b"BOT_LOCALE=fr\nDISCORD_TOKEN\n", ".env, line 2: this is no NAME=value."),
        (b'BOT_LOCALE="fr\n', ".env, line 1: this is no NAME=value."),
        (b"BOT_LOCALE: fr\n", ".env, line 1: this is no NAME=value."),
    ],
)
def test_a_file_that_can_not_be_read_is_named_with_its_line(data: bytes, said: str, folder: Path) -> None:
    (folder / ".env").write_bytes(data)
    assert said in refusal()


def test_a_file_that_is_a_folder_or_another_users_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").mkdir()
    assert ".env is a folder." in refusal()

    def forbidden(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    (folder / ".env").rmdir()
    assert ".env can't be read (Permission denied). Give it to the user that the bot runs as" in refusal()


def test_where_a_wrong_value_stands_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("\nBOT_DAILY_CREDITS=many\nPORT=x\n")
    assert "BOT_DAILY_CREDITS: must be a whole number (.env, line 2)" in refusal()
    assert "PORT: must be a whole number (.env, line 3)" in refusal()
    monkeypatch.setenv("BOT_DAILY_CREDITS", "few")
    assert "BOT_DAILY_CREDITS: must be a whole number\n" in refusal()


def test_of_two_names_of_a_setting_the_one_that_is_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("BOT_PORT=x\nPORT=8081\n")
    assert "BOT_PORT: must be a whole number (.env, line 1)" in refusal()
    monkeypatch.setenv("PORT", "8080")
    monkeypatch.setenv("BOT_PORT", "y")
    assert "BOT_PORT: must be a whole number" in refusal() and ".env" not in refusal()


@pytest.mark.parametrize("name", ["BOT_DATA_DIR", "BOT_MODELS_FILE"])
def test_a_tilde_and_a_variable_in_a_path_are_the_home_folder(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/mara")
    for written in ("~/banana", "$HOME/banana", "${HOME}/banana"):
        (folder / ".env").write_text(f"{name}={written}\n")
        assert str(value(load(), name)) == "/home/mara/banana"
        monkeypatch.setenv(name, written)
        (folder / ".env").unlink()
        assert str(value(load(), name)) == "/home/mara/banana"
        monkeypatch.delenv(name)


@pytest.mark.parametrize("name", ["BOT_DATA_DIR", "BOT_MODELS_FILE"])
@pytest.mark.parametrize("written", ["$NOWHERE/x", "${NOWHERE}/x", "%NOWHERE%/x", "~nobody-here/x"])
def test_a_path_whose_beginning_is_not_known_is_named(name: str, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, written)
    assert f"{name}: " in refusal() and "write it out" in refusal()


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "BOT_PROXY"])
def test_a_proxy_of_the_environment_is_taken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "http://me:pass%40word@proxy.test:3128/")
    monkeypatch.setenv(name.swapcase(), "")  # on some hosts the other spelling is there, and empty
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1, .intern.test")
    proxy = load().proxy()
    assert proxy.for_url("https://discord.com/api") == "http://me:pass%40word@proxy.test:3128"
    assert proxy.for_url("https://a.intern.test/") is None
    assert {"pass%40word", "pass@word"} < set(load().secrets())


@pytest.mark.parametrize(
    "wrong", ["socks5://me:hush@h:1", "socks://h", "ftp://h", "http://", "http://h/path", "h:99999"]
)
def test_what_is_no_proxy_is_named_and_not_shown(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", wrong)
    words = refusal()
    assert "HTTPS_PROXY: " in words and "hush" not in words
    assert ("a SOCKS proxy can't be used" in words) == wrong.startswith("socks")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("BOT_CREDIT_PRICE", "0.04 USD"),
        ("BOT_CREDIT_PRICE", "NaN"),
        ("BOT_CREDIT_PRICE", "1.2.3"),
        ("BOT_CREDIT_PRICE", "-1"),
        ("BOT_CREDIT_PRICE", "0.000000001"),
        ("BOT_CREDIT_PRICE", "10000000"),
        ("BOT_CURRENCY", "dollars"),
        ("BOT_TIME_ZONE", "Europe/Atlantis"),
        ("BOT_TIME_ZONE", "../etc/passwd"),
        ("BOT_TIME_ZONE", "Europe"),
        ("BOT_SPENDING_WARNINGS", "0"),
        ("BOT_SPENDING_WARNINGS", "120"),
        ("BOT_SPENDING_WARNINGS", "fifty"),
    ],
)
def test_money_that_can_not_be_meant_is_named(name: str, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, written)
    with pytest.raises(StartError, match=name):
        load()
