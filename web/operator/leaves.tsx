import { VisuallyHidden } from '@mantine/core'
import { IconClockHour4, IconClockPause, IconHandStop, IconSend } from '@tabler/icons-react'
import type { Row } from '../../src/http/contract/object.ts'
import { Exact, minutesAndSeconds, useAsOfNow, useNow, When, WhenAndCountdown, whenWords } from '../parts/time.tsx'
import classes from './leaves.module.css'
import { aloud, isSoon, type Leaving } from './leaving.ts'

/** When a queued order leaves, in one line: calm, and urgent in the last ten minutes; or what keeps it. */
export function LeavesLine({ leaving }: { leaving: Leaving | undefined }) {
  const sentence = useAsOfNow((now) => aloud(leaving, now))
  if (!leaving) return null
  const Icon = icons[leaving.now]
  return (
    <p className={`${classes.line} ${isUrgent(leaving) ? classes.urgent : ''}`} data-leaving={leaving.now}>
      <Icon size={16} stroke={1.6} aria-hidden />
      <span>
        <Words leaving={leaving} />
      </span>
      <VisuallyHidden role="status">{sentence}</VisuallyHidden>
    </p>
  )
}

/** The same as a fact beside the word "Leaves". */
export function LeavesFact({ leaving }: { leaving: Leaving }) {
  if (leaving.now === 'waiting')
    return leaving.soon ? (
      <span className={classes.soon}>
        <When at={leaving.at} />, in <Left at={leaving.at} />
      </span>
    ) : (
      <WhenAndCountdown at={leaving.at} />
    )
  if (leaving.now === 'held' && leaving.why)
    return (
      <>
        <Words leaving={leaving} />
        <span className={classes.why}>“{leaving.why}”</span>
      </>
    )
  return <Words leaving={leaving} />
}

/** The same in a column of a result list, where the heading says "Leaves". */
export function LeavesCell({ row }: { row: Row }) {
  const { abortableUntil: at, heldAt, stoppedAt } = row
  if (heldAt) return <Exact at={heldAt}>held</Exact>
  if (stoppedAt) return <Exact at={stoppedAt}>press is stopped</Exact>
  return at ? <LeavesAt at={at} /> : null
}

function LeavesAt({ at }: { at: string }) {
  const words = useAsOfNow((now) => {
    if (Date.parse(at) <= now) return 'being handed over'
    return isSoon(at, now) ? `in ${minutesAndSeconds(Date.parse(at) - now)}` : whenWords(at, now)
  })
  const soon = useAsOfNow((now) => isSoon(at, now))
  return (
    <span className={soon ? classes.soon : undefined}>
      <Exact at={at}>{words}</Exact>
    </span>
  )
}

function Words({ leaving }: { leaving: Leaving }) {
  switch (leaving.now) {
    case 'waiting':
      return leaving.soon ? (
        <>
          leaves in <Left at={leaving.at} />
        </>
      ) : (
        <>
          leaves <WhenAndCountdown at={leaving.at} />
        </>
      )
    case 'leaving':
      return 'is being handed over'
    case 'overdue':
      return (
        <>
          was to leave <When at={leaving.at} />; nothing was heard since
        </>
      )
    case 'held':
      return (
        <>
          held by {leaving.by} since <When at={leaving.at} />; does not leave until it is released
        </>
      )
    case 'stopped':
      return (
        <>
          the press of {leaving.bureau} is stopped since <When at={leaving.at} />; nothing leaves
        </>
      )
    case 'unplanned':
      return 'no release is planned'
  }
}

function Left({ at }: { at: string }) {
  const now = useNow(1_000)
  return <Exact at={at}>{minutesAndSeconds(Date.parse(at) - now)}</Exact>
}

const isUrgent = (leaving: Leaving): boolean => leaving.now === 'leaving' || (leaving.now === 'waiting' && leaving.soon)

const icons = {
  waiting: IconClockHour4,
  leaving: IconSend,
  overdue: IconClockHour4,
  held: IconHandStop,
  stopped: IconClockPause,
  unplanned: IconClockPause,
}
