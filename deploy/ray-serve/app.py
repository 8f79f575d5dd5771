"""
The two towers of one checkpoint behind `/v1/embeddings`, as a Ray Serve application.

`build` is what `start.py` runs on one machine and what `rayservice.yaml` names on a cluster.
"""

import asyncio
import base64
import binascii
import hmac
import os
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from ray import serve
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from towers import NotAPictureError, Towers, decode, fingerprint, load

#: Texts or pictures of one request.
MOST_INPUTS = 256
#: Characters of one input. A PNG of 512 × 512 is about a million in base64.
LONGEST_INPUT = 16_000_000
#: Bytes of one request, which is held in memory as a whole: 16 pictures of Spellwright's have some 16 million at most.
MOST_BYTES = 64_000_000
#: The variable with the Bearer token that is asked for; without it whoever reaches the port is served.
TOKEN_VARIABLE = "SPELLWRIGHT_SERVER_TOKEN"


class Settings(BaseModel):
    """What the application is built from: `args` in `rayservice.yaml`, options of `start.py`."""

    checkpoint: str
    #: The model's name in requests; the folder's name by default.
    name: str | None = None
    device: str = "cpu"
    min_replicas: int = Field(1, ge=1)
    max_replicas: int = Field(2, ge=1)
    #: Cores of one replica, which are also the threads of its torch.
    cpus: float = Field(1, gt=0)
    gpus: float = Field(0, ge=0)
    #: Texts or pictures of one run, from all requests that wait.
    batch: int = Field(32, ge=1)
    #: Requests under way in one replica, on average, before another is started.
    target_requests: float = Field(2, gt=0)


class EmbeddingRequest(BaseModel):
    model: str | None = None
    input: (
        Annotated[str, Field(max_length=LONGEST_INPUT)]
        | Annotated[
            list[Annotated[str, Field(max_length=LONGEST_INPUT)]],
            Field(min_length=1, max_length=MOST_INPUTS),
        ]
    )
    modality: Literal["text", "image"] = "text"
    encoding_format: Literal["float", "base64"] = "float"


def check_token(request: Request) -> None:
    wanted = os.environ.get(TOKEN_VARIABLE, "")
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if wanted and not hmac.compare_digest(given.encode(), wanted.encode()):
        raise HTTPException(401, "a Bearer token is asked for")


def bytes_of(uri: str) -> bytes:
    """The bytes of a data URI. Other addresses are refused: this server fetches nothing for anybody."""
    head, comma, body = uri.partition(",")
    if not comma or not head.startswith("data:") or not head.endswith(";base64"):
        raise HTTPException(400, "a picture is sent as a data URI with base64")
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise HTTPException(400, f"broken base64: {error}") from error


def encoded(row: np.ndarray, as_base64: bool) -> str | list[float]:
    """A row as little-endian float32 in base64, or as numbers."""
    return base64.b64encode(row.astype("<f4").tobytes()).decode() if as_base64 else row.tolist()


class Bounded:
    """Refuses a request that is longer than MOST_BYTES as soon as that is known, before anything reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or len(length) > 12 or int(length) > MOST_BYTES:
            body = {"error": {"message": f"more than {MOST_BYTES} bytes", "type": "invalid_request_error"}}
            await JSONResponse(body, status_code=413)(scope, receive, send)
            return
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BYTES:  # one that came in pieces and did not say its length
                raise HTTPException(413, f"more than {MOST_BYTES} bytes")
            return message

        await self._app(scope, bounded, send)


api = FastAPI(title="Spellwright towers", docs_url=None, redoc_url=None, openapi_url=None)
api.add_middleware(Bounded)


@api.exception_handler(HTTPException)
async def as_openai(_: Request, error: HTTPException) -> JSONResponse:
    """Errors in the form that OpenAI's clients read."""
    body = {"error": {"message": error.detail, "type": "invalid_request_error"}}
    return JSONResponse(body, status_code=error.status_code)


@serve.deployment(health_check_period_s=5, health_check_timeout_s=30, graceful_shutdown_timeout_s=20)
@serve.ingress(api)
class TowersService:
    def __init__(self, settings: Settings) -> None:
        self._name = settings.name or Path(settings.checkpoint).name
        threads = max(1, int(settings.cpus))
        self._towers: Towers = load(settings.checkpoint, settings.device, threads)
        self._fingerprint = fingerprint(settings.checkpoint)
        for method in (self._text, self._picture):
            method.set_max_batch_size(settings.batch)  # type: ignore[attr-defined]

    @serve.batch(max_batch_size=32, batch_wait_timeout_s=0.005)
    async def _text(self, texts: list[str]) -> list[np.ndarray]:
        return list(await asyncio.to_thread(self._towers.texts, texts))

    @serve.batch(max_batch_size=32, batch_wait_timeout_s=0.005)
    async def _picture(self, pictures: list[bytes]) -> list[np.ndarray | NotAPictureError]:
        return await asyncio.to_thread(self._pictures, pictures)

    def _pictures(self, pictures: list[bytes]) -> list[np.ndarray | NotAPictureError]:
        """A picture that cannot be read fails its own request and no other of the batch."""
        results: list[np.ndarray | NotAPictureError] = []
        decoded = []
        for each in pictures:
            try:
                decoded.append(decode(each))
                results.append(np.empty(0))
            except NotAPictureError as error:
                results.append(error)
        rows = iter(self._towers.pictures(decoded) if decoded else [])
        return [each if isinstance(each, NotAPictureError) else next(rows) for each in results]

    @api.get("/health")
    async def health(self) -> dict[str, str]:
        return {"status": "ok"}

    @api.get("/v1/models", dependencies=[Depends(check_token)])
    async def models(self) -> dict[str, object]:
        model = {"id": self._name, "object": "model", "owned_by": "spellwright", "width": self._towers.width}
        return {"object": "list", "data": [model]}

    @api.post("/v1/embeddings", dependencies=[Depends(check_token)])
    async def embeddings(self, request: EmbeddingRequest) -> dict[str, object]:
        if request.model not in (None, self._name):
            raise HTTPException(404, f"There is no model {request.model} here, but {self._name}")
        inputs = [request.input] if isinstance(request.input, str) else request.input
        if request.modality == "text":
            rows = await asyncio.gather(*(self._text(each) for each in inputs))
        else:
            rows = await asyncio.gather(*(self._picture(bytes_of(each)) for each in inputs))
        for i, row in enumerate(rows):
            if isinstance(row, NotAPictureError):
                raise HTTPException(400, f"input {i} is no picture: {row}")
        as_base64 = request.encoding_format == "base64"
        data = [
            {"object": "embedding", "index": i, "embedding": encoded(row, as_base64)}
            for i, row in enumerate(rows)
        ]
        usage = {"prompt_tokens": 0, "total_tokens": 0}
        return {
            "object": "list",
            "model": self._name,
            "system_fingerprint": self._fingerprint,
            "data": data,
            "usage": usage,
        }


def build(settings: Settings) -> serve.Application:
    return TowersService.options(
        ray_actor_options={"num_cpus": settings.cpus, "num_gpus": settings.gpus},
        max_ongoing_requests=16,
        autoscaling_config={
            "min_replicas": settings.min_replicas,
            "max_replicas": settings.max_replicas,
            "target_ongoing_requests": settings.target_requests,
        },
    ).bind(settings)
