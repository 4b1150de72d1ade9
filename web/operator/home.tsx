import { Button, Skeleton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Home } from '../../src/http/contract/home.ts'
import { useCatalog } from '../parts/catalog.ts'
import { useDocumentTitle } from '../parts/document-title.ts'
import { Empty } from '../parts/empty.tsx'
import { usePalette } from '../parts/palette.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Ago } from '../parts/time.tsx'
import classes from './home.module.css'
import { LeavingBanner } from './leaving-banner.tsx'
import { homeQuery } from './operator-queries.ts'
import page from './page.module.css'
import { QuickSearch } from './quick-search.tsx'
import { Sentence } from './sentence.tsx'
import { useCommand } from './use-command.ts'
import { Waiting } from './waiting.tsx'

/** HOME: find somebody, start something, see what waits and what one did lately. */
export function HomePage() {
  useDocumentTitle('HOME')
  const { data: home, error } = useQuery(homeQuery)
  return (
    <div className={`${page.page} ${page.narrow}`}>
      <h1 className={classes.title}>HOME</h1>
      <LeavingBanner leaving={home?.leaving} next={home?.waiting.nextRelease ?? null} />
      <QuickSearch />
      {error && !home && (
        <div className={page.section}>
          <ProblemNotice problem={error} />
        </div>
      )}
      <Commands home={home} />
      <section className={page.section} aria-labelledby="waiting">
        <h2 id="waiting" className={page.heading}>
          Waiting
        </h2>
        <Waiting waiting={home?.waiting} />
      </section>
      <section className={page.section} aria-labelledby="lately">
        <h2 id="lately" className={page.heading}>
          Lately
        </h2>
        <Lately items={home?.lately} />
      </section>
    </div>
  )
}

function Commands({ home }: { home: Home | undefined }) {
  const catalog = useCatalog()
  const command = useCommand()
  const { mutate } = command
  const commands = home?.commands
  usePalette(
    useMemo(
      () =>
        (commands ?? []).map(({ useCase, label }) => ({
          id: useCase,
          label,
          group: 'What do you want to do?',
          icon: <IconPlus size={18} stroke={1.6} />,
          run: () => mutate({ useCase, objects: [] }),
        })),
      [commands, mutate],
    ),
  )
  return (
    <section className={page.section} aria-labelledby="commands">
      <h2 id="commands" className={page.heading}>
        What do you want to do?
      </h2>
      <div className={classes.commands}>
        {!home && <Skeleton width={132} height={36} />}
        {home?.commands.length === 0 && (
          <span className="dim">
            Nothing can be created by you here. Find a {catalog.templates[0]?.label.toLowerCase() ?? 'user'} to go on.
          </span>
        )}
        {home?.commands.map(({ useCase, label }) => (
          <Button
            key={useCase}
            variant="default"
            leftSection={<IconPlus size={16} stroke={1.8} />}
            loading={command.isPending && command.variables.useCase === useCase}
            onClick={() => mutate({ useCase, objects: [] })}
          >
            {label}
          </Button>
        ))}
      </div>
      {command.error && (
        <div className={classes.problem}>
          <ProblemNotice problem={command.error} focus />
        </div>
      )}
    </section>
  )
}

function Lately({ items }: { items: Home['lately'] | undefined }) {
  if (!items) {
    return (
      <div aria-hidden>
        {Array.from({ length: 6 }, (_, index) => (
          <div key={index} className={classes.line}>
            <Skeleton height={12} width={`${62 - ((index * 13) % 30)}%`} />
          </div>
        ))}
      </div>
    )
  }
  if (items.length === 0) return <Empty compact title="You have not done anything yet. What you do will stand here, with links." />
  return (
    <ul className={classes.lately}>
      {items.map((item) => (
        <li key={item.id} className={classes.line}>
          <span className={classes.sentence}>
            <Sentence item={item} />
          </span>
          <span className={classes.at}>
            <Ago at={item.at} />
          </span>
        </li>
      ))}
    </ul>
  )
}
