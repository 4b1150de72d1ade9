import type { RunAnswer, Verdict } from '../../src/http/contract/command.ts'
import type { Refusal } from '../../src/http/contract/refusal.ts'
import { useCatalog } from '../parts/catalog.ts'
import { countWords, numberWords } from '../parts/number-words.ts'
import { ObjectLink } from './object-link.tsx'
import classes from './run-verdicts.module.css'

const NAMED = 20

/** Before the form is sent: how many it will be done to, how many not and why. The numbers add up. */
export function RunVerdicts({ answer }: { answer: RunAnswer }) {
  const catalog = useCatalog()
  const { verdicts = [], run } = answer
  const template = catalog.template(catalog.useCase(run.useCase)?.template)
  const refused = verdicts.filter((verdict) => !verdict.may)
  if (verdicts.length === 0 || (verdicts.length === 1 && refused.length === 0)) return null
  const total = Math.max(run.total, verdicts.length)
  return (
    <section aria-label="What will be done" className={classes.verdicts}>
      <p className={classes.sum}>
        <strong>{countWords(total - refused.length, template?.label.toLowerCase() ?? 'object', template?.plural.toLowerCase() ?? 'objects')}</strong> will be done
        {refused.length > 0 && (
          <>
            , <strong>{numberWords(refused.length)}</strong> cannot
          </>
        )}
        .
      </p>
      {grouped(refused).map(({ refusal, items }) => (
        <div key={refusal.code + refusal.sentence} className={classes.group}>
          <p className={classes.reason}>
            <span className={classes.count}>{numberWords(items.length)}</span>
            <span>
              {refusal.sentence} <span className="dim">{refusal.remedy}</span>
            </span>
          </p>
          {template && items.length > 1 && (
            <p className={classes.names}>
              {items.slice(0, NAMED).map((item, index) => (
                <span key={item.object}>
                  {index > 0 && ', '}
                  <ObjectLink template={template.name} id={item.object}>
                    {item.label}
                  </ObjectLink>
                </span>
              ))}
              {items.length > NAMED && ` and ${numberWords(items.length - NAMED)} more`}
            </p>
          )}
        </div>
      ))}
    </section>
  )
}

/** Refusals of one kind stand together, even where each sentence names its own object. */
function grouped(refused: readonly Verdict[]): { refusal: Refusal; items: Verdict[] }[] {
  const groups = new Map<string, { refusal: Refusal; items: Verdict[] }>()
  for (const verdict of refused) {
    if (!verdict.refusal) continue
    const kind = `${verdict.refusal.code} ${verdict.refusal.sentence.replaceAll(verdict.label, '')}`
    const group = groups.get(kind) ?? { refusal: verdict.refusal, items: [] }
    group.items.push(verdict)
    groups.set(kind, group)
  }
  return Array.from(groups.values()).sort((one, other) => other.items.length - one.items.length)
}
