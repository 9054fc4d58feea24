"""The SQL that SQLite and Postgres share: what the store's docstring promises of every statement."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "bot" / "store"
STATEMENT = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|WHERE|AND)\b")
#: What only SQLite understands, and where: each has a twin to be written on the day of a second database.
OWN = {
    "json_group_array(json_array(": "job_rows.py",
    "json_each(?)": "sqlite.py",
    "json_extract(params, '$.count')": "rules.py",
    "prompt LIKE :like": "library.py",  # in any case of the letters
    "prompt GLOB :glob": "library.py",  # of those beyond ASCII, too
    "IS NOT 'given_up'": "sqlite.py",  # as its index says
}
FORBIDDEN = {
    "a conflict names its columns": r"ON CONFLICT\s+DO",
    "an upsert is no replacement": r"INSERT OR|REPLACE INTO",
    "a condition is not summed up": r"(SUM|AVG)\([^()]*([=<>]| IN | IS | LIKE )",
    "a condition is not added": r"[-+*] \([^()]*[=<>]",
    "MAX and MIN are aggregates": r"\b(MAX|MIN)\([^()]*,",
    "HAVING repeats the sum": r"HAVING (?!SUM|COUNT|MAX|MIN)",
    "a word of SQLite's alone": r"\b(IFNULL|GLOB|REGEXP|strftime|datetime|printf|instr|IIF|INDEXED BY)\b",
    "a function on JSON": r"\bjson\w*\(",
    "a comparison of SQLite's alone": r"\bIS (NOT )?(?!NULL|NOT|TRUE|FALSE|DISTINCT)\S|==",
}


def statements() -> Iterator[tuple[str, str]]:
    for path in sorted(FOLDER.glob("*.py")):
        if path.name in ("connection.py", "migrate.py", "migration_backup.py"):  # about the file itself
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            text = literal(node) if id(node) not in inner else ""
            if STATEMENT.match(text):
                yield path.name, text


def literal(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def unnamed_subselects(sql: str) -> Iterator[str]:
    """Return what follows a subselect in FROM that has no name."""
    for found in re.finditer(r"\b(FROM|JOIN) \(", sql):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        if not re.match(r"\s+AS \w", sql[end:]):
            yield sql[end:]


def without_own(file: str, sql: str) -> str:
    for fragment, where in OWN.items():
        sql = sql.replace(fragment, "") if where == file else sql
    return sql


ALL = list(statements())


@pytest.mark.parametrize("rule", list(FORBIDDEN))
def test_a_statement_keeps_to_what_both_databases_know(rule: str) -> None:
    wrong = [sql for file, sql in ALL if re.search(FORBIDDEN[rule], without_own(file, sql))]
    assert not wrong, rule


def test_a_subselect_has_a_name() -> None:
    assert not [end for _, sql in ALL for end in unnamed_subselects(sql)]


def test_every_fragment_of_sqlites_own_is_still_in_use() -> None:
    assert len(ALL) > 60
    for fragment, where in OWN.items():
        assert any(fragment in sql for file, sql in ALL if file == where), fragment


@pytest.mark.parametrize(
    ("rule", "sql"),
    [
        ("a conflict names its columns", "INSERT INTO fact VALUES (?, ?) ON CONFLICT DO NOTHING"),
        ("a condition is not summed up", "SELECT SUM(kind = 'reserve') FROM ledger"),
        ("a condition is not added", "UPDATE job SET attempt = attempt + (:to = 'submitting')"),
        ("MAX and MIN are aggregates", "UPDATE job SET shown_rev = max(shown_rev, ?)".upper()),
        ("HAVING repeats the sum", "SELECT SUM(amount) AS net FROM ledger HAVING net <> 0"),
        ("a function on JSON", "UPDATE person SET preferences = json_set(preferences, ?, ?)"),
        ("a comparison of SQLite's alone", "SELECT 1 FROM job WHERE delivered IS NOT 'dm'"),
    ],
)
def test_the_rule_sees_what_it_forbids(rule: str, sql: str) -> None:
    assert re.search(FORBIDDEN[rule], sql)
    assert list(unnamed_subselects("SELECT 1 FROM (SELECT (1)) WHERE TRUE")) == [" WHERE TRUE"]
