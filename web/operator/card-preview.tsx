import { useQuery } from '@tanstack/react-query'
import type { RunAnswer } from '../../src/http/contract/command.ts'
import { address } from '../parts/api.ts'
import { useCatalog } from '../parts/catalog.ts'
import { numberWords } from '../parts/number-words.ts'
import { CardPicture } from './card-picture.tsx'
import classes from './card-preview.module.css'
import { cardPreviewQuery } from './operator-queries.ts'
import details from './print-facts.module.css'
import { PrintFacts } from './print-facts.tsx'
import { PrintProblems } from './print-problems.tsx'

/** Of whom a run would order a card: the first of its people that may have one, and where they are in the API. */
export interface PlannedCard {
  path: string
  object: string
  label: string
  /** How many cards there will be. */
  count: number
}

/** The card that a run would order; undefined where it orders none. */
export function usePlannedCard({ run, verdicts = [] }: RunAnswer): PlannedCard | undefined {
  const catalog = useCatalog()
  const useCase = catalog.useCase(run.useCase)
  const template = catalog.template(useCase?.template)
  const may = verdicts.filter((verdict) => verdict.may)
  const first = may[0]
  if (catalog.template(useCase?.makes)?.group !== 'cards' || template?.group !== 'identities' || !first) return undefined
  const refused = verdicts.length - may.length
  return { path: template.path, object: first.object, label: first.label, count: Math.max(run.total, verdicts.length) - refused }
}

/** The card as it would be printed, beside the form that orders it, with what the bureau would refuse. It follows the day in the form. */
export function CardPreview({ card, useCase, validTo }: { card: PlannedCard; useCase: string; validTo: unknown }) {
  const { path, object, label, count } = card
  const asked = { useCase, validTo: typeof validTo === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(validTo) ? validTo : undefined }
  const { data: print } = useQuery(cardPreviewQuery(path, object, asked))
  return (
    <section className={classes.preview} aria-label="The card as it would be printed">
      <CardPicture src={(side) => address(`/${path}/${object}/card-preview.svg`, { ...asked, side })} label={`The card for ${label}`} />
      {count > 1 && (
        <p className={classes.note}>
          The first of {numberWords(count)} cards, for {label}. Each of the others is printed with its own data.
        </p>
      )}
      {print && (
        <>
          <PrintProblems problems={print.problems} />
          <details className={`${details.details} ${classes.note}`}>
            <summary>What the bureau gets</summary>
            <PrintFacts print={print} />
          </details>
        </>
      )}
    </section>
  )
}
