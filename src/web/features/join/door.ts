import { signal } from '@preact/signals'
import * as v from 'valibot'
import { lastSession } from '../../sync/auth.ts'

/** What stands at the door of a workspace: whose it is, and who may come in. */
export interface Doorplate {
  name: string
  join: string
  /** Who asks was somebody here, and is not any more. */
  deactivated: boolean
}

const Plate = v.object({ name: v.string(), join: v.string() })
const Answer = v.object({ user: v.null(), door: Plate, deactivated: v.optional(v.boolean()) })
const Opened = v.object({
  workspace: Plate,
  invitation: v.object({ by: v.string(), role: v.picklist(['member', 'guest']) }),
})

/** Undefined: not known yet; null: the server does not say. */
export const door = signal<Doorplate | null | undefined>(undefined)

/** Reads what the server has said already when it was asked who is signed in; where it has not, it is asked. */
export const readDoor = async (anew: boolean): Promise<void> => {
  if (anew) door.value = undefined
  const told = anew ? null : plateIn(lastSession.body)
  door.value = told ?? plateIn(await fetched('/auth/session'))
}

const plateIn = (body: unknown): Doorplate | null => {
  const { success, output } = v.safeParse(Answer, body)
  if (!success) return null
  return { name: output.door.name, join: output.door.join, deactivated: output.deactivated === true }
}

/** What an invitation is for: whose, from whom. `gone`: its link is good for nothing (any more). */
export type Invitation = { workspace: string; by: string; role: 'member' | 'guest' } | 'gone' | 'away'

/** Uses nothing up. */
export const readInvitation = async (token: string): Promise<Invitation> => {
  const body = await fetched('/auth/invitation', { token })
  const { success, output } = v.safeParse(Opened, body)
  if (success) return { workspace: output.workspace.name, ...output.invitation }
  return body === null ? 'away' : 'gone'
}

/** What stands behind `/invite/` in an address; null at any other. */
export const invitationIn = (path: string): string | null => /^\/invite\/([\w-]+)\/?$/.exec(path)?.[1] ?? null

const fetched = async (path: string, said?: object): Promise<unknown> => {
  try {
    const how = said && { method: 'POST', body: JSON.stringify(said), headers: { 'content-type': 'application/json' } }
    return await (await fetch(path, { signal: AbortSignal.timeout(10_000), ...how })).json()
  } catch {
    return null
  }
}
