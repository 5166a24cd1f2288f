"""Many readers at once: sessions that speak Streamlit's own messages over its websocket, without a browser."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PAUSE_S = 0.5
PATIENCE_S = 120


@dataclass
class Session:
    """One reader's session. It clicks through the eras, or only runs a page without eras again.

    `eras` is the id of the pills with the eras; `query` is what the page has put behind its address.
    """

    socket: ClientConnection
    eras: str = ""
    choices: tuple[str, ...] = ()
    query: str = ""
    step: itertools.count = field(default_factory=itertools.count)

    async def run(self) -> float:
        """Choose the next era and return the seconds until the page's script has finished."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        if self.choices:
            chosen = message.rerun_script.widget_states.widgets.add()
            chosen.id = self.eras
            chosen.string_array_value.data.append(self.choices[next(self.step) % len(self.choices)])
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE_S):
            async for data in self.socket:
                if self._take(ForwardMsg.FromString(data)):
                    return time.perf_counter() - begun
        raise RuntimeError("found the connection closed: expected a script that finishes")

    def _take(self, answer: ForwardMsg) -> bool:
        kind = answer.WhichOneof("type")
        if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(f"found {answer.delta.new_element.exception.message}: expected a page without errors")
        if kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        pills = answer.delta.new_element.button_group
        if kind == "delta" and pills.label == "Era":
            self.eras = pills.id
            self.choices = self.choices or tuple(option.content for option in pills.options)
        return kind == "script_finished"


@dataclass(frozen=True)
class Load:
    """What a crowd did: seconds of each rerun, and the server's greatest memory in MiB."""

    reruns_s: tuple[float, ...]
    memory_mib: float


@asynccontextmanager
async def open_session(address: str) -> AsyncIterator[Session]:
    """Open a session, run the page for the first time, and close it afterwards."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(stream, max_size=None, compression=None, proxy=None) as socket:
        session = Session(socket)
        await session.run()
        yield session


def press_alone(address: str, *, eras: Sequence[str], count: int) -> list[float]:
    """Let one reader press one era after another, and return the seconds of each; the first two are not counted."""

    async def run_all() -> list[float]:
        async with open_session(address) as session:
            session.choices = tuple(eras)
            return [await session.run() for _ in range(count + 2)][2:]

    return asyncio.run(run_all())


def press(address: str, read_memory: Callable[[], float], *, sessions: int, seconds: float) -> Load:
    """Let a crowd use the page at once: each acts half a second after its last answer, for that many seconds."""
    return asyncio.run(_press(address, read_memory, sessions, seconds))


async def _press(address: str, read_memory: Callable[[], float], sessions: int, seconds: float) -> Load:
    reruns: list[float] = []
    memory: list[float] = []
    all_there = asyncio.Barrier(sessions + 1)

    async def act(number: int) -> None:
        async with open_session(address) as session:
            session.step = itertools.count(number)
            await all_there.wait()
            await asyncio.sleep(PAUSE_S * number / sessions)
            end = time.perf_counter() + seconds
            await session.run()  # not counted: the crowd has to get into its rhythm
            while time.perf_counter() < end:
                await asyncio.sleep(PAUSE_S)
                reruns.append(await session.run())

    async def watch() -> None:
        await all_there.wait()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            memory.append(read_memory())
            await asyncio.sleep(0.25)

    async with asyncio.TaskGroup() as group:
        group.create_task(watch())
        for number in range(sessions):
            group.create_task(act(number))
    return Load(tuple(reruns), max(memory))


def pass_through(address: str, *, sessions: int, reruns: int, at_once: int = 4) -> None:
    """Let sessions come, run the page `reruns` times each, and go."""

    async def come_and_go(queue: asyncio.Queue[int]) -> None:
        while not queue.empty():
            number = queue.get_nowait()
            async with open_session(address) as session:
                session.step = itertools.count(number)
                for _ in range(reruns):
                    await session.run()

    async def run_all() -> None:
        queue: asyncio.Queue[int] = asyncio.Queue()
        for number in range(sessions):
            queue.put_nowait(number)
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(come_and_go(queue))

    asyncio.run(run_all())


def settle(read_memory: Callable[[], float], *, readings: int = 9) -> float:
    """Return the median of readings of the memory once nobody acts, over a few seconds."""
    values = []
    for _ in range(readings):
        time.sleep(0.5)
        values.append(read_memory())
    return median(values)
