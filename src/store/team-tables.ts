import type { GroupingRecord, SharedSectionRecord, UserGroupRecord } from '#domain/team-records.ts'
import { type Described, type InStream, int, json, text } from './table.ts'

type Streamed<R> = Described<R> & { stream: InStream<R> }
type TeamTables = {
  readonly shared: Streamed<SharedSectionRecord>
  readonly usergroups: Streamed<UserGroupRecord>
  readonly groupings: Streamed<GroupingRecord>
}

/** What `tables.ts` says of the others, of user groups and of sections for everybody. */
export const teamTables: TeamTables = {
  shared: {
    columns: { id: text, rev: int, name: text, rank: int, channels: json, gone: int },
    key: ['id'],
    stream: {
      of: 'workspace',
      column: null,
      held: 'whole',
      row: ({ rev, id, name, rank, channels, gone }) => ({
        ...{ row: 'shared', rev, id, name, rank, channels: [...channels] },
        ...(gone !== null && { gone: true }),
      }),
    },
  },
  usergroups: {
    columns: {
      ...{
        id: text,
        rev: int,
        name: text,
        handle: text,
        handleKey: text,
        description: text,
        channels: json,
        gone: int,
      },
    },
    key: ['id'],
    stream: {
      of: 'workspace',
      column: null,
      held: 'whole',
      row: ({ rev, id, name, handle, description, channels, gone }) => ({
        ...{ row: 'usergroup', rev, id, name, handle },
        ...(description !== '' && { description }),
        ...(channels.length > 0 && { channels: [...channels] }),
        ...(gone !== null && { gone: true }),
      }),
    },
  },
  groupings: {
    columns: { user: text, group: text, rev: int, gone: int },
    key: ['user', 'group'],
    stream: {
      of: 'user',
      column: 'user',
      held: 'whole',
      row: ({ rev, group, gone }) => ({ row: 'grouping', rev, group, ...(gone !== null && { gone: true }) }),
    },
  },
}
