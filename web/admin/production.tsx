import { Skeleton } from '@mantine/core'
import { IconBuildingFactory2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Empty } from '../parts/empty.tsx'
import { Countdown, When } from '../parts/time.tsx'
import { Batches } from './batches.tsx'
import { BureauLine } from './bureau-line.tsx'
import { Loaded } from './loaded.tsx'
import { Page, Section } from './page.tsx'
import styles from './production.module.css'
import { productionQuery } from './queries.ts'
import { SendNow } from './send-now.tsx'

/** Home > Production: for each bureau where its orders are, when the next leave, and the batches they left in. */
export function Production() {
  const query = useQuery(productionQuery)
  return (
    <Page
      title="Production"
      name="Production"
      means="Orders on their way to the bureaus. What waits in the queue can still be aborted; from the hand-over on it cannot."
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
                means={
                  <span className={styles.release} title={`${bureau.schedule.cron} (${bureau.schedule.timeZone})`}>
                    {bureau.schedule.next ? (
                      <>
                        Next release <When at={bureau.schedule.next} />, <Countdown at={bureau.schedule.next} past="any moment now" />.{' '}
                      </>
                    ) : (
                      'No release is planned. '
                    )}
                    {scheduleWords(bureau.schedule.words)} Connected by {bureau.connector}.
                  </span>
                }
                actions={<SendNow bureau={bureau} />}
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
    </Page>
  )
}

function scheduleWords(words: string): string {
  return words === '' ? '' : `Releases go ${words}.`
}
