import type { ChannelSummary } from '../../sync/api.ts'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { Face } from '../face.tsx'
import { othersIn } from '../title-of.ts'
import type { Choice } from './choices.ts'
import { piecesOf } from './found.ts'

/** What stands in a line of the palette. */
export function PaletteWords({ choice, typed }: { choice: Choice; typed: string }) {
  const client = useClient()
  switch (choice.kind) {
    case 'channel':
      return <Name channel={choice.channel} typed={typed} />
    case 'create':
      return (
        <>
          <Icon name="plus" />
          <span key={choice.name} class="channel-name">
            {say`Create ${<bdi>#{choice.name}</bdi>}`}
          </span>
        </>
      )
    case 'person':
      return <Person id={choice.person.id} name={choice.person.name} />
    case 'direct': {
      const [first = '', second] = othersIn(client, choice.channel)
      const isOne = second === undefined
      return (
        <>
          {isOne ? (
            <Person id={first} name={choice.title} />
          ) : (
            <Several title={choice.title} channel={choice.channel} />
          )}
          {choice.channel.unread > 0 && <span class="palette-unread">{say`Unread`}</span>}
        </>
      )
    }
  }
}

function Person({ id, name }: { id: string; name: string }) {
  return (
    <>
      <span class="palette-face" aria-hidden="true">
        <Face id={id} name={name} size={20} />
      </span>
      <bdi class="channel-name" translate={false}>
        {name}
      </bdi>
    </>
  )
}

function Several({ title, channel }: { title: string; channel: ChannelSummary }) {
  return (
    <>
      <span class="direct-count" aria-hidden="true">
        {channel.people.length - 1}
      </span>
      <bdi class="channel-name" translate={false}>
        {title}
      </bdi>
    </>
  )
}

function Name({ channel: { name, unread }, typed }: { channel: ChannelSummary; typed: string }) {
  return (
    <>
      <bdi class="channel-name" translate={false}>
        {piecesOf(name, typed).map(({ text, isTyped }, at) => (isTyped ? <b key={at}>{text}</b> : text))}
      </bdi>
      {unread > 0 && <span class="palette-unread">{say`Unread`}</span>}
    </>
  )
}
