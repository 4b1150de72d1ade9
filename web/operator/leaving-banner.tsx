import { VisuallyHidden } from '@mantine/core'
import { IconClockHour4 } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Home } from '../../src/http/contract/home.ts'
import { TextLink } from '../parts/links.tsx'
import { countWords } from '../parts/number-words.ts'
import { useAsOfNow, whenWords } from '../parts/time.tsx'
import { isSoon } from './leaving.ts'
import classes from './leaving-banner.module.css'
import { homeQuery } from './operator-queries.ts'

type Release = Home['leaving'][number]

/** What leaves within ten minutes, for which bureau, with the way to the cards; nothing while no release is near. */
export function LeavingBanner({ leaving = [], next }: { leaving: Home['leaving'] | undefined; next: string | null }) {
  useReadWhenNear(next)
  const near = useAsOfNow((now) => leaving.flatMap(({ at }, nth) => (isSoon(at, now) && Date.parse(at) > now ? [nth] : [])).join())
  const shown = leaving.filter((_, nth) => near.split(',').includes(String(nth)))
  return (
    <>
      <VisuallyHidden role="status">{shown.map((release) => `${inAll(release)} at ${clockOf(release)}.`).join(' ')}</VisuallyHidden>
      {shown.length > 0 && (
        <ul className={classes.banner} aria-label="Leaving soon">
          {shown.map((release) => (
            <li key={release.bureau}>
              <IconClockHour4 size={16} stroke={1.6} aria-hidden />
              <Sentence release={release} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Sentence({ release }: { release: Release }) {
  const { bureau, label, at, orders } = release
  const when = useAsOfNow((now) => inMinutes(Date.parse(at) - now))
  return (
    <span>
      {when}{' '}
      <TextLink to="/operator/search" search={{ template: 'card', leaves: 'within-the-hour', bureau }} className="link">
        {countWords(orders, 'order', 'orders')}
      </TextLink>{' '}
      {leave(orders)} for {label}.
    </span>
  )
}

/** What a page knows of the next release is read again when that comes near, and when it is over. */
function useReadWhenNear(next: string | null): void {
  const queries = useQueryClient()
  const stage = useAsOfNow((now) => (next === null || !isSoon(next, now) ? 'far' : Date.parse(next) > now ? 'near' : 'over'))
  const before = useRef(stage)
  useEffect(() => {
    if (before.current === stage) return
    before.current = stage
    if (stage !== 'far') void queries.invalidateQueries({ queryKey: homeQuery.queryKey })
  }, [stage, queries])
}

function inMinutes(left: number): string {
  const minutes = Math.ceil(left / 60_000)
  return minutes <= 1 ? 'In less than a minute' : `In ${minutes} minutes`
}

const leave = (orders: number): string => (orders === 1 ? 'leaves' : 'leave')

const inAll = ({ orders, label }: Release): string => `${countWords(orders, 'order', 'orders')} ${leave(orders)} for ${label}`

const clockOf = ({ at }: Release): string => whenWords(at, Date.parse(at)).replace(/^today /, '')
