import type { ReactNode } from 'react'
import classes from './facts.module.css'

export interface Fact {
  label: string
  value: ReactNode
}

/** Facts one below the other, labels left. A missing one is a dash, so that nobody wonders whether it was forgotten. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value === undefined || value === null || value === '' ? <span className={classes.none}>–</span> : value}</dd>
        </div>
      ))}
    </dl>
  )
}
