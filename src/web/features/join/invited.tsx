import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { go } from '../../navigation.ts'
import { Button } from '../../ui/button.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { type Invitation, readInvitation } from './door.ts'
import { JoinForm } from './join-form.tsx'
import { JoinFrame } from './join-frame.tsx'

/** The page of an invitation. Opening it uses nothing up: programs that look into mails open every link. */
export function Invited({ token, rememberedName }: { token: string; rememberedName: string }) {
  const { session } = useClient()
  const opened = useSignal<Invitation | null>(null)
  useEffect(() => {
    void readInvitation(token).then(invitation => (opened.value = invitation))
  }, [token])
  const told = opened.value
  if (told === null) return null
  if (told === 'away')
    return <JoinFrame heading={say`You are invited`} lead={say`The server cannot be reached. Try again in a moment.`} />
  if (told === 'gone') return <Worthless />
  const { value: state } = session
  if (state.phase === 'signed-in') return <HereAlready token={token} name={state.name} workspace={told.workspace} />
  return (
    <JoinForm
      heading={say`You are invited`}
      lead={say`${<bdi>{told.by}</bdi>} invites you to ${<bdi translate={false}>{told.workspace}</bdi>}. Tell the others who you are, and you are in.`}
      rememberedName={rememberedName}
      invitation={token}
      onJoined={() => go('/', { replace: true })}
    />
  )
}

/** Unknown, too old, used up and taken back are one answer. */
function Worthless() {
  return (
    <JoinFrame
      heading={say`This invitation is worth nothing`}
      lead={say`It was used, taken back, or is too old. Ask who sent it for another one.`}
    >
      <p class="join-lead">
        <a href="/">{say`Go to the first page`}</a>
      </p>
    </JoinFrame>
  )
}

function HereAlready({ token, name, workspace }: { token: string; name: string; workspace: string }) {
  const client = useClient()
  const error = useSignal<string | null>(null)
  const enter = async () => {
    const outcome = await client.join(name, token)
    if ('ok' in outcome) go('/', { replace: true })
    else error.value = refusedWords(outcome.refused)
  }
  return (
    <JoinFrame
      heading={say`You are invited`}
      lead={say`You are in ${<bdi translate={false}>{workspace}</bdi>} already, as ${<bdi>{name}</bdi>}. The invitation may bring you channels.`}
    >
      <Button look="main" onClick={() => void enter()}>
        {say`Take it`}
      </Button>
      <p class="field-note" role="status" data-error="true">
        {error.value}
      </p>
    </JoinFrame>
  )
}
