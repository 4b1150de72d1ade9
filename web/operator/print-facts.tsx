import type { Print } from '../../src/http/contract/layout.ts'
import { Facts } from './facts.tsx'
import classes from './print-facts.module.css'

/** The input fields of the layout with their values, word for word as the bureau gets them. */
export function PrintFacts({ print }: { print: Print }) {
  return (
    <>
      <p className={classes.layout}>
        {print.layout.label}, at {print.bureau}. {print.photo ? 'The photo is printed.' : 'No photo is printed.'}
      </p>
      <Facts facts={print.fields.map(({ label, value }) => ({ label, value }))} />
    </>
  )
}
