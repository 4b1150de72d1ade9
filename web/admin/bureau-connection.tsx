import { SegmentedControl } from '@mantine/core'
import { useRef } from 'react'
import type { DefinedBureau } from '../../src/http/contract/bureau.ts'
import styles from './bureau.module.css'
import type { ConnectionKind } from './bureau-draft.ts'
import type { BureauEditing } from './bureau-editor.tsx'
import { BureauSecrets } from './bureau-secrets.tsx'
import { DirectoryFields, RestFields } from './connection-fields.tsx'
import { OurKey } from './our-key.tsx'
import { Section } from './page.tsx'
import { SftpFields } from './sftp-fields.tsx'
import { TestConnection } from './test-connection.tsx'

type Connection = DefinedBureau['connection']

/** How a bureau is reached, what only it and we know, and whether it can be reached. */
export function BureauConnection({ editing, changed }: { editing: BureauEditing; changed: boolean }) {
  const { bureau, draft, change } = editing
  // What is entered, and tried, belongs to the connection that is saved.
  const isSaved = bureau.name !== '' && bureau.definition.connection.kind === draft.connection.kind
  // Whoever looks at another way and comes back finds what stood here.
  const kept = useRef<Partial<Record<ConnectionKind, Connection>>>({})
  const choose = (kind: ConnectionKind) => {
    kept.current[draft.connection.kind] = draft.connection
    const published = bureau.definition.connection
    change({ connection: kept.current[kind] ?? (published.kind === kind ? published : fresh[kind]) })
  }
  return (
    <div className={styles.sections}>
      <div className={styles.fields}>
        <SegmentedControl
          aria-label="How the bureau is reached"
          data={[
            { value: 'directory', label: 'Folder' },
            { value: 'sftp', label: 'SFTP' },
            { value: 'rest', label: 'REST' },
          ]}
          value={draft.connection.kind}
          onChange={(kind) => choose(kind as ConnectionKind)}
        />
        {draft.connection.kind === 'directory' && <DirectoryFields editing={editing} connection={draft.connection} />}
        {draft.connection.kind === 'sftp' && <SftpFields editing={editing} connection={draft.connection} />}
        {draft.connection.kind === 'rest' && <RestFields editing={editing} connection={draft.connection} />}
      </div>
      {isSaved ? (
        <>
          {bureau.definition.connection.kind === 'sftp' && <OurKey bureau={bureau} />}
          <BureauSecrets bureau={bureau} />
          <TestConnection bureau={bureau} changed={changed} />
        </>
      ) : (
        <Section title="Secrets" means="Passwords, keys and tokens are entered once this connection is saved. Then it can be tested, too.">
          {null}
        </Section>
      )}
    </div>
  )
}

/** What each way begins with. */
const fresh: Readonly<Record<ConnectionKind, Connection>> = {
  directory: { kind: 'directory', folder: '' },
  sftp: { kind: 'sftp', host: '', port: 22, user: '', folder: '', hostKey: '', bureauKeys: [''] },
  rest: { kind: 'rest', url: '', answers: 'webhook' },
}
