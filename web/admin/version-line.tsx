import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Options, Versions } from '../../src/http/contract/admin.ts'
import { type CatalogLookup, useCatalog } from '../parts/catalog.ts'
import { countWords } from '../parts/number-words.ts'
import { exactWords } from '../parts/time.tsx'
import { type DifferenceLine, differenceOf } from './difference.ts'
import { processLabel } from './process-label.ts'
import { optionsQuery } from './queries.ts'
import styles from './versions.module.css'

/**
 * One version: its sentence, its reason, and on request what it changed, in words: in those that whoever shows it has for it, or else in
 * general ones. `day` stands where no day stands above the lines.
 */
export function VersionLine({ version, words, day }: { version: Versions['items'][number]; words?: readonly string[]; day?: string }) {
  const catalog = useCatalog()
  const [open, setOpen] = useState(false)
  const options = useQuery({ ...optionsQuery, enabled: false }).data?.body.items
  const lines = useMemo(
    () => differenceOf(version.before, version.after, (name) => nameIn(catalog, options, name)),
    [version, catalog, options],
  )
  const count = words?.length ?? lines.length
  return (
    <li className={styles.version}>
      <div className={styles.line}>
        <span className={styles.sentence}>{version.sentence}</span>
        <span className={styles.time}>
          <time dateTime={version.at} title={exactWords(version.at)}>
            {day !== undefined && `${day}, `}
            {clock.format(new Date(version.at))}
          </time>
        </span>
      </div>
      {version.why && <p className={styles.why}>“{version.why}”</p>}
      {count > 0 && (
        <button type="button" className={styles.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconChevronRight size={14} aria-hidden />
          {countWords(count, 'difference', 'differences')}
        </button>
      )}
      {open && (
        <ul className={styles.differences}>
          {words?.map((word) => (
            <li key={word}>{word}</li>
          ))}
          {(words ? [] : lines).map((line) => (
            <li key={`${line.kind} ${line.what}`} data-kind={line.kind}>
              <span className={styles.mark} aria-hidden>
                {{ added: '+', removed: '−', moved: '↕', changed: '~' }[line.kind]}
              </span>
              <Difference line={line} />
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Difference({ line }: { line: DifferenceLine }) {
  const { kind, what, before, after } = line
  return (
    <span>
      <strong>{what}</strong> {kind}
      {kind === 'changed' && (
        <>
          {' '}
          from <del>{before}</del> to <ins>{after}</ins>
        </>
      )}
      {kind === 'moved' && ` from ${before} to ${after}`}
      {kind === 'added' && after !== undefined && (
        <>
          : <ins>{after}</ins>
        </>
      )}
      {kind === 'removed' && before !== undefined && (
        <>
          : <del>{before}</del>
        </>
      )}
    </span>
  )
}

/** The day stands above the lines already. */
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })

/** Names of processes, templates and options as people know them; other names stay. */
function nameIn(catalog: CatalogLookup, options: Options['items'] | undefined, name: string): string {
  const started = catalog.useCases.find(({ symbol }) => name === `start:${symbol}`)
  if (started) return `Start ${started.label}`
  return processLabel(catalog, name) ?? catalog.template(name)?.label ?? options?.find((option) => option.name === name)?.label ?? name
}
