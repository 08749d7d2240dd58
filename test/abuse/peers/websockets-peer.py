"""One connection by Python's `websockets`: lines in are sent, what comes is printed line by line (see ../foreign-peer.ts)."""

import asyncio
import json
import sys

import websockets


def say(event: dict) -> None:
    print(json.dumps(event), flush=True)


async def lines():
    reader = asyncio.StreamReader(limit=2**20)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while line := await reader.readline():
        yield line.decode().rstrip("\n")


async def listen(socket) -> None:
    async for message in socket:
        print(message, flush=True)


async def main(url: str, token: str) -> None:
    async with websockets.connect(url, extra_headers={"Authorization": f"Bearer {token}"}) as socket:
        listening = asyncio.create_task(listen(socket))
        async for line in lines():
            if line == "ping":
                await (await socket.ping(b"are you there?"))
                say({"peer": "pong"})
            else:
                await socket.send(line)
        await socket.close()
        await listening
        say({"peer": "closed", "code": socket.close_code})


asyncio.run(main(*sys.argv[1:]))
