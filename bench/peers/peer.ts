import type { Bench } from '../bench.ts'
import type { Rival } from '../room.ts'

/** What people would otherwise use, made ready for this run alone. */
export type Peer = Rival & { name: string }

/** Null where it cannot be had here, which it says. */
export type Install = (bench: Bench) => Peer | null

/** The same conversation over Socket.IO; about 200 bytes for a delivery. */
export const overSocketIo = {
  path: '/socket.io/?EIO=4&transport=websocket',
  script: [
    'E 2 => 3',
    'W 0{',
    'S 40',
    'W 40',
    'S 42["join"]',
    'W joined',
    'M 42["say",{"author":"user{i}","text":"{t} Shall we meet at noon, as usual? Shall we meet at noon, as usual?"}]',
  ],
}
