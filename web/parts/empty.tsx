import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './empty.module.css'

/** Where there is nothing to show: says so in a sentence, and what one may do about it. `heading` where it is the whole page. */
export function Empty({
  icon: Drawn,
  title,
  children,
  compact = false,
  heading = false,
}: {
  icon?: Icon
  title: string
  children?: ReactNode
  compact?: boolean
  heading?: boolean
}) {
  return (
    <div className={`${classes.empty} ${compact ? classes.compact : ''}`}>
      {Drawn && <Drawn size={28} stroke={1.4} aria-hidden className={classes.icon} />}
      {heading ? <h1 className={classes.title}>{title}</h1> : <p className={classes.title}>{title}</p>}
      {children && <div className={classes.more}>{children}</div>}
    </div>
  )
}
