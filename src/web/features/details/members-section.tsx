import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals'
import type { ChannelSummary } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { Face } from '../face.tsx'
import { AddPeopleForm } from '../people/add-people-form.tsx'
import { useQuestion } from '../use-question.ts'
import { outcomeOf } from './outcome.ts'
import { type Member, useMembers } from './use-members.ts'
import { useStanding } from './use-standing.ts'

/** Who is in a channel: to be found, added and removed. */
export function MembersSection({ summary }: { summary: ChannelSummary }) {
  const typed = useSignal('')
  const isAdding = useSignal(false)
  const { manages, removes, restricts } = useStanding(summary)
  const { members, count, more, error, loadMore, remove, appoint, choose } = useDoings(summary.id, typed)
  if (isAdding.value) {
    return <AddPeople channel={summary.id} members={members} onEnd={() => (isAdding.value = false)} />
  }
  return (
    <>
      <div class="members-head">
        <SearchMembers typed={typed} count={count} />
        {summary.joined && !summary.archived && (
          <Button onClick={() => (isAdding.value = true)}>{say`Add people`}</Button>
        )}
      </div>
      {error !== null && (
        <p class="field-note" role="alert" data-error="true">
          {error}
        </p>
      )}
      <ul class="members" aria-label={say`Members`}>
        {members.map(member => (
          <MemberLine
            key={member.user.id}
            member={member}
            manages={manages && !summary.archived}
            removes={removes && !summary.archived}
            chooses={restricts && summary.posting === 'chosen' && !summary.archived}
            onRemove={() => void remove(member)}
            onChoose={() => void choose(member)}
            onAppoint={() => void appoint(member)}
          />
        ))}
      </ul>
      {members.length === 0 && typed.value.trim() !== '' && (
        <p class="detail-note">{say`Nobody by the name “${typed.value.trim()}”.`}</p>
      )}
      {more && (
        <Button look="quiet" onClick={loadMore}>
          {say`Show more`}
        </Button>
      )}
    </>
  )
}

/** Who is there, and what is done with them: it shows at once, and is undone where it is refused. */
const useDoings = (channel: string, typed: ReadonlySignal<string>) => {
  const ask = useQuestion()
  const error = useSignal<string | null>(null)
  const { reload, put, ...shown } = useMembers(channel, typed)
  const remove = async ({ user }: Member) => {
    put(user.id, null)
    error.value = outcomeOf(await ask('channel.remove', { channel, user: user.id }))
    reload()
  }
  const appoint = async ({ user, isAdmin }: Member) => {
    put(user.id, { isAdmin: !isAdmin })
    error.value = outcomeOf(await ask('channel.admin', { channel, user: user.id, admin: !isAdmin }))
    reload()
  }
  const choose = async ({ user, posts }: Member) => {
    put(user.id, { posts: !posts })
    error.value = outcomeOf(await ask('channel.voice', { channel, user: user.id, posts: !posts }))
    reload()
  }
  return { ...shown, error: error.value, remove, appoint, choose }
}

function SearchMembers({ typed, count }: { typed: Signal<string>; count: number | null }) {
  const all =
    count === null ? say`Search members` : plural(count, { one: say`One member`, other: say`Search ${count} members` })
  return (
    <input
      class="search-field"
      type="search"
      aria-label={say`Search members`}
      placeholder={all}
      autoComplete="off"
      spellcheck={false}
      value={typed.value}
      onInput={event => {
        typed.value = event.currentTarget.value
      }}
    />
  )
}

interface MemberLineProps {
  member: Member
  manages: boolean
  removes: boolean
  /** Whether it is said here who writes. */
  chooses: boolean
  onRemove: () => void
  onChoose: () => void
  onAppoint: () => void
}

function MemberLine({ member, manages, removes, chooses, onRemove, onChoose, onAppoint }: MemberLineProps) {
  const { user, isAdmin, posts } = member
  const { session } = useClient()
  const isMe = session.value.phase === 'signed-in' && session.value.id === user.id
  const note = [isMe && say`you`, isAdmin && say`admin of the channel`, chooses && posts && say`writes here`]
    .filter(one => one !== false)
    .join(', ')
  return (
    <li class="member">
      <Face id={user.id} name={user.name} size={28} bot={user.kind === 'bot'} />
      <div class="member-who">
        <button class="member-name" type="button" data-user={user.id}>
          <bdi translate={false}>{user.name}</bdi>
        </button>
        {note !== '' && <span class="people-note">{note}</span>}
      </div>
      {(manages || removes || chooses) && !isMe && user.kind === 'human' && (
        <span class="member-acts">
          {chooses && !isAdmin && (
            <Button
              look="quiet"
              aria-label={posts ? say`Let ${user.name} write no more` : say`Let ${user.name} write`}
              onClick={onChoose}
            >
              {posts ? say`No writing` : say`Let write`}
            </Button>
          )}
          {manages && (
            <Button
              look="quiet"
              aria-label={isAdmin ? say`Make ${user.name} no admin` : say`Make ${user.name} an admin`}
              onClick={onAppoint}
            >
              {isAdmin ? say`No admin` : say`Make admin`}
            </Button>
          )}
          {removes && (
            <Button look="quiet" aria-label={say`Remove ${user.name}`} onClick={onRemove}>
              {say`Remove`}
            </Button>
          )}
        </span>
      )}
    </li>
  )
}

function AddPeople({ channel, members, onEnd }: { channel: string; members: readonly Member[]; onEnd: () => void }) {
  const error = useSignal<string | null>(null)
  const ask = useQuestion()
  const add = async (users: string[]) => {
    error.value = outcomeOf(await ask('channel.invite', { channel, users }))
    return error.peek() === null
  }
  return (
    <AddPeopleForm
      hint={say`They see all that was said here.`}
      isIn={id => members.some(({ user }) => user.id === id)}
      error={error.value}
      add={add}
      onEnd={onEnd}
    />
  )
}
