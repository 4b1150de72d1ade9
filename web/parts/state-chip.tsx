import { useCatalog } from './catalog.ts'
import classes from './state-chip.module.css'
import { stateColour } from './state-colour.ts'

/** An object's state in its one colour; a final state has a square dot. Its meaning is on hover. */
export function StateChip({ template, state, large = false }: { template: string; state: string; large?: boolean }) {
  const known = useCatalog().state(template, state)
  const colour = stateColour(known.colour)
  return (
    <span
      className={`${classes.chip} ${large ? classes.large : ''} ${known.final ? classes.final : ''}`}
      style={{ color: colour.fg, background: colour.bg }}
      title={known.means || undefined}
      data-state={state}
    >
      <span className={classes.dot} style={{ background: colour.dot }} />
      {known.label}
    </span>
  )
}

/** The dot alone, before a label in a drop-down or a list. */
export function StateDot({ colour }: { colour: string }) {
  return <span className={classes.dot} style={{ background: stateColour(colour).dot, display: 'inline-block' }} aria-hidden />
}
