import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { Engine } from '#store/engine.ts'
import type { Store } from '#store/store.ts'
import {
  ada,
  bob,
  crown,
  enter,
  id,
  join,
  leave,
  ok,
  post,
  request,
  settle,
  team,
} from '../../../test/support/commands.ts'
import { followerNodes } from '../../../test/support/follower-nodes.ts'
import { until } from '../../../test/support/wait.ts'
import { factsOf, groupsOf } from '../place-facts.ts'
import { attention } from './attention.ts'
import { ownPosts } from './own-posts.ts'

const cleo = id('U', 3)
const MINUTE = 60_000
let drawn = 0

/** MENTION: what every engine must do for those who are meant. */
export const attentionContract = (name: string, database: () => Promise<() => Engine>): void => {
  describe(`attention on ${name}`, () => {
    const { node, close } = followerNodes()
    let now = 1_700_000_000_000
    let store: Store
    let seen: () => Promise<void>
    afterEach(close)
    beforeEach(async () => {
      const opened = await node(
        (await database())(),
        both => [ownPosts, attention(both)],
        () => now,
      )
      store = opened.store
      await settle(store)
      await crown(store, ada)
      await opened.runner.begin()
      /** Until followers have seen all that is committed by now. */
      seen = async () => {
        await until(async () => [...(await opened.runner.lags()).values()].every(lag => lag === 0), {
          what: 'followers',
        })
        expect(opened.failures).toEqual([])
      }
    })

    const say = async (text: string, clientId = text, user = ada) => {
      const { seq } = await ok(store.commit(post(user, team, clientId, text)))
      await seen()
      return Number(seq)
    }
    const change = async (seq: number, text: string | null) => {
      const intent =
        text === null
          ? ({ do: 'message.delete', channel: team, seq } as const)
          : ({ do: 'message.edit', channel: team, seq, text } as const)
      await ok(store.commit(request(ada, intent)))
      await seen()
    }
    const mentionsOf = async (user: string) =>
      (await store.changed(user, 0)).rows.flatMap(row => (row.row === 'mention' ? [{ ...row, rev: 0 }] : []))
    const mentioned = async (user: string) =>
      (await store.look([['place', user, team]])).get('place', user, team)?.mentioned
    const calls = async () => (await store.look([['channel', team]])).get('channel', team)?.calls
    const groups = async () => (await store.look([['channel', team]])).get('channel', team)?.groups
    const badge = async (user: string) => {
      const [place] = await store.placesIn(user, [team])
      if (place === undefined) throw new Error(`${user} has no place in the channel.`)
      return factsOf(place, await groupsOf(store, user))
    }
    const aGroup = async (handle: string, add: string[]) => {
      const fresh = id('S', ++drawn)
      const { group } = await ok(store.commit(request(ada, { do: 'usergroup.set', name: handle, handle }, { fresh })))
      await ok(store.commit(request(ada, { do: 'usergroup.members', group, add }, { fresh: id('J', ++drawn) })))
      return group
    }
    const row = (seq: number, gone?: true) => ({
      ...({ row: 'mention', rev: 0, channel: team, seq, author: ada } as const),
      ...(gone && { gone }),
    })

    test('[MENTION] whoever is named and holds a seat gets a row, once, and the post in their place', async () => {
      await ok(store.commit(enter(cleo, 'Cleo')))
      const seq = await say(`hello <@${bob}>, <@${cleo}>, <@${ada}> and <@${bob}> again`)
      expect(await mentionsOf(bob)).toEqual([row(seq)])
      expect([await mentionsOf(cleo), await mentionsOf(ada)]).toEqual([[], []])
      expect([await mentioned(bob), await mentioned(ada)]).toEqual([[seq], []])
    })

    test('[OWN] a row is told with a page, and its end to whoever read the page before', async () => {
      const first = await say(`hello <@${bob}>`)
      const second = await say(`and <@${bob}>`)
      const page = await store.own(bob, team, 1, second)
      expect(page.rows.map(each => ({ ...each, rev: 0 }))).toEqual([row(first), row(second)])
      expect(page.rev).toBe((await store.heads([bob])).get(bob) ?? -1)
      expect((await store.own(ada, team, 1, second)).rows).toEqual([])
      await change(first, 'nobody')
      const later = await store.own(bob, team, 1, second, page.rev)
      expect(later.rows.map(each => ({ ...each, rev: 0 }))).toEqual([row(first, true)])
      expect((await store.own(bob, team, 1, second)).rows.map(({ seq }) => seq)).toEqual([second])
    })

    test('[TEXT-2] nothing inside code is a mention, and a name without its id is none', async () => {
      await say(`\`<@${bob}>\``)
      await say(`\`\`\`\n<@${bob}> <!channel>\n\`\`\``)
      await say('@Bob, @channel')
      expect([await mentionsOf(bob), await mentioned(bob), await calls()]).toEqual([[], [], []])
    })

    test('[MENTION] it ends when the message is edited or deleted, and nobody is told twice', async () => {
      const seq = await say(`<@${bob}>`)
      await change(seq, 'nobody')
      expect([await mentionsOf(bob), await mentioned(bob)]).toEqual([[row(seq, true)], []])
      await change(seq, `<@${bob}> after all`)
      expect([await mentionsOf(bob), await mentioned(bob)]).toEqual([[row(seq)], [seq]])
      await change(seq, null)
      expect([await mentionsOf(bob), await mentioned(bob)]).toEqual([[row(seq, true)], []])
    })

    test('[MENTION] whom an edit names is told within ten minutes, and not later', async () => {
      const [early, late] = [await say('early'), await say('late')]
      now += 9 * MINUTE
      await change(early, `<@${bob}>`)
      now += 2 * MINUTE
      await change(late, `<@${bob}>, <!channel>`)
      expect([await mentionsOf(bob), await calls()]).toEqual([[row(early)], []])
    })

    test('[MENTION] at most fifty are told, and nobody who has left', async () => {
      const crowd = Array.from({ length: 60 }, (_, index) => id('U', 100 + index))
      for (const [index, user] of crowd.entries()) await ok(store.commit(enter(user, `Guest ${index}`)))
      for (const user of crowd) await ok(store.commit(join(user, team)))
      for (const user of crowd.slice(0, 5)) await ok(store.commit(leave(user, team)))
      const seq = await say(crowd.map(user => `<@${user}>`).join(' '))
      const rows = await Promise.all(crowd.map(mentionsOf))
      expect(rows.map(each => each.length)).toEqual(crowd.map((_, index) => (index < 5 || index >= 55 ? 0 : 1)))
      expect(rows[5]).toEqual([row(seq)])
    })

    test('[MENTION] who is given a seat because a message named them is told of it, however late, and reads from there on', async () => {
      await ok(store.commit(enter(cleo, 'Cleo')))
      await say('before')
      const seq = await say(`<@${cleo}>, look`)
      await change(seq, `<@${cleo}>, look here`)
      await say('after')
      now += 20 * MINUTE
      expect(await mentionsOf(cleo)).toEqual([])
      const add = { do: 'channel.invite' as const, channel: team, users: [cleo] }
      expect(await store.commit(request(ada, { ...add, seq: seq + 9 }))).toMatchObject({
        refused: { code: 'message_not_found' },
      })
      await ok(store.commit(request(ada, { ...add, seq })))
      await seen()
      expect([await mentionsOf(cleo), await mentioned(cleo)]).toEqual([[row(seq)], [seq]])
      const place = (await store.look([['place', cleo, team]])).get('place', cleo, team)
      expect([place?.read, place?.cursor]).toEqual([seq - 1, seq - 1])
      await change(seq, 'nobody')
      expect([await mentionsOf(cleo), await mentioned(cleo)]).toEqual([[row(seq, true)], []])
    })

    test('[MENTION] who is given a seat is not told of a message that does not name them', async () => {
      await ok(store.commit(enter(cleo, 'Cleo')))
      const seq = await say(`<@${bob}>`)
      await ok(store.commit(request(ada, { do: 'channel.invite', channel: team, users: [cleo], seq })))
      await seen()
      expect([await mentionsOf(cleo), await mentioned(cleo)]).toEqual([[], []])
    })

    test('[MENTION] a call of all leaves an ordinal in the channel’s row, until the message calls no more', async () => {
      await say('before')
      const seq = await say('<!channel> come')
      await say('<!here> too')
      expect(await calls()).toEqual([seq])
      await change(seq, 'never mind')
      expect(await calls()).toEqual([])
    })

    test('[MENTION] a user group that is called leaves an ordinal under its id, which its members count', async () => {
      const group = await aGroup('team', [bob])
      const [mine, others] = [await say(`<!subteam^${group}> come`), await say('nobody')]
      await say(`\`<!subteam^${group}>\` in code, and <!subteam^S0000000000>, which is nobody`)
      expect(await groups()).toEqual({ [group]: [mine] })
      expect(await badge(bob)).toMatchObject({ mentions: 1, calls: [mine] })
      expect((await badge(ada)).calls).toBeUndefined()
      await change(others, `<!subteam^${group}> after all`)
      expect(await groups()).toEqual({ [group]: [mine, others] })
      await change(mine, null)
      expect(await groups()).toEqual({ [group]: [others] })
      expect(await badge(bob)).toMatchObject({ mentions: 1 })
    })

    test('[MENTION] of one message twenty user groups are called, and the row tells of those that were called last', async () => {
      const all: string[] = []
      for (let number = 0; number < 22; number++) all.push(await aGroup(`team-${number}`, []))
      await say(all.map(group => `<!subteam^${group}>`).join(' '))
      expect(Object.keys((await groups()) ?? {}).sort()).toEqual(all.slice(0, 20).sort())
      const last = await say(`<!subteam^${all[21]}>`)
      const kept = (await groups()) ?? {}
      expect([Object.keys(kept).length, kept[String(all[21])]]).toEqual([20, [last]])
    })

    test('[MENTION] what is read is no badge any more, and what is read already becomes none', async () => {
      const first = await say(`<@${bob}> one`)
      const second = await say(`<@${bob}> two`)
      await ok(store.commit(request(bob, { do: 'read.mark', channel: team, seq: first })))
      expect(await mentioned(bob)).toEqual([second])
      const third = await say('three')
      await ok(store.commit(request(bob, { do: 'read.mark', channel: team, seq: third })))
      await change(third, `<@${bob}> three`)
      expect([await mentioned(bob), await mentionsOf(bob)]).toEqual([[], [row(first), row(second), row(third)]])
    })
  })
}
