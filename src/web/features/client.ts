import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Client } from '../sync/api.ts'

const ClientContext = createContext<Client | null>(null)

export const ClientProvider = ClientContext.Provider

/** The one client of this page. */
export const useClient = (): Client => {
  const client = useContext(ClientContext)
  if (client === null) throw new Error('There is no client around this component.')
  return client
}
