import { Group, Skeleton } from '@mantine/core'
import { IconBuildingFactory2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Production as ProductionBody } from '../../src/http/contract/production.ts'
import { Empty } from '../parts/empty.tsx'
import { TextLink } from '../parts/links.tsx'
import { useMe } from '../parts/session.ts'
import { StateChip } from '../parts/state-chip.tsx'
import { Countdown, When } from '../parts/time.tsx'
import { Batches } from './batches.tsx'
import { connectionWords } from './bureau-draft.ts'
import { BureauLine } from './bureau-line.tsx'
import { BureauMessages } from './bureau-messages.tsx'
import { Loaded } from './loaded.tsx'
import { Page, Section } from './page.tsx'
import { PressSwitch } from './press-switch.tsx'
import styles from './production.module.css'
import { productionQuery } from './queries.ts'
import { SendNow } from './send-now.tsx'

type Bureau = ProductionBody['bureaus'][number]

/** Home > Production: for each bureau where its orders are and when the next leave; the batches they left in; and what the bureaus said. */
export function Production() {
  const query = useQuery(productionQuery)
  return (
    <Page
      title="Production"
      name="Production"
      means="Orders on their way to the bureaus. What waits in the queue can still be aborted; from the hand-over on it has to be recalled."
    >
      <Loaded query={query} skeleton={<Skeleton h={190} />}>
        {({ bureaus }) =>
          bureaus.length === 0 ? (
            <Empty icon={IconBuildingFactory2} title="No bureau is connected yet.">
              <p>Orders wait in the queue until one is.</p>
            </Empty>
          ) : (
            bureaus.map((bureau) => (
              <Section
                key={bureau.name}
                title={bureau.label}
                means={<Standing bureau={bureau} several={bureaus.length > 1} />}
                actions={
                  <Group gap="xs" className={styles.actions}>
                    <SendNow bureau={bureau} />
                    <PressSwitch bureau={bureau} />
                  </Group>
                }
              >
                <BureauLine bureau={bureau} />
              </Section>
            ))
          )
        }
      </Loaded>
      <Section title="Batches" means="The orders that left together, newest first.">
        <Batches />
      </Section>
      <Section
        title="What the bureaus said"
        means="Every message, newest first, with what became of it. What does not fit changes nothing and becomes an incident."
      >
        <BureauMessages />
      </Section>
    </Page>
  )
}

/** In a line: whether the press runs, when orders leave next, and how the bureau is reached. */
function Standing({ bureau, several }: { bureau: Bureau; several: boolean }) {
  const { schedule, stoppedAt, stoppedWhy, takesNewOrders } = bureau
  const mayDefine = useMe()?.adminGroups.includes('bureaus')
  const how = connectionWords[bureau.connector as keyof typeof connectionWords] ?? bureau.connector
  return (
    <span className={styles.release} title={`${schedule.cron} (${schedule.timeZone})`}>
      {stoppedAt ? (
        <span className={styles.stopped}>
          <StateChip template="bureau" state="stopped" /> since <When at={stoppedAt} />
          {stoppedWhy && ` because: ${stoppedWhy}`}. Nothing leaves; every order keeps its place.{' '}
        </span>
      ) : schedule.next ? (
        <>
          Next release <When at={schedule.next} />, <Countdown at={schedule.next} past="any moment now" />.{' '}
        </>
      ) : (
        'No release is planned. '
      )}
      {scheduleWords(schedule.words)} Connected by{' '}
      {mayDefine ? (
        <TextLink to="/admin/bureaus/$bureau" params={{ bureau: bureau.name }} search={{ tab: 'connection' }} inherit>
          {how}
        </TextLink>
      ) : (
        how
      )}
      .{several && takesNewOrders && ' New orders are for it.'}
    </span>
  )
}

function scheduleWords(words: string): string {
  return words === '' ? '' : `Releases go ${words}.`
}
