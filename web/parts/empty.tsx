import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './empty.module.css'

/** Where there is nothing to show: says so in a sentence, and what one may do about it. */
export function Empty({ icon: Drawn, title, children, compact = false }: { icon?: Icon; title: string; children?: ReactNode; compact?: boolean }) {
  return (
    <div className={`${classes.empty} ${compact ? classes.compact : ''}`}>
      {Drawn && <Drawn size={28} stroke={1.4} aria-hidden className={classes.icon} />}
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.more}>{children}</div>}
    </div>
  )
}
