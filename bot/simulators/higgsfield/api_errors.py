"""The API's error answers, raised by the account and sent by the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web


class ApiError(Exception):
    """An answer other than 2xx."""

    def __init__(
        self,
        status: int,
        detail: object,
        *,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{status}")
        self.status = status
        self.body: object = {"detail": detail, **(more or {})}
        self.headers = headers or {}

    @property
    def response(self) -> web.Response:
        """The response to send."""
        return answer(self.status, self.body, self.headers)


def answer(status: int, body: object, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return a response of JSON, or of HTML for a body that is a text."""
    if isinstance(body, str):
        return web.Response(status=status, text=body, content_type="text/html", headers=headers)
    return web.json_response(body, status=status, headers=headers)
