import type { RunAnswer } from '../../src/http/contract/command.ts'
import { useCatalog } from '../parts/catalog.ts'
import { countWords, numberWords } from '../parts/number-words.ts'
import { ObjectLink } from './object-link.tsx'
import { refusalGroups } from './refusal-groups.ts'
import classes from './run-verdicts.module.css'

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
        <strong>
          {countWords(total - refused.length, template?.label.toLowerCase() ?? 'object', template?.plural.toLowerCase() ?? 'objects')}
        </strong>{' '}
        will be done
        {refused.length > 0 && (
          <>
            , <strong>{numberWords(refused.length)}</strong> cannot
          </>
        )}
        .
      </p>
      {refusalGroups(refused).map((group) => (
        <div key={group.code} className={classes.group}>
          <p className={classes.reason}>
            <span className={classes.count}>{numberWords(group.count)}</span>
            <span>
              {group.various && <span className="dim">for instance: </span>}
              {group.refusal.sentence} <span className="dim">{group.refusal.remedy}</span>
            </span>
          </p>
          {group.count > 1 && (
            <details className={classes.all}>
              <summary>Show all {numberWords(group.count)}</summary>
              <ul>
                {group.items.map((item) => (
                  <li key={item.object}>
                    <ObjectLink template={template?.name ?? ''} id={item.object}>
                      {item.label}
                    </ObjectLink>
                    {group.various && <span className="dim"> {item.refusal?.sentence}</span>}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      ))}
    </section>
  )
}
