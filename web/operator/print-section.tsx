import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { printQuery } from './operator-queries.ts'
import classes from './print-facts.module.css'
import { PrintFacts } from './print-facts.tsx'
import { PrintProblems } from './print-problems.tsx'

/** What the bureau gets of a card. It repeats much of the card's data, so it is read and shown only when somebody opens it. */
export function PrintSection({ path, id }: { path: string; id: string }) {
  const [open, setOpen] = useState(false)
  const { data: print, error } = useQuery({ ...printQuery(path, id), enabled: open })
  return (
    <section>
      <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>What the bureau gets</summary>
        {print ? (
          <>
            <PrintFacts print={print} />
            <PrintProblems problems={print.problems} />
          </>
        ) : error ? (
          <ProblemNotice problem={error} />
        ) : (
          <Skeleton height={10} width="55%" my={5} />
        )}
      </details>
    </section>
  )
}
