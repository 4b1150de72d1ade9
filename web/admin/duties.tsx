import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Duties as DutiesBody } from '../../src/http/contract/admin.ts'
import { put, type Versioned } from '../parts/api.ts'
import { Empty } from '../parts/empty.tsx'
import { AddDuty } from './add-duty.tsx'
import { Conflict } from './conflict.tsx'
import styles from './duties.module.css'
import { changedRules, type DraftRule, type PublishedRule, ruleWords } from './duties-draft.ts'
import { DutyRow } from './duty-row.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import { dutiesQuery } from './queries.ts'
import { SaveBar } from './save-bar.tsx'
import { useDraft } from './use-draft.ts'
import { usePublishing } from './use-publishing.ts'

/** Home > Separation of duties: what nobody does alone. */
export function Duties() {
  const query = useQuery(dutiesQuery)
  return (
    <Page
      title="Separation of duties"
      name="Separation of duties"
      means="What nobody does alone. A command that is given to more than so many waits until another person agrees; what somebody did by themselves within a day, with any of their accounts, is counted together."
    >
      <Loaded query={query} skeleton={<DutiesSkeleton />}>
        {(latest) => <DutiesEditor latest={latest} />}
      </Loaded>
    </Page>
  )
}

function DutiesEditor({ latest }: { latest: Versioned<DutiesBody> }) {
  const draft = useDraft(
    latest,
    (published): readonly DraftRule[] => published.items,
    (published, rules) => changedRules(published.items, rules).length,
  )
  const { publish, edit, theirs, contest, problem, bar } = usePublishing(draft, {
    query: dutiesQuery,
    send: (rules: { items: PublishedRule[] }, etag) => put<DutiesBody>('/duties', rules, etag),
    said: 'Saved. It holds from the next command on.',
  })
  const { useCases } = latest.body
  const known = (useCase: string) => useCases.find((one) => one.useCase === useCase)
  const nameOf = (useCase: string) => known(useCase)?.label ?? useCase
  const rules = draft.edited
  const incomplete = rules.findIndex(({ above }) => above === null)
  return (
    <>
      {theirs && (
        <Conflict
          title="Somebody else published rules while you were editing."
          text="Nothing of yours was saved and nothing of theirs was overwritten."
          {...contest}
        >
          <p>Published now: {wordsOf(theirs.body.items, nameOf)}</p>
        </Conflict>
      )}
      {rules.length === 0 && (
        <Empty title="Nothing needs a second person.">
          Choose a command below that nobody should give alone, and from which number on.
        </Empty>
      )}
      {rules.length > 0 && (
        <ul className={styles.rules} aria-label="What needs a second person">
          {rules.map((rule, at) => (
            <DutyRow
              key={rule.useCase}
              rule={rule}
              useCase={known(rule.useCase)}
              changed={draft.base.body.items.find(({ useCase }) => useCase === rule.useCase)?.above !== rule.above}
              error={problem?.errors.find(({ pointer }) => pointer.startsWith(`/items/${at}/`))?.detail}
              onChange={(above) => edit((before) => before.map((one, nth) => (nth === at ? { ...one, above } : one)))}
              onRemove={() => edit((before) => before.filter((_, nth) => nth !== at))}
            />
          ))}
        </ul>
      )}
      <AddDuty
        useCases={useCases.filter(({ useCase }) => !rules.some((rule) => rule.useCase === useCase))}
        onAdd={(useCase) => edit((before) => [...before, { useCase, above: 0 }])}
      />
      <SaveBar
        key={draft.base.etag}
        {...bar}
        words={changedRules(draft.base.body.items, rules, nameOf)}
        blocked={
          bar.blocked ??
          (incomplete >= 0
            ? {
                label: 'Say how many',
                go: () => document.querySelectorAll<HTMLInputElement>('[data-duty-above]')[incomplete]?.focus(),
              }
            : undefined)
        }
        onSave={(why) => publish({ items: rules.map(({ useCase, above }) => ({ useCase, above: above ?? 0 })) }, why)}
      />
      <LeaveGuard changes={draft.changes} of="the separation of duties" />
    </>
  )
}

function wordsOf(rules: readonly PublishedRule[], nameOf: (useCase: string) => string): string {
  return rules.length === 0 ? 'no rule.' : `${rules.map(({ useCase, above }) => `${nameOf(useCase)} ${ruleWords(above)}`).join(', ')}.`
}

function DutiesSkeleton() {
  return (
    <Stack gap={12} maw={760}>
      {Array.from({ length: 3 }, (_, at) => (
        <Skeleton key={at} h={64} />
      ))}
    </Stack>
  )
}
