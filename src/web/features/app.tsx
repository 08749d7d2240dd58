import { useSignalEffect } from '@preact/signals'
import { forgetPlaces } from '../remembered.ts'
import type { Client } from '../sync/api.ts'
import { ClientProvider, useClient } from './client.ts'
import { JoinPage } from './join/join-page.tsx'
import { Workspace } from './workspace.tsx'

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
  useSignalEffect(() => {
    if (client.session.value.phase === 'signed-out') forgetPlaces()
  })
  switch (session.phase) {
    case 'starting':
      return null
    case 'signed-out':
      return <JoinPage rememberedName={session.rememberedName} ended={session.reason === 'ended'} />
    case 'signed-in':
      return <Workspace key={session.id} />
  }
}
