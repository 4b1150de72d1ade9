import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { enumerated } from '../parts/enumerated.ts'
import { countWords } from '../parts/number-words.ts'
import { Dialog } from './dialog.tsx'
import { pasted, type UnitsDraft } from './unit-draft.ts'

/** A list from elsewhere, put over the draft: first it is said what it would do. */
export function PasteUnits({
  opened,
  draft,
  onClose,
  onTake,
}: {
  opened: boolean
  draft: UnitsDraft
  onClose: () => void
  onTake: (pasted: UnitsDraft) => void
}) {
  const [text, setText] = useState('')
  const result = pasted(draft, text)
  const nothing = result.added + result.moved === 0
  return (
    <Dialog opened={opened} onClose={onClose} title="Paste a list of units">
      <Stack gap="md">
        <Textarea
          label="A line for each unit: its name, a semicolon, and the unit above it"
          description="As it comes from a spreadsheet of two columns. Without a second column the unit stands at the top."
          placeholder={'Research;\nLaboratory;Research'}
          autosize
          minRows={6}
          maxRows={14}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {text.trim() !== '' && (
          <Text size="sm" role="status">
            {nothing
              ? 'It changes nothing.'
              : `${countWords(result.added, 'unit is', 'units are')} added, ${countWords(result.moved, 'unit moves', 'units move')}.`}
            {result.wrong.length > 0 &&
              ` Left out, for they are not understood or would stand below themselves: ${enumerated(result.wrong.slice(0, 8).map((line) => `line ${line}`))}.`}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={nothing}
            onClick={() => {
              onTake(result.draft)
              setText('')
            }}
          >
            Take it over
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
