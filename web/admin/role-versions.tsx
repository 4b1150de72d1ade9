import type { Versions } from '../../src/http/contract/admin.ts'
import type { DefinedRole } from '../../src/http/contract/role.ts'
import { Empty } from '../parts/empty.tsx'
import { dayWords } from '../parts/time.tsx'
import styles from './role.module.css'
import { changedKeys, changeWords, draftOf } from './role-draft.ts'
import { VersionLine } from './version-line.tsx'

/** The last versions of a role, newest first, with what each changed. */
export function RoleVersions({ versions, called }: { versions: Versions['items']; called: (key: string) => string }) {
  if (versions.length === 0) return <Empty title="It is as it ships; nobody has published a version of it." />
  return (
    <ol className={styles.versions}>
      {versions.map((version) => (
        <VersionLine key={version.id} version={version} words={wordsOf(version, called)} day={dayWords(version.at)} />
      ))}
    </ol>
  )
}

/** What a version changed, in the words of the bar with Save. A shipped role had no version before its first. */
function wordsOf({ before, after }: Versions['items'][number], called: (key: string) => string): string[] | undefined {
  if (before === null) return undefined
  const [was, is] = [draftOf(whole(before)), draftOf(whole(after))]
  return changedKeys(was, is).map((key) => changeWords(was, is, key, called))
}

/** A published role leaves out what is empty. */
const whole = (published: unknown): DefinedRole => ({ hides: [], retired: false, ...(published as Partial<DefinedRole>) }) as DefinedRole
