import { Skeleton } from '@mantine/core'
import { Link, type LinkProps, linkOptions } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Home } from '../../src/http/contract/home.ts'
import { numberWords } from '../parts/number-words.ts'
import { useMe } from '../parts/session.ts'
import { Countdown, When } from '../parts/time.tsx'
import classes from './waiting.module.css'

/**
 * What waits: orders in the queue and when they leave, orders that failed, recalls without an answer, incidents, and one's own open tasks.
 * Each leads to its list.
 */
export function Waiting({ waiting }: { waiting: Home['waiting'] | undefined }) {
  const areas = useMe()?.areas ?? []
  return (
    <div className={classes.row}>
      <Figure
        label="In the queue"
        count={waiting?.queued}
        link={linkOptions({ to: '/operator/search', search: { template: 'card', state: 'processing' } })}
      >
        {waiting?.nextRelease ? (
          <>
            next release <When at={waiting.nextRelease} />, <Countdown at={waiting.nextRelease} past="any moment now" />
          </>
        ) : (
          'no release is planned'
        )}
      </Figure>
      <Figure
        label="Failed"
        count={waiting?.failed}
        link={linkOptions({ to: '/operator/search', search: { template: 'card', state: 'failed' } })}
        bad
      >
        {waiting?.failed === 0 ? 'nothing went wrong' : 'the bureau did not produce them'}
      </Figure>
      {areas.includes('recalls') && (
        <Figure label="Recalls" count={waiting?.recalls} link={linkOptions({ to: '/operator/recalls' })}>
          {waiting?.recalls === 0 ? 'none waits for an answer' : 'wait for the bureau’s answer'}
        </Figure>
      )}
      <Figure label="Incidents" count={waiting?.incidents} link={linkOptions({ to: '/operator/tasks' })} bad>
        {waiting?.incidents === 0 ? 'everything fits' : 'must be looked into'}
      </Figure>
      <Figure label="Tasks" count={waiting?.tasks} link={linkOptions({ to: '/operator/tasks' })}>
        {waiting?.tasks === 0 ? 'you left nothing open' : 'begun and not finished'}
      </Figure>
    </div>
  )
}

interface FigureProps {
  label: string
  count: number | undefined
  link: LinkProps
  bad?: boolean
  children: ReactNode
}

function Figure({ label, count, link, bad = false, children }: FigureProps) {
  return (
    <Link {...link} className={classes.figure}>
      <span className={classes.label}>{label}</span>
      {count === undefined ? (
        <>
          <Skeleton width={48} height={22} my={5} />
          <Skeleton width={120} height={10} my={4} />
        </>
      ) : (
        <>
          <span className={`${classes.count} ${bad && count > 0 ? classes.bad : ''}`}>{numberWords(count)}</span>
          <span className={classes.note}>{children}</span>
        </>
      )}
    </Link>
  )
}
