import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Duties } from '../../src/http/contract/admin.ts'
import styles from './duties.module.css'

/** Another command that is to need a second person; grouped by what it is done to. */
export function AddDuty({ useCases, onAdd }: { useCases: Duties['useCases']; onAdd: (useCase: string) => void }) {
  const [searched, setSearched] = useState('')
  const groups = [...new Set(useCases.map(({ template }) => template))]
  return (
    <Select
      className={styles.add}
      label="Another command"
      placeholder="Choose a command that nobody gives alone"
      searchable
      searchValue={searched}
      onSearchChange={setSearched}
      nothingFoundMessage="No command has that name."
      value={null}
      data={groups.map((group) => ({
        group,
        items: useCases.filter(({ template }) => template === group).map(({ useCase, label }) => ({ value: useCase, label })),
      }))}
      onChange={(useCase) => {
        if (useCase === null) return
        onAdd(useCase)
        setSearched('')
      }}
    />
  )
}
