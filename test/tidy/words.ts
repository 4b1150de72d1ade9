/** The words of the domain, whole and the same everywhere; and nothing about how, or where, the repository came to be. */
import type { Objection } from './rule.ts'
import { isTidyItself, type Source } from './source.ts'

const banned: { words: RegExp; sentence: string }[] = [
  {
    words: /\b(cancel(s|led|ling|lation of)?|void(s|ed|ing)?|revok(e|es|ed|ing)) (the |an? |this |that |your |its )?(card )?orders?\b/i,
    sentence: 'an order is aborted; Cancel is what closes a form',
  },
  { words: /\bvoid(s|ed|ing)? (the |an? |this |that )?cards?\b/i, sentence: 'a card order is aborted; a card is never voided' },
  { words: /\bworkflow (instance|engine)\b/i, sentence: 'it is a run of a process' },
  { words: /\/work\/\w|\/tmp\/brief|\bshared\/reference\b/, sentence: 'names a place of one machine' },
  {
    words: /\b(workforce|stack|screens|models|design|brief)\.md\b|\bdesign section \d|\breference \d+\.\d/i,
    sentence: 'refers to a page that is not here',
  },
  {
    words: /\bissue \d|\bsub-?agent|\bhelper session|\bClaude\b|\bGPT\b|\bLLMs?\b|\bAI[- ]generated\b/i,
    sentence: 'tells how it was made',
  },
]

/** Words that a file should not use. The rules themselves have to name them, so they are left out. */
export function bannedWords(file: Source): Objection[] {
  if (isTidyItself(file)) return []
  return file.lines.flatMap((text, at) =>
    banned.filter(({ words }) => words.test(text)).map(({ sentence }) => ({ line: at + 1, sentence })),
  )
}
