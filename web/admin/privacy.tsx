import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { PrivacyRules } from '../../src/http/contract/admin.ts'
import { put, type Versioned } from '../parts/api.ts'
import { enumerated } from '../parts/enumerated.ts'
import { TextLink } from '../parts/links.tsx'
import { Conflict } from './conflict.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { Loaded } from './loaded.tsx'
import { Page, Section } from './page.tsx'
import styles from './privacy.module.css'
import { changedRules, type Days, daysOf, keyOf, type PrivacyItem, rulesOf, ruleWords } from './privacy-draft.ts'
import { PrivacyRule } from './privacy-rule.tsx'
import { privacyQuery, versionOfAll } from './queries.ts'
import { SaveBar } from './save-bar.tsx'
import { useDraft } from './use-draft.ts'
import { usePublishing } from './use-publishing.ts'

/** Home > Privacy: what is removed of people, and how long after the end. */
export function Privacy() {
  const query = useQuery(privacyQuery)
  return (
    <Page
      title="Privacy"
      name="Privacy"
      means="How long what is known of people is kept after the end. Rules are followed every night; what they remove cannot be brought back, and the journal keeps what was removed, by which rule and version."
    >
      <Loaded query={query} skeleton={<PrivacySkeleton />}>
        {(latest) => <PrivacyEditor latest={latest} />}
      </Loaded>
    </Page>
  )
}

function PrivacyEditor({ latest }: { latest: Versioned<PrivacyRules> }) {
  const draft = useDraft(
    latest,
    (): Days => ({}),
    (published, days) => changedRules(published.items, days).length,
  )
  const { publish, edit, theirs, contest, problem, bar } = usePublishing(draft, {
    query: privacyQuery,
    send: publishRules,
    said: 'Saved. It holds from the next night on.',
  })
  const { items } = draft.base.body
  const changed = changedRules(items, draft.edited)
  const unfinished = changed.some(({ days }) => days === '')
  return (
    <>
      {theirs && (
        <Conflict
          title="Somebody else published rules while you were editing."
          text="Nothing of yours was saved and nothing of theirs was overwritten. Published now:"
          {...contest}
        >
          <ul className={styles.both}>
            {theirs.body.items.flatMap((item) =>
              item.parts.map((part) => (
                <li key={keyOf(item, part)}>
                  {item.plural}, {part.label.toLowerCase()}: {ruleWords(part.days)}; in your draft{' '}
                  {ruleWords(daysOf(item, part, draft.edited))}
                </li>
              )),
            )}
          </ul>
        </Conflict>
      )}
      {items.map((item) => (
        <Section key={item.template} title={item.plural} means={<Means item={item} />}>
          {item.parts.map((part) => (
            <PrivacyRule
              key={part.part}
              part={part}
              plural={item.plural}
              days={daysOf(item, part, draft.edited)}
              changed={changed.some((one) => one.item === item && one.part === part)}
              error={problem?.errors.find(({ pointer }) => pointer === `/rules/${part.part}`)?.detail}
              onChange={(days) => edit((before) => ({ ...before, [keyOf(item, part)]: days }))}
            />
          ))}
        </Section>
      ))}
      <SaveBar
        key={draft.base.etag}
        {...bar}
        words={changed.map(
          ({ item, part, days }) => `${item.plural}, ${part.label.toLowerCase()}: ${ruleWords(part.days)} → ${ruleWords(days)}`,
        )}
        blocked={
          bar.blocked ??
          (unfinished
            ? { label: 'Give the days first', go: () => document.querySelector<HTMLInputElement>(`.${styles.days} input`)?.focus() }
            : undefined)
        }
        onSave={(why) => publish({ items: items.filter((item) => changed.some((one) => one.item === item)), days: draft.edited }, why)}
      />
      <LeaveGuard changes={draft.changes} of="rules" />
    </>
  )
}

function Means({ item }: { item: PrivacyItem }) {
  return (
    <>
      The end of {/^[aeio]/i.test(item.label) ? 'an' : 'a'} {item.label.toLowerCase()} is{' '}
      {enumerated(item.states).replace(/ and (?=[^,]*$)/, ' or ')}; days are counted from the last change. It is done by{' '}
      <TextLink to="/admin/processes/$process" params={{ process: item.process.useCase }} fz="inherit">
        {item.process.label}
      </TextLink>
      .
    </>
  )
}

/** The rules of each template are published by themselves, each against the version that was read of them. */
async function publishRules({ items, days, why }: { items: readonly PrivacyItem[]; days: Days; why?: string }) {
  const published: PrivacyRules[] = []
  for (const item of items)
    published.push(
      (await put<PrivacyRules>(`/privacy/${item.template}`, { rules: rulesOf(item, days), ...(why && { why }) }, `"${item.version}"`)).body,
    )
  return versionOfAll(published.at(-1) ?? { items: [] })
}

function PrivacySkeleton() {
  return (
    <Stack gap={24} maw={820}>
      {Array.from({ length: 3 }, (_, at) => (
        <Skeleton key={at} h={96} />
      ))}
    </Stack>
  )
}
