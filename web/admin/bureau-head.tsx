import type { Bureau } from '../../src/http/contract/bureau.ts'
import { TextLink } from '../parts/links.tsx'
import { useMe } from '../parts/session.ts'
import { When, WhenAndCountdown } from '../parts/time.tsx'

/** What a bureau does now, in a line: whether its press runs, when orders leave next, and whether new orders are for it. */
export function BureauHead({ bureau: { press, schedule, takesNewOrders } }: { bureau: Bureau }) {
  const groups = useMe()?.adminGroups ?? []
  const next = schedule.next[0]
  return (
    <>
      {press?.stoppedAt ? (
        <>
          Its press is stopped since <When at={press.stoppedAt} />
          {press.stoppedWhy && `, because: ${press.stoppedWhy}`}.{' '}
        </>
      ) : next ? (
        <>
          Its press runs; the next release is <WhenAndCountdown at={next} />.{' '}
        </>
      ) : (
        'Its press runs; no release is planned. '
      )}
      {takesNewOrders ? 'New orders are for it' : 'New orders are for another bureau'}
      {groups.includes('options') && (
        <>
          , as the{' '}
          <TextLink to="/admin/options" inherit>
            options
          </TextLink>{' '}
          say
        </>
      )}
      .
    </>
  )
}
