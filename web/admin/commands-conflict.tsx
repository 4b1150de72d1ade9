import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import type { Versions } from '../../src/http/contract/admin.ts'
import { get } from '../parts/api.ts'
import { type DraftRow, type PublishedRow, sameRows } from './commands-draft.ts'
import styles from './conflict.module.css'
import { Conflict } from './conflict.tsx'

/**
 * Somebody else published these commands while a draft was being made: theirs and mine side by side. A row of theirs can be taken over by hand;
 * nothing is overwritten, and nothing is published before Save.
 */
export function CommandsConflict({
  theirs,
  mine,
  nameOf,
  place,
  onTake,
  onKeep,
  onAdopt,
}: {
  theirs: readonly PublishedRow[]
  mine: readonly DraftRow[]
  nameOf: (useCase: string) => string
  place: RefObject<HTMLElement | null>
  onTake: (row: PublishedRow) => void
  onKeep: () => void
  onAdopt: () => void
}) {
  const publisher = usePublisher(theirs)
  const have = new Set(mine.map((row) => row.useCase))
  const want = new Set(theirs.map((row) => row.useCase))
  return (
    <Conflict
      title={
        publisher
          ? `${publisher.actor} published a change here while you were editing.`
          : 'Somebody else published a change here while you were editing.'
      }
      text={`${publisher?.why ? `Their reason: ${publisher.why} ` : ''}Nothing of yours was saved and nothing of theirs was overwritten. Compare, take over what you want, and go on.`}
      place={place}
      onKeep={onKeep}
      onAdopt={onAdopt}
    >
      <div className={styles.sides}>
        <div className={styles.side}>
          <h3>Published now</h3>
          <ol>
            {theirs.map((row) => (
              <li key={row.useCase}>
                <span>{nameOf(row.useCase)}</span>
                {!have.has(row.useCase) && (
                  <Button size="compact-xs" variant="default" onClick={() => onTake(row)}>
                    Add to my draft
                  </Button>
                )}
              </li>
            ))}
          </ol>
          {theirs.length === 0 && <Text c="dimmed">No commands.</Text>}
        </div>
        <div className={styles.side}>
          <h3>Your draft</h3>
          <ol>
            {mine.map((row) => (
              <li key={row.key}>
                <span>{row.useCase === null ? 'A row without a process' : nameOf(row.useCase)}</span>
                {row.useCase !== null && !want.has(row.useCase) && <span className={styles.note}>not published</span>}
              </li>
            ))}
          </ol>
          {mine.length === 0 && <Text c="dimmed">No commands.</Text>}
        </div>
      </div>
    </Conflict>
  )
}

/** Who published the version that is in the way. A nicety: the page does well without it. */
function usePublisher(theirs: readonly PublishedRow[]): { actor: string; why: string | null } | undefined {
  const { data } = useQuery({
    queryKey: ['versions', 'newest'],
    queryFn: ({ signal }) => get<Versions>('/versions', undefined, signal),
    staleTime: 0,
    retry: false,
  })
  return data?.items.find((version) => sameRows(rowsIn(version.after), theirs))
}

function rowsIn(definition: unknown): PublishedRow[] {
  const items = Array.isArray(definition)
    ? definition
    : typeof definition === 'object' && definition !== null && 'items' in definition
      ? definition.items
      : []
  return Array.isArray(items)
    ? items.filter((item): item is PublishedRow => typeof item === 'object' && item !== null && typeof item.useCase === 'string')
    : []
}
