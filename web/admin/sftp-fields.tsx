import { Button, NumberInput, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { BureauPublicKey, DefinedBureau } from '../../src/http/contract/bureau.ts'
import { CopyLine } from '../parts/copy-line.tsx'
import { dayWords } from '../parts/time.tsx'
import styles from './bureau.module.css'
import type { BureauEditing } from './bureau-editor.tsx'
import { fingerprintWords } from './fingerprint-words.ts'

type Sftp = Extract<DefinedBureau['connection'], { kind: 'sftp' }>

const MOST_KEYS = 4

/** The bureau's SFTP server, by what it is known, and the keys that are encrypted for. */
export function SftpFields({ editing, connection }: { editing: BureauEditing; connection: Sftp }) {
  const { change, errorAt } = editing
  const set = (part: Partial<Sftp>) => change({ connection: { ...connection, ...part } })
  const plain = { required: true, autoComplete: 'off', spellCheck: false }
  return (
    <>
      <div className={styles.pair}>
        <TextInput
          {...plain}
          label="Host"
          description="Its name or address."
          placeholder="sftp.bureau.example"
          maxLength={255}
          value={connection.host}
          error={errorAt('connection/host')}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <NumberInput
          label="Port"
          description="SFTP has 22."
          required
          min={1}
          max={65_535}
          clampBehavior="none"
          allowDecimal={false}
          hideControls
          value={connection.port}
          error={errorAt('connection/port')}
          onChange={(port) => set({ port: typeof port === 'number' ? port : 0 })}
        />
      </div>
      <TextInput
        {...plain}
        label="Name to sign in with"
        maxLength={80}
        value={connection.user}
        error={errorAt('connection/user')}
        onChange={(event) => set({ user: event.currentTarget.value })}
      />
      <TextInput
        {...plain}
        label="Folder"
        description="The folder on the server that holds orders/ and answers/."
        placeholder="/exchange"
        maxLength={500}
        value={connection.folder}
        error={errorAt('connection/folder')}
        onChange={(event) => set({ folder: event.currentTarget.value })}
      />
      <HostKey connection={connection} error={errorAt('connection/hostKey')} onChange={(hostKey) => set({ hostKey })} />
      <BureauKeys editing={editing} keys={connection.bureauKeys} onChange={(bureauKeys) => set({ bureauKeys })} />
    </>
  )
}

function HostKey({ connection, error, onChange }: { connection: Sftp; error: string | undefined; onChange: (key: string) => void }) {
  const host = /^[A-Za-z0-9.:-]+$/.test(connection.host) ? connection.host : 'sftp.bureau.example'
  return (
    <div>
      <TextInput
        label="Host key"
        description="The fingerprint by which the server is known. A server that shows any other is refused, and nothing is sent to it."
        placeholder="SHA256:…"
        required
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        classNames={{ input: styles.print }}
        value={connection.hostKey}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
      <p className={styles.note}>Ask the bureau for it, or read it on a machine that you trust and compare it with what the bureau says:</p>
      <CopyLine what="the command" text={`ssh-keyscan -p ${connection.port || 22} ${host} | ssh-keygen -lf -`} />
    </div>
  )
}

function BureauKeys({ editing, keys, onChange }: { editing: BureauEditing; keys: readonly string[]; onChange: (keys: string[]) => void }) {
  const { bureau, errorAt } = editing
  const published = bureau.definition.connection
  /** What the server found in a key; only of one that is published as it stands here. */
  const foundIn = (key: string): BureauPublicKey | undefined =>
    published.kind === 'sftp' ? bureau.keys[published.bureauKeys.indexOf(key)] : undefined
  return (
    <div className={styles.keys} role="group" aria-label="OpenPGP public keys of the bureau">
      {keys.map((key, at) => (
        // A key that is typed has nothing but its place that stays the same.
        <div key={at} className={styles.key}>
          <div className={styles.keyHead}>
            <span className={styles.legend}>{at === 0 ? 'OpenPGP public key of the bureau' : `Another key of the bureau (${at + 1})`}</span>
            {keys.length > 1 && (
              <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onChange(keys.filter((_, place) => place !== at))}>
                Remove
              </Button>
            )}
          </div>
          <Textarea
            aria-label={at === 0 ? 'OpenPGP public key of the bureau' : `Key ${at + 1} of the bureau`}
            description={
              at === 0
                ? 'Armored, as the bureau gave it. What we send is encrypted for this one.'
                : 'Answers that are signed with it are taken, too; while the bureau changes its key.'
            }
            placeholder="-----BEGIN PGP PUBLIC KEY BLOCK-----"
            className={styles.armored}
            autosize
            minRows={4}
            maxRows={7}
            maxLength={20_000}
            autoComplete="off"
            spellCheck={false}
            value={key}
            error={errorAt(`connection/bureauKeys/${at}`)}
            onChange={(event) => onChange(keys.map((one, place) => (place === at ? event.currentTarget.value : one)))}
          />
          <Found found={foundIn(key)} />
        </div>
      ))}
      {keys.length < MOST_KEYS && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />}
          onClick={() => onChange([...keys, ''])}
        >
          Another key
        </Button>
      )}
    </div>
  )
}

function Found({ found }: { found: BureauPublicKey | undefined }) {
  if (!found) return null
  if (found.why) return <p className={styles.wrong}>{found.why}</p>
  return (
    <p className={styles.note}>
      {found.userId} · <span className={styles.print}>{fingerprintWords(found.fingerprint ?? '')}</span>
      {found.expires && ` · expires ${dayWords(found.expires)}`}
    </p>
  )
}
