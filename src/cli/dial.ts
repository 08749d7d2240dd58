import { join } from 'node:path'
import * as v from 'valibot'
import { CONTROL_SOCKET, type Door, wire } from '#app/door.ts'
import { parseAnswer } from '#protocol/codec.ts'

/** The server went away, or speaks another language. */
export class DoorError extends Error {
  override name = 'DoorError'
}

/** A server that hangs or was stopped (SIGSTOP) still accepts connections, but never answers. */
const PATIENCE_MS = 2000

/** The door of the server that runs on a data directory, through its private socket; null where none answers. */
export const dial = async (dataDir: string): Promise<Door | null> => {
  const unix = join(dataDir, CONTROL_SOCKET)
  try {
    await fetch('http://flack/', { unix, signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch {
    return null
  }
  const say = async <S extends v.GenericSchema>(path: string, said: object, answered: S): Promise<v.InferOutput<S>> => {
    try {
      const response = await fetch(`http://flack${path}`, { unix, method: 'POST', body: JSON.stringify(said) })
      return v.parse(answered, await response.json())
    } catch {
      throw new DoorError('The server has stopped answering.')
    }
  }
  return {
    enter: name => say('/enter', { name }, wire.enter.answered),
    own: () => say('/own', {}, wire.own.answered),
    link: named => say('/link', { named }, wire.link.answered),
    upload: (token, file) => say('/upload', { token, file }, wire.upload.answered),
    act: frame => say('/act', { said: frame }, wire.act.answered),
    run: async (token, command) => {
      const answer = await say('/run', { token, command }, wire.run.answered)
      if ('refused' in answer) return answer
      const ok = parseAnswer(command.do, answer.ok)
      if (ok === null) throw new DoorError('The server is of another version: its answer cannot be read.')
      return { ok }
    },
  }
}
