import { describe, expect, test } from 'bun:test'
import {
  at,
  channelRecord,
  factsOf,
  type Known,
  messageRecord,
  seatRecord,
  streamRecord,
} from '../../test/support/facts.ts'
import { beginScope, beginUpload, fileName } from './file.ts'
import { post, postScope } from './message.ts'
import { deleteScope, remove } from './own-message.ts'
import type { FileRecord, UploadRecord } from './records.ts'

const content = { type: 'image/png', width: 3, height: 2, placeholder: 'abc', thumbs: 1 as const, blob: 'b1' }
const uploadRecord = (over: Partial<UploadRecord> = {}): UploadRecord => ({
  ...{ id: 'F1', author: 'UADA', clientId: 'f', channel: 'CROOM', name: 'cat.png', size: 9, named: 1, done: 1 },
  ...content,
  ...over,
})

const said = { do: 'message.post', channel: 'CROOM', clientId: 'a', text: '' } as const
const room: Known = ['channel', ['CROOM'], channelRecord()]
const seat: Known = ['seat', ['CROOM', 'UADA'], seatRecord()]
const stream: Known = ['stream', ['CROOM'], streamRecord()]

describe('[FILE] a message with files', () => {
  const sent = (uploads: readonly UploadRecord[], files: Parameters<typeof postScope>[0]['files']) => {
    const intent = { ...said, ...(files && { files }) }
    const known = uploads.map((upload): Known => ['upload', [upload.id], upload])
    return post(factsOf(postScope(intent, at), [room, seat, stream, ...known]), intent, at)
  }

  test('names them, writes their rows beside it, and ends the uploads, in one decision', () => {
    const verdict = sent([uploadRecord()], [{ id: 'F1', alt: ' A cat. ' }])
    if ('refused' in verdict) throw new Error(verdict.refused.message)
    expect(verdict.writes.map(({ table }) => table)).toEqual(['messages', 'files'])
    expect(verdict.writes[0]?.row).toMatchObject({ text: '', files: '["F1"]', seq: 6 })
    expect(verdict.writes[1]?.row).toMatchObject({ id: 'F1', seq: 6, alt: 'A cat.', name: 'cat.png', ...content })
    expect(verdict.drops).toEqual([{ table: 'uploads', key: ['F1'] }])
  })

  test.each([
    ['nobody has', [], ['F1']],
    ['somebody else uploaded', [uploadRecord({ author: 'UBOB' })], ['F1']],
    ['was uploaded for another channel', [uploadRecord({ channel: 'COTHER' })], ['F1']],
    ['is not all there', [uploadRecord({ done: null })], ['F1']],
    ['is named twice', [uploadRecord()], ['F1', 'F1']],
  ])('is refused whole with one that %s', (_, uploads, files) => {
    expect(sent(uploads as UploadRecord[], files as string[])).toMatchObject({ refused: { code: 'file_not_found' } })
  })

  test('without any needs neither more locks nor more facts than before there were files', () => {
    expect(postScope(said, at)).toEqual({
      streams: ['CROOM'],
      facts: [
        ['channel', 'CROOM'],
        ['seat', 'CROOM', 'UADA'],
        ['user', 'UADA'],
      ],
    })
    expect(sent([], [])).toMatchObject({ refused: { reason: 'text_empty' } })
  })

  test('[EDIT] that is deleted empties their rows and wants their content gone', () => {
    const intent = { do: 'message.delete', channel: 'CROOM', seq: 4 } as const
    const message = messageRecord({ author: 'UADA', files: '["F1"]' })
    const { done: _, named: __, clientId: ___, ...upload } = uploadRecord()
    const file: FileRecord = { ...upload, seq: 4, rev: 8, ts: 5, alt: 'A cat.', gone: null }
    const facts = factsOf(
      deleteScope(intent, at),
      [room, seat, ['message', ['CROOM', 4], message]],
      [['filesOn', ['CROOM', 4], [file]]],
    )
    const verdict = remove(facts, intent, at)
    if ('refused' in verdict) throw new Error(verdict.refused.message)
    const rows = verdict.writes.map(({ table, row }) => [table, row] as const)
    expect(rows[0]?.[1]).toMatchObject({ text: '', files: null, deleted: 1 })
    expect(rows.find(([table]) => table === 'files')?.[1]).toMatchObject({
      ...{ id: 'F1', name: '', type: '', size: 0, width: null, placeholder: null, alt: '', thumbs: null, gone: 1 },
    })
    expect(verdict.keeps?.map(({ table, row }) => table === 'jobs' && [row.kind, row.key])).toContainEqual([
      'content',
      'content b1',
    ])
  })
})

describe('[FILE] an upload', () => {
  const most = { file: 100, person: 150, workspace: 1000 }
  const began = (size: number, used: Record<string, number> = {}, before: UploadRecord[] = []) => {
    const intent = {
      do: 'upload.begin',
      ...{ id: 'F9', blob: 'b9', channel: 'CROOM', clientId: 'f', name: 'a.txt', size, most, workspace: 'T1' },
    } as const
    const usages = Object.entries(used).map(([owner, bytes]): Known => ['usage', [owner], { owner, bytes }])
    const uploads = before.map((upload): Known => ['uploadByClient', ['UADA', 'f'], upload])
    return beginUpload(factsOf(beginScope(intent, at), [room, seat, ...usages, ...uploads]), intent, at)
  }

  test.each([
    ['too large for a file', 101, {}, 'file_large'],
    ['too much for a person', 100, { UADA: 51 }, 'person_full'],
    ['too much for the workspace', 100, { T1: 901 }, 'workspace_full'],
  ])('is refused where it is %s', (_, size, used, reason) => {
    expect(began(size, used as Record<string, number>)).toMatchObject({ refused: { reason } })
  })

  test('counts with its whole size from its beginning', () => {
    const verdict = began(100, { UADA: 50, T1: 900 })
    const kept = 'keeps' in verdict ? (verdict.keeps ?? []) : []
    expect(kept.filter(({ table }) => table === 'usages').map(({ row }) => row)).toEqual([
      { owner: 'UADA', bytes: 150 },
      { owner: 'T1', bytes: 1000 },
    ])
  })

  test('begun again under its clientId is the one of before, and another one is refused', () => {
    expect(began(9, {}, [uploadRecord()])).toEqual({ writes: [], ok: { id: 'F1', blob: 'b1' } })
    expect(began(8, {}, [uploadRecord()])).toMatchObject({ refused: { code: 'client_id_reused' } })
  })
})

test.each([
  ['cat.png', 'cat.png'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\win.ini', 'win.ini'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a\0b\r\nc.txt', 'abc.txt'],
  ['\u200b\u2066', 'file'],
  ['..', 'file'],
  ['', 'file'],
  ['dir/', 'file'],
  ['e\u0301.txt', '\u00e9.txt'],
  ['\ud800.txt', '\ufffd.txt'],
  [`${'x'.repeat(300)}.tar`, `${'x'.repeat(251)}.tar`],
])('[S-18] [S-19] a file called %j is kept as %j', (typed, kept) => {
  expect(fileName(typed)).toBe(kept)
})
