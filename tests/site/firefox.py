"""Debian's Firefox, driven by WebDriver BiDi: the protocol that it speaks itself, without a driver of its own."""

from __future__ import annotations

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

from websocket import create_connection

# it asks for nothing but the pages
PREFERENCES = {
    "services.settings.server": "data:,",
    "app.normandy.enabled": False,
    "network.captive-portal-service.enabled": False,
}
SECONDS = 120  #: for one answer, on a busy machine
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Control": "\ue009", "ArrowRight": "\ue014", "ArrowLeft": "\ue012"}


class Firefox:
    """One browser with one page; `faults` has each error that the page's scripts and the console report."""

    def __init__(self, profile: Path):
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        (profile / "user.js").write_text("".join(lines))
        quiet = ["--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
        self.process = subprocess.Popen(["firefox-esr", *quiet], stderr=subprocess.PIPE, text=True)
        address = next(re.finditer(r"ws://\S+", next(line for line in self.process.stderr if "ws://" in line)))[0]
        self.socket = create_connection(f"{address}/session", timeout=SECONDS, suppress_origin=True)
        self.asked, self.faults = 0, []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        self.page = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(SECONDS)
        self.process.stderr.close()

    def ask(self, method: str, **parameters: object) -> dict:
        """Send a command; its result. What the page logs meanwhile is noted."""
        self.asked += 1
        self.socket.send(json.dumps({"id": self.asked, "method": method, "params": parameters}))
        while True:
            said = json.loads(self.socket.recv())
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.faults.append(said["params"]["text"])
            if said.get("id") == self.asked:
                if said["type"] == "error":
                    raise RuntimeError(f"{method}: {said['message']}")
                return said["result"]

    def open(self, address: str) -> None:
        self.ask("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, as JSON has it."""
        asked = {"expression": f"JSON.stringify({expression})", "awaitPromise": False, "target": {"context": self.page}}
        said = self.ask("script.evaluate", **asked)
        if said["type"] == "exception":
            raise RuntimeError(f"{expression}: {said['exceptionDetails']['text']}")
        return json.loads(said["result"].get("value", "null"))

    def wait_for(self, expression: str) -> Any:
        """The value of the expression, once it is not empty."""
        end = time.monotonic() + SECONDS
        while not (value := self.evaluate(expression)):
            if time.monotonic() > end:
                raise TimeoutError(f"within {SECONDS} seconds there was no {expression}")
            time.sleep(0.1)
        return value

    def press(self, *keys: str) -> None:
        """Press the keys one after the other; those of "Control+Enter" together."""
        actions = []
        for key in keys:
            together = [KEYS.get(part, part) for part in key.split("+")]
            actions += [{"type": "keyDown", "value": part} for part in together]
            actions += [{"type": "keyUp", "value": part} for part in reversed(together)]
        self.perform({"type": "key", "id": "keys", "actions": actions})

    def click(self, selector: str) -> None:
        """Press the mouse in the middle of the first such element."""
        self.evaluate(
            f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center', behavior: 'instant'}})"
        )
        box = self.evaluate(f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()")
        at = {"x": round(box["x"] + box["width"] / 2), "y": round(box["y"] + box["height"] / 2)}
        actions = [
            {"type": "pointerMove", **at},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.perform({"type": "pointer", "id": "mouse", "actions": actions})

    def perform(self, *sources: dict) -> None:
        self.ask("input.performActions", context=self.page, actions=list(sources))
