# The chat that Flack began as: Flask and Socket.IO, everything in memory, the last 100 messages of a channel.
# `flask-app.py` prints its port.
import eventlet

eventlet.monkey_patch()
import time
from collections import deque

import eventlet.wsgi
from flask import Flask
from flask_socketio import SocketIO, emit, join_room

app = Flask(__name__)
io = SocketIO(app, async_mode="eventlet", ping_interval=60, ping_timeout=60)
channels = {"general": deque(maxlen=100)}


@io.on("join")
def join():
    join_room("general")
    emit("joined")


@io.on("say")
def say(message):
    said = {"author": message["author"], "text": message["text"], "at": time.time()}
    channels["general"].append(said)
    emit("said", said, to="general")


socket = eventlet.listen(("127.0.0.1", 0), backlog=4096)
print(socket.getsockname()[1], flush=True)
eventlet.wsgi.server(socket, app, log_output=False)
