import { Modal, Switch } from '@mantine/core'
import classes from './shortcuts.module.css'
import { Keys, listedShortcuts, useSingleKeys } from './shortcuts.tsx'

/** What the keys do on this page, and the switch for those who speak to their computer. */
export function ShortcutList({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const [single, setSingle] = useSingleKeys()
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" closeButtonProps={{ 'aria-label': 'Close' }}>
      {opened && (
        <dl className={classes.list}>
          {listedShortcuts().map(({ keys, does }) => (
            <div key={keys + does} className={classes.line}>
              <dt>{does}</dt>
              <dd>
                <Keys keys={keys} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Switch
        mt="md"
        label="Use single keys"
        description="Switch off if you speak to your computer."
        checked={single}
        onChange={(event) => setSingle(event.currentTarget.checked)}
      />
    </Modal>
  )
}
