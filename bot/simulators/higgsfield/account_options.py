"""The account's options: everything in which one customer, or one generation of the API, differs from another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.simulators.higgsfield.models import BUILT_IN, NANO_BANANA_PRO, Model


@dataclass(frozen=True, kw_only=True)
class AccountOptions:
    """The simulated account's credentials, limits, models and pace."""

    key_id: str = "demo-key"
    secret: str = "demo-secret"  # noqa: S105  the simulator's own, it opens nothing
    shape: str = "v2"  # how the flat paths answer a submit: "v2" (request_id …) or "v1" (a job set)
    concurrency: int = 4  # requests queued + drawing; above it a 400
    queue: bool = False  # the newer way: above `concurrency` requests wait, a 429 only when the queue is full
    idempotent: bool = False  # honours Idempotency-Key
    webhook_secret: str = ""  # `whsec_…`: webhooks are signed with it, the newer way
    uploads: bool = True  # False: /files/generate-upload-url answers 404
    pro: bool = True  # False: /nano-banana-pro answers 404
    pro_inputs: bool = True  # False: input_images on Pro answers 422
    models: tuple[Model, ...] = ()  # beside the two built in; their paths are those at the server's start
    credits: float | None = None  # None: endless
    webhook_pauses_s: tuple[float, ...] = (0.0, 0.1, 0.5, 2.0)  # before each try, until one is answered with 2xx
    queued_s: float = 1.0
    drawing_s: tuple[float, float] = (3.0, 8.0)  # from … to, chosen by seed and prompt
    pace: float = 1.0  # stretches the times that directives in the prompt ask for; 0 in tests
    seed: int = 0
    small: bool = False  # pictures of at most 64 pixels, for tests

    @property
    def queue_limit(self) -> int:
        """Pictures (not requests) that may wait or be drawn at once when `queue` is on."""
        return 4 * self.concurrency

    @property
    def offered(self) -> dict[str, Model]:
        """The models that the account may call, by name."""
        models = {model.name: model for model in (*BUILT_IN, *self.models)}
        pro = models.pop(NANO_BANANA_PRO.name)
        return models | ({pro.name: replace(pro, takes_inputs=self.pro_inputs)} if self.pro else {})
