import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { withoutTitle } from './sentence.ts'

/** What the journal keeps of sentences that hold answers to a form, of whatever kind, or the name of another object. */
const INSTEAD: Readonly<Record<string, string>> = {
  invalid_input: 'The answers to the form were not valid.',
  changed_meanwhile: '{object} was changed by somebody else in the meantime. Nothing of yours was saved.',
}

/**
 * The sentence of a refusal as the journal keeps it: without the names of people, and without what people wrote. Whoever acted and the
 * object are filled in again when it is read.
 */
export function keptSentence({ code, sentence, personal = {} }: Refusal, actor: Pick<Actor, 'kind' | 'name'>, title = ''): string {
  const instead = INSTEAD[code]
  if (instead !== undefined) return instead
  const { names = [], words = [] } = personal
  const nameless = names.reduce((kept, name) => taken(kept, name, 'somebody'), taken(sentence, title, '{object}'))
  const kept = words.reduce((rest, each) => taken(rest, each, ''), nameless).replace(/^somebody/, 'Somebody')
  return actor.kind === 'person' ? taken(kept, actor.name, '{actor}') : kept
}

const taken = (sentence: string, words: string, instead: string): string =>
  words === '' ? sentence : withoutTitle(sentence, words, instead)
