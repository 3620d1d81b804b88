"""A headless Chromium that tests and benchmarks drive, over a pipe: no port, no library.

with Chromium(path, folder) as browser:
    browser.open(page.as_uri())
    browser.run("document.title")
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
KEY_CODES = {"Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "Tab": 9}


class Chromium:
    """One browser with one tab; `requests` are the addresses that it asked for."""

    def __init__(self, program: str, folder: Path, width: int = 1280, height: int = 900) -> None:
        self.requests: list[str] = []
        self.loaded = 0
        self._numbers = itertools.count(1)
        self._rest = b""
        to_child, self._write = os.pipe()
        self._read, from_child = os.pipe()
        wired = f'exec "$@" 3<&{to_child} 4>&{from_child}'
        profile = f"--user-data-dir={folder / 'profile'}"
        self._process = subprocess.Popen(
            ["bash", "-c", wired, "-", program, *FLAGS, profile, "about:blank"],
            pass_fds=(to_child, from_child),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_child)
        os.close(from_child)
        self._session = ""
        [page] = [t for t in self.send("Target.getTargets")["targetInfos"] if t["type"] == "page"]
        given = {"targetId": page["targetId"], "flatten": True}
        self._session = self.send("Target.attachToTarget", **given)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)
        self.size(width, height)

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._write)
        os.close(self._read)

    def send(self, method: str, **parameters: Any) -> Any:  # noqa: ANN401
        """The answer to a command of the DevTools protocol."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        """The next message; events are noted on the way."""
        while b"\0" not in self._rest:
            part = os.read(self._read, 1 << 16)
            if not part:
                raise RuntimeError("the browser has gone")
            self._rest += part
        raw, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(raw)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if message.get("method") == "Page.loadEventFired":
            self.loaded += 1
        return message

    def open(self, address: str) -> None:
        """Go to a page and wait until it has loaded."""
        before = self.loaded
        self.send("Page.navigate", url=address)
        if "#" in address and self.run("document.readyState") == "complete":
            return
        self.wait(before)

    def wait(self, before: int) -> None:
        """Wait for a load event after the first `before` ones."""
        while self.loaded <= before:
            self._next()

    def run(self, script: str) -> Any:  # noqa: ANN401
        """The value of an expression in the page; a promise is waited for."""
        answer = self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def key(self, key: str) -> None:
        """Press a key."""
        code = KEY_CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)
        given: dict[str, Any] = {"key": key, "windowsVirtualKeyCode": code}
        typed = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", **given, **typed)
        self.send("Input.dispatchKeyEvent", type="keyUp", **given)

    def click(self, x: float, y: float) -> None:
        """Press and release the mouse."""
        for kind in ("mousePressed", "mouseReleased"):
            given = {"x": x, "y": y, "button": "left", "clickCount": 1}
            self.send("Input.dispatchMouseEvent", type=kind, **given)

    def box(self, selector: str) -> dict[str, float]:
        """Where an element is in the window."""
        found = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        box: dict[str, float] = json.loads(self.run(f"JSON.stringify({found})"))
        return box

    def settle(self, milliseconds: int = 50) -> None:
        """Let the page handle what has happened."""
        self.run(f"new Promise((done) => setTimeout(done, {milliseconds}))")

    def size(self, width: int, height: int, mobile: bool = False) -> None:
        """The size of the window; a mobile one has touch."""
        given = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self.send("Emulation.setDeviceMetricsOverride", **given)
        self.send("Emulation.setTouchEmulationEnabled", enabled=mobile)

    def dark(self, dark: bool) -> None:
        """The colour scheme that the reader prefers."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])

    def script(self, allowed: bool) -> None:
        """Whether pages may run scripts; those of `run` always may."""
        self.send("Emulation.setScriptExecutionDisabled", value=not allowed)

    def picture(self, path: Path) -> None:
        """Save what the window shows as PNG."""
        data = self.send("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))
