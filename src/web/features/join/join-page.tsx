import { useEffect } from 'preact/hooks'
import type { Unsent } from '../../sync/api.ts'
import { say } from '../../words/say.ts'
import { door, invitationIn, readDoor } from './door.ts'
import { Invited } from './invited.tsx'
import { JoinForm } from './join-form.tsx'
import { JoinFrame } from './join-frame.tsx'
import { NotSent } from './not-sent.tsx'

interface JoinPageProps {
  rememberedName: string
  ended: boolean
  unsent: readonly Unsent[]
}

/** The first visit: one field, one button, or what stands at a closed door. */
export function JoinPage({ rememberedName, ended, unsent }: JoinPageProps) {
  useEffect(() => {
    document.title = 'Flack'
    // Why a session ended, or how the door stands by now, was not told yet.
    void readDoor(ended)
  }, [ended])
  const invitation = invitationIn(location.pathname)
  const plate = door.value
  if (plate === undefined) return null
  if (plate?.deactivated) return <Gone unsent={unsent} />
  if (invitation !== null) return <Invited token={invitation} rememberedName={rememberedName} />
  if (plate !== null && plate.join !== 'open') return <Closed name={plate.name} unsent={unsent} />
  return (
    <JoinForm
      heading={plate === null || plate.name === 'Flack' ? location.host : plate.name}
      isName
      lead={ended ? say`You were signed out. Join again to go on.` : say`Tell the others who you are, and you are in.`}
      rememberedName={rememberedName}
      unsent={unsent}
    />
  )
}

/** It tells nothing about who is inside: the name of the workspace, and what to do. */
function Closed({ name, unsent }: { name: string; unsent: readonly Unsent[] }) {
  return (
    <JoinFrame
      heading={say`An invitation is needed`}
      lead={say`${<bdi translate={false}>{name}</bdi>} takes new people in by invitation. Ask somebody inside for a link, and open it here.`}
    >
      <p class="join-lead">
        <a class="button button-main" href="/sign-in">{say`Sign in`}</a>
      </p>
      <NotSent texts={unsent} />
    </JoinFrame>
  )
}

function Gone({ unsent }: { unsent: readonly Unsent[] }) {
  return (
    <JoinFrame
      heading={say`Your account was deactivated`}
      lead={say`Somebody who looks after this workspace has done that. What was kept of it in this browser is gone; your words stay, under your name. Ask them if that was a mistake.`}
    >
      <NotSent texts={unsent} />
    </JoinFrame>
  )
}
