import { useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { go, route } from '../navigation.ts'
import { forgetPlaces } from '../remembered.ts'
import type { Client } from '../sync/api.ts'
import { later } from '../ui/later.tsx'
import { ClientProvider, useClient } from './client.ts'
import { Workspace } from './workspace.tsx'

const loadJoin = () => import('./join/join-page.tsx').then(({ JoinPage }) => JoinPage)
const join = later(loadJoin)
const signIn = later(() => import('./sign-in/sign-in-page.tsx').then(({ SignInPage }) => SignInPage))

/** The page: who is not known yet is asked for a name, everybody else is in. */
export function App({ client }: { client: Client }) {
  return (
    <ClientProvider value={client}>
      <Page />
    </ClientProvider>
  )
}

function Page() {
  const client = useClient()
  const session = client.session.value
  // An invitation leads to the same page for who is here already.
  const isInvited = route.value.page === 'unknown' && location.pathname.startsWith('/invite/')
  const wasIn = useRef(false)
  useSignalEffect(() => {
    const { phase } = client.session.value
    // While the server is asked whether there is a session: who has none waits no longer than for that.
    if (phase === 'starting') void loadJoin().catch(() => {})
    if (phase === 'signed-in') wasIn.current = true
    if (phase !== 'signed-out') return
    forgetPlaces()
    // Who joins next here may be somebody else. A newcomer's link to a channel stays: it is what they came for.
    if (wasIn.current) go('/', { replace: true })
    wasIn.current = false
  })
  if (session.phase === 'starting') return null
  if (location.pathname === '/sign-in') return <signIn.Later onMissing={() => location.reload()} />
  if (session.phase === 'signed-out' || isInvited) {
    const out = session.phase === 'signed-out' ? session : null
    return (
      <join.Later
        rememberedName={out?.rememberedName ?? ''}
        ended={out?.reason === 'ended'}
        unsent={out?.unsent ?? []}
        // The server has another page by now: its first page asks for the name.
        onMissing={() => location.reload()}
      />
    )
  }
  return <Workspace key={session.id} />
}
