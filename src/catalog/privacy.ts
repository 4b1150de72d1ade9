import type { UseCase } from '../engine/use-case.ts'
import { purgeCard } from './use-cases/purge-card.ts'
import { purgeUser } from './use-cases/purge-user.ts'

export type PurgedPart = 'photo' | 'fields'

/** What a rule can remove from the objects of a template, some days after each has come to its end. */
export interface Purgeable {
  readonly part: PurgedPart
  readonly label: string
  readonly means: string
  /** In days; shown beside a rule that is off. */
  readonly recommended: number
}

/** One process a template: the system performs it every night on the objects whose time is over. */
export const purges: readonly { readonly process: UseCase; readonly parts: readonly Purgeable[] }[] = [
  {
    process: purgeUser,
    parts: [
      { part: 'photo', label: 'Photo', means: 'The photo of the user.', recommended: 30 },
      {
        part: 'fields',
        label: 'Personal data',
        means: 'Name, employee number, e-mail, unit, title, phone, and the fields that were added. Their cards have a rule of their own.',
        recommended: 365,
      },
    ],
  },
  {
    process: purgeCard,
    parts: [
      {
        part: 'fields',
        label: 'Data of the holder',
        means:
          'What was printed on the card, its chip and serial number, and what was said about it: reasons, failures, manifests, messages.',
        recommended: 365,
      },
    ],
  },
]

/** After how many days each part is removed; a part without a number is kept. */
export type PrivacyRules = Readonly<Partial<Record<PurgedPart, number>>>

export const MOST_DAYS = 36_500
