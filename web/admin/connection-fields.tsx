import { Radio, Stack, Switch, TextInput } from '@mantine/core'
import type { DefinedBureau } from '../../src/http/contract/bureau.ts'
import { address } from '../parts/api.ts'
import { CopyLine } from '../parts/copy-line.tsx'
import styles from './bureau.module.css'
import type { BureauEditing } from './bureau-editor.tsx'

type Of<Kind> = Extract<DefinedBureau['connection'], { kind: Kind }>

/** A folder that both sides can see: that of the installation, or another. */
export function DirectoryFields({ editing: { change, errorAt }, connection }: { editing: BureauEditing; connection: Of<'directory'> }) {
  const own = connection.folder !== null
  return (
    <>
      <Switch
        label="The folder of the installation"
        description="The one that the setting BUREAU_DIR names. Only one bureau should use it."
        checked={!own}
        onChange={(event) => change({ connection: { ...connection, folder: event.currentTarget.checked ? null : '' } })}
      />
      {own && (
        <TextInput
          label="Folder"
          description="As the machine that Cardinal runs on sees it. It holds orders/ and answers/."
          placeholder="/srv/exchange/bureau"
          required
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          value={connection.folder ?? ''}
          error={errorAt('connection/folder')}
          onChange={(event) => change({ connection: { ...connection, folder: event.currentTarget.value } })}
        />
      )}
    </>
  )
}

/** The bureau's HTTP interface, and how its answers come. */
export function RestFields({ editing: { bureau, change, errorAt }, connection }: { editing: BureauEditing; connection: Of<'rest'> }) {
  return (
    <>
      <TextInput
        label="Address"
        description="Messages are sent under it. Over https, nobody on the way reads them."
        placeholder="https://api.bureau.example/cardinal"
        required
        type="url"
        maxLength={408}
        autoComplete="off"
        spellCheck={false}
        value={connection.url}
        error={errorAt('connection/url')}
        onChange={(event) => change({ connection: { ...connection, url: event.currentTarget.value } })}
      />
      <Radio.Group
        label="Answers"
        value={connection.answers}
        error={errorAt('connection/answers')}
        onChange={(answers) => change({ connection: { ...connection, answers: answers === 'polling' ? 'polling' : 'webhook' } })}
      >
        <Stack gap={10} mt={6}>
          <Radio value="webhook" label="By webhook" description="The bureau calls us as soon as something is news, and signs each call." />
          <Radio value="polling" label="By asking" description="We ask every minute; nothing has to reach us from outside." />
        </Stack>
      </Radio.Group>
      {connection.answers === 'webhook' && bureau.name !== '' && (
        <div>
          <div className={styles.legend}>Give the bureau this address for its webhooks</div>
          <CopyLine what="the address" text={`${window.location.origin}${address(`/bureaus/${bureau.name}/messages`)}`} />
        </div>
      )}
    </>
  )
}
