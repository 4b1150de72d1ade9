import type { Versions } from '../../src/http/contract/admin.ts'
import { Empty } from '../parts/empty.tsx'
import { dayWords } from '../parts/time.tsx'
import styles from './role.module.css'
import { VersionLine } from './version-line.tsx'

/** The last versions of a role, newest first, with what each changed. */
export function RoleVersions({ versions, called }: { versions: Versions['items']; called: (word: string) => string }) {
  if (versions.length === 0) return <Empty title="It is as it ships; nobody has published a version of it." />
  return (
    <ol className={styles.versions}>
      {versions.map((version) => (
        <VersionLine key={version.id} version={version} called={called} day={dayWords(version.at)} />
      ))}
    </ol>
  )
}
