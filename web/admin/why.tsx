import { Select, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { whyQuery } from '../parts/why-query.ts'
import { WhySteps } from '../parts/why-steps.tsx'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import styles from './role.module.css'
import type { WhyAsked } from './why-asked.ts'

/** Home > Roles > Why: whether somebody may start a use case, on an object or at all, and why. */
export function Why() {
  const asked = useSearch({ from: '/admin/roles/why' })
  const navigate = useNavigate()
  const catalog = useCatalog()
  const useCase = catalog.useCase(asked.useCase)
  const creates = useCase?.states.includes('new') === true
  const collection = catalog.template(useCase?.template)?.path
  const ask = (change: { [name in keyof WhyAsked]?: string | null }) => {
    const search = Object.fromEntries(Object.entries({ ...asked, ...change }).filter(([, value]) => value))
    void navigate({ to: '/admin/roles/why', search, replace: true })
  }
  return (
    <Page
      title="Why"
      name="Why"
      means="Whether somebody may start a use case, and why: what they hold, whom it reaches, what is offered, and what stands in the way."
    >
      <div className={styles.fields}>
        <ObjectSelect label="Who" collection="accounts" value={asked.account ?? null} onChange={(account) => ask({ account })} />
        <Select
          label="Use case"
          searchable
          clearable
          placeholder="Choose, or type to search…"
          maxDropdownHeight={360}
          data={catalog.templates.map(({ name, label }) => ({
            group: label,
            items: catalog.useCases
              .filter((each) => each.template === name && each.offered !== 'to the system')
              .map((each) => ({ value: each.name, label: each.label })),
          }))}
          value={asked.useCase ?? null}
          onChange={(chosen) => {
            const same = catalog.useCases.find(({ name }) => name === chosen)?.template === useCase?.template
            ask({ useCase: chosen, ...(!same && { object: null }) })
          }}
        />
        {collection && !creates && (
          <ObjectSelect
            key={collection}
            label={`On which ${catalog.template(useCase?.template)?.label.toLowerCase()}`}
            description="Left empty, it is asked whether they may at all."
            collection={collection}
            value={asked.object ?? null}
            onChange={(object) => ask({ object })}
          />
        )}
      </div>
      {asked.account && asked.useCase ? (
        <Answer account={asked.account} useCase={asked.useCase} object={asked.object} />
      ) : (
        <Empty title="Choose who, and what they want to do." />
      )}
    </Page>
  )
}

function Answer(asked: { account: string; useCase: string; object: string | undefined }) {
  const query = useQuery(whyQuery(asked))
  return (
    <Loaded query={query} skeleton={<AnswerSkeleton />}>
      {(why) => <WhySteps why={why} />}
    </Loaded>
  )
}

function AnswerSkeleton() {
  return (
    <Stack gap={14} maw={720}>
      {Array.from({ length: 4 }, (_, at) => (
        <Skeleton key={at} h={20} />
      ))}
    </Stack>
  )
}
