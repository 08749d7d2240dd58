import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { Server } from 'socket.io'

// The chat that most people would write first: Socket.IO, and one SQLite insert for each message before it is told to
// the room. `socket-io.mjs FILE` prints its port.

const db = new DatabaseSync(process.argv[2])
db.exec('pragma journal_mode = wal; pragma synchronous = full')
db.exec('create table m (id integer primary key, author text, body text, ts integer)')
const insert = db.prepare('insert into m (author, body, ts) values (?, ?, ?)')

const server = createServer()
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
io.on('connection', socket => {
  socket.on('join', () => {
    socket.join('room')
    socket.emit('joined')
  })
  socket.on('say', ({ author, text }) => {
    const { lastInsertRowid } = insert.run(author, text, Date.now())
    io.to('room').emit('said', { id: Number(lastInsertRowid), author, text })
  })
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(server.address().port))
