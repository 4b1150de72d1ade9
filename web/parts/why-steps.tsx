import { IconCheck, IconInfoCircle, IconX } from '@tabler/icons-react'
import type { Why } from '../../src/http/contract/why.ts'
import classes from './why-steps.module.css'

/** An explanation step by step; its last step is the answer, with what would help. */
export function WhySteps({ why }: { why: Why }) {
  const { steps, remedy } = why
  return (
    <ol className={classes.steps} aria-label={`Why ${why.account.name} ${why.may ? 'may' : 'may not'}`}>
      {steps.map(({ kind, sentence }, at) => {
        const Icon = { yes: IconCheck, no: IconX, note: IconInfoCircle }[kind]
        const isLast = at === steps.length - 1
        return (
          <li key={sentence} className={classes.step} data-kind={kind} data-last={isLast || undefined}>
            <Icon size={17} stroke={2} role="img" aria-label={{ yes: 'Yes', no: 'No', note: 'Note' }[kind]} />
            <div>
              {sentence}
              {isLast && remedy && <p className={classes.remedy}>{remedy}</p>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
