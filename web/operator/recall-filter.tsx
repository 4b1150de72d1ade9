import { Link } from '@tanstack/react-router'
import { useCatalog } from '../parts/catalog.ts'
import { numberWords } from '../parts/number-words.ts'
import { StateDot } from '../parts/state-chip.tsx'
import classes from './recall-filter.module.css'

/** All recalls, or those in one state; each choice has an address, and says how many there are. */
export function RecallFilter({ state, counts }: { state: string | undefined; counts: Readonly<Record<string, number>> | undefined }) {
  const states = useCatalog().template('recall')?.states ?? []
  const all = counts && Object.values(counts).reduce((one, other) => one + other, 0)
  return (
    <nav aria-label="Recalls by state" className={classes.filter}>
      <Choice label="All" count={all} state={undefined} current={state} />
      {states.map((one) => (
        <Choice
          key={one.name}
          label={one.label}
          colour={one.colour}
          count={counts && (counts[one.name] ?? 0)}
          state={one.name}
          current={state}
        />
      ))}
    </nav>
  )
}

function Choice({
  label,
  colour,
  count,
  state,
  current,
}: {
  label: string
  colour?: string
  count: number | undefined
  state: string | undefined
  current: string | undefined
}) {
  return (
    <Link
      to="/operator/recalls"
      search={state ? { state } : {}}
      className={classes.choice}
      aria-current={state === current ? 'true' : undefined}
      resetScroll={false}
    >
      {colour && <StateDot colour={colour} />}
      {label}
      <span className={classes.count}>{count === undefined ? '' : numberWords(count)}</span>
    </Link>
  )
}
