"""One connection by Python's `wsproto`: lines in are sent, what comes is printed line by line (see ../foreign-peer.ts)."""

import json
import os
import select
import socket
import sys
from urllib.parse import urlsplit

from wsproto import ConnectionType, WSConnection, events
from wsproto.extensions import PerMessageDeflate

STDIN = 0


def say(event: dict) -> None:
    print(json.dumps(event), flush=True)


class Peer:
    def __init__(self, url: str, token: str) -> None:
        place = urlsplit(url)
        self.tcp = socket.create_connection((place.hostname, place.port))
        self.wire = WSConnection(ConnectionType.CLIENT)
        self.open = True
        self.text = ""
        self.unread = b""
        headers = [(b"Authorization", f"Bearer {token}".encode())]
        self.send(events.Request(place.netloc, place.path, [PerMessageDeflate()], headers))

    def send(self, event: events.Event) -> None:
        self.tcp.sendall(self.wire.send(event))

    def run(self) -> None:
        inputs = [self.tcp, STDIN]
        while self.open:
            ready, _, _ = select.select(inputs, [], [])
            if STDIN in ready and not self.read_lines():
                inputs.remove(STDIN)
            if self.tcp in ready:
                self.wire.receive_data(self.tcp.recv(65_536) or None)
                for event in self.wire.events():
                    self.hear(event)

    def read_lines(self) -> bool:
        """False at the end of the lines, which is the end of the conversation."""
        piece = os.read(STDIN, 65_536)
        if not piece:
            self.send(events.CloseConnection(1000))
            return False
        *lines, self.unread = (self.unread + piece).split(b"\n")
        for line in lines:
            self.send(events.Ping(b"are you there?") if line == b"ping" else events.TextMessage(line.decode()))
        return True

    def hear(self, event: events.Event) -> None:
        match event:
            case events.TextMessage(data=data, message_finished=finished):
                self.text += data
                if finished:
                    print(self.text, flush=True)
                    self.text = ""
            case events.Ping():
                self.send(event.response())
            case events.Pong():
                say({"peer": "pong"})
            case events.CloseConnection(code=code):
                self.open = False
                say({"peer": "closed", "code": code})
            case events.RejectConnection(status_code=status):
                sys.exit(f"refused: {status}")


Peer(*sys.argv[1:]).run()
