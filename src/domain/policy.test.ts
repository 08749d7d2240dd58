import { expect, test } from 'bun:test'
import type { PolicyName, PolicyValue } from '#protocol/policies.ts'
import { at, factsOf, type Known, userRecord } from '../../test/support/facts.ts'
import { isAmong, setPolicy, setPolicyScope } from './policy.ts'
import type { Role } from './records.ts'

const decided = (role: Role, name: PolicyName, value: PolicyValue, was?: PolicyValue) => {
  const said = { do: 'policy.set', name, value } as const
  const known: Known[] = [['user', ['UADA'], userRecord({ role })]]
  if (was !== undefined) known.push(['policy', [name], { name, rev: 3, value: was }])
  return setPolicy(factsOf(setPolicyScope(said, at), known), said, at)
}

test('a policy is one row of the workspace, and what holds already is none', () => {
  expect(decided('admin', 'createPublic', 'admins')).toEqual({
    writes: [{ stream: 'TFLACK', table: 'policies', row: { name: 'createPublic', value: 'admins' } }],
    ok: { name: 'createPublic', value: 'admins' },
  })
  expect(decided('admin', 'createPublic', 'everybody')).toMatchObject({ writes: [] })
  expect(decided('admin', 'createPublic', 'everybody', 'admins')).toMatchObject({
    writes: [{ row: { value: 'everybody' } }],
  })
})

test('members decide nothing, and admins not what owners keep for themselves', () => {
  expect(decided('member', 'editFor', 5)).toMatchObject({ refused: { reason: 'admins_only' } })
  expect(decided('admin', 'topic', 'owners')).toMatchObject({ refused: { reason: 'owners_only' } })
  expect(decided('admin', 'topic', 'everybody', 'owners')).toMatchObject({ refused: { reason: 'owners_only' } })
  expect(decided('owner', 'topic', 'everybody', 'owners')).toMatchObject({ writes: [{}] })
})

test('a value that a policy does not take is refused', () => {
  const wrong: [PolicyName, PolicyValue][] = [
    ['createPublic', 'channel admins'],
    ['join', 'everybody'],
    ['editFor', -1],
    ['editFor', 525_601],
    ['editFor', 'everybody'],
    ['deleteOthers', 'everybody'],
  ]
  for (const [name, value] of wrong)
    expect(decided('owner', name, value)).toMatchObject({ refused: { code: 'invalid' } })
})

test('who is among whom', () => {
  const among = (role: Role, isChannelAdmin: boolean) =>
    (['everybody', 'channel admins', 'admins', 'owners', 'nobody'] as const).map(who =>
      Number(isAmong(who, { role, isChannelAdmin })),
    )
  expect(among('member', false)).toEqual([1, 0, 0, 0, 0])
  expect(among('member', true)).toEqual([1, 1, 0, 0, 0])
  expect(among('admin', false)).toEqual([1, 1, 1, 0, 0])
  expect(among('owner', false)).toEqual([1, 1, 1, 1, 0])
})
