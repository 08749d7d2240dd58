import { create, createScope, join, joinScope, leave } from '#domain/channel.ts'
import type { Verdict } from '#domain/decision.ts'
import type { Facts, Scope } from '#domain/facts.ts'
import type { Circumstances, Intent, IntentOf } from '#domain/intent.ts'
import { post, postScope } from '#domain/message.ts'
import { mark, markScope } from '#domain/place.ts'
import { end, endScope, enter, enterScope, rename, renameScope } from '#domain/user.ts'
import { found, foundScope } from '#domain/workspace.ts'

/** For each intent which streams and facts it needs, and the rule that decides it. */
type Handlers = {
  readonly [N in Intent['do']]: {
    scope(intent: IntentOf<N>, at: Circumstances): Scope
    decide(facts: Facts, intent: IntentOf<N>, at: Circumstances): Verdict
  }
}

const handlers: Handlers = {
  'message.post': { scope: postScope, decide: post },
  'channel.create': { scope: createScope, decide: create },
  'channel.join': { scope: joinScope, decide: join },
  'channel.leave': { scope: joinScope, decide: leave },
  'profile.rename': { scope: renameScope, decide: rename },
  'read.mark': { scope: markScope, decide: mark },
  'user.enter': { scope: enterScope, decide: enter },
  'session.end': { scope: endScope, decide: end },
  'workspace.found': { scope: foundScope, decide: found },
}

export const scopeOf = <I extends Intent>(intent: I, at: Circumstances): Scope => handlerOf(intent).scope(intent, at)

export const decide = <I extends Intent>(facts: Facts, intent: I, at: Circumstances): Verdict =>
  handlerOf(intent).decide(facts, intent, at)

/** The compiler cannot follow that a handler found by an intent's name takes that intent. */
const handlerOf = <I extends Intent>(intent: I) =>
  handlers[intent.do] as unknown as {
    scope(intent: I, at: Circumstances): Scope
    decide(facts: Facts, intent: I, at: Circumstances): Verdict
  }
