import { createInterface } from 'node:readline'

// One connection by undici, the WebSocket of Node.js: lines in are sent, what comes is printed line by line (see ../foreign-peer.ts).
const [url, token] = process.argv.slice(2)
const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
socket.onmessage = ({ data }) => console.log(data)
socket.onclose = ({ code }) => {
  console.log(JSON.stringify({ peer: 'closed', code }))
  process.exit()
}
socket.onopen = () => {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', line => socket.send(line))
  lines.on('close', () => socket.close(1000))
}
