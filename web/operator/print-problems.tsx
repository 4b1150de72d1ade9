import { IconInfoCircle } from '@tabler/icons-react'
import type { Print } from '../../src/http/contract/layout.ts'
import classes from './print-problems.module.css'

/** What the bureau would refuse, in sentences; nothing where it can print the card. */
export function PrintProblems({ problems }: { problems: Print['problems'] }) {
  return (
    <div role="status">
      {problems.length > 0 && (
        <ul className={classes.problems} aria-label="What the bureau would refuse">
          {problems.map(({ field, sentence }) => (
            <li key={`${field} ${sentence}`}>
              <IconInfoCircle size={16} stroke={1.8} className={classes.icon} aria-hidden />
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
