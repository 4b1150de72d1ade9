import { Button, Checkbox, Popover } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import type { Column } from '../parts/catalog.ts'

/** Which columns the results show. The last one cannot be taken away. */
export function ColumnChooser({
  columns,
  chosen,
  onChange,
}: {
  columns: readonly Column[]
  chosen: readonly string[]
  onChange(chosen: string[]): void
}) {
  const known = chosen.filter((field) => columns.some((column) => column.field === field))
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="xs" leftSection={<IconColumns3 size={16} stroke={1.6} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group aria-label="Columns" value={known} onChange={(fields) => fields.length > 0 && onChange(fields)}>
          {columns.map((column) => (
            <Checkbox key={column.field} value={column.field} label={column.label} py={5} size="xs" />
          ))}
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  )
}
