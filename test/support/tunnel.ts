/** A way to a server on the loopback address that can swallow everything in silence, as a network does. */
export const openTunnel = (target: string) => {
  const { hostname, port } = new URL(target)
  let blocked = false
  type Side = { other: Bun.Socket<Side> | null; early: Buffer[] }
  const pass = (socket: Bun.Socket<Side>, bytes: Buffer) => {
    if (blocked) return
    if (socket.data.other) socket.data.other.write(bytes)
    else socket.data.early.push(Buffer.from(bytes))
  }
  const listener = Bun.listen<Side>({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      open: async near => {
        near.data = { other: null, early: [] }
        const far = await Bun.connect<Side>({
          hostname,
          port: Number(port),
          data: { other: near, early: [] },
          socket: { data: pass, close: ({ data }) => void data.other?.end() },
        })
        near.data.other = far
        for (const bytes of near.data.early.splice(0)) far.write(bytes)
      },
      data: pass,
      close: ({ data }) => void data.other?.end(),
    },
  })
  return {
    url: target.replace(`:${port}/`, `:${listener.port}/`),
    block: () => {
      blocked = true
    },
    unblock: () => {
      blocked = false
    },
    close: () => listener.stop(true),
  }
}
