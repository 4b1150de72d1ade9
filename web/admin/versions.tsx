import { Button, Skeleton, Stack } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Versions as VersionsBody } from '../../src/http/contract/admin.ts'
import { Empty } from '../parts/empty.tsx'
import { dayWords } from '../parts/time.tsx'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import { versionsQuery } from './queries.ts'
import { VersionLine } from './version-line.tsx'
import styles from './versions.module.css'

/** Home > Versions: everything that was published, newest first, with what it changed. */
export function Versions() {
  const query = useInfiniteQuery(versionsQuery)
  return (
    <Page
      title="Versions"
      name="Versions"
      means="Who published what, when and why. Every Save is one version; nothing is ever overwritten."
    >
      <Loaded query={query} skeleton={<VersionsSkeleton />}>
        {({ pages }) => {
          const versions = pages.flatMap((page) => page.items)
          if (versions.length === 0) return <Empty title="Nothing has been published yet." />
          return (
            <div className={styles.days}>
              {byDay(versions).map(([day, ofDay]) => (
                <section key={day} aria-label={day}>
                  <h2 className={styles.day}>{day}</h2>
                  <ol className={styles.versions}>
                    {ofDay.map((version) => (
                      <VersionLine key={version.id} version={version} />
                    ))}
                  </ol>
                </section>
              ))}
              {query.hasNextPage && (
                <Button
                  variant="default"
                  className={styles.more}
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  Show earlier versions
                </Button>
              )}
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

function byDay(versions: VersionsBody['items']): [string, VersionsBody['items']][] {
  const days = new Map<string, VersionsBody['items']>()
  for (const version of versions) {
    const day = dayWords(version.at)
    days.set(day, [...(days.get(day) ?? []), version])
  }
  return [...days]
}

function VersionsSkeleton() {
  return (
    <Stack gap={10} maw={820}>
      <Skeleton h={14} w={110} />
      {Array.from({ length: 8 }, (_, at) => (
        <Skeleton key={at} h={48} />
      ))}
    </Stack>
  )
}
