import { useQuery } from '@tanstack/react-query'
import type { RunAnswer } from '../../src/http/contract/command.ts'
import { useCatalog } from '../parts/catalog.ts'
import { StateChip } from '../parts/state-chip.tsx'
import { LeavesLine } from './leaves.tsx'
import { ObjectLink } from './object-link.tsx'
import { objectQuery } from './operator-queries.ts'
import classes from './run.module.css'
import { useLeaving } from './use-leaving.ts'

/** The one object a run is for, with the state it is in now; nothing for several, or for one that is yet to be created. */
export function RunSubject({ answer }: { answer: RunAnswer }) {
  const catalog = useCatalog()
  const template = catalog.template(catalog.useCase(answer.run.useCase)?.template)
  const named = answer.verdicts ?? answer.results ?? []
  const only = named.length === 1 && answer.run.total === 1 ? named[0] : undefined
  const { data: object } = useQuery({
    ...objectQuery(template?.path ?? '', only?.object ?? ''),
    enabled: only !== undefined && template !== undefined,
  })
  const leaving = useLeaving(only?.object ?? '', object?.order)
  if (!only || !template) return null
  return (
    <div className={classes.subject}>
      <ObjectLink template={template.name} id={only.object}>
        {object?.title ?? only.label}
      </ObjectLink>
      {object && <StateChip template={template.name} state={object.state} />}
      <LeavesLine leaving={leaving} />
    </div>
  )
}
