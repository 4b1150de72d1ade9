import { Button, FileButton } from '@mantine/core'
import { IconFileTypeCsv } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import styles from './import-file.module.css'

/** The place for the file: dropped or chosen. */
export function ImportFile({ onFile }: { onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    // The drop is an addition for the pointer; the button does the same for everybody.
    <section
      aria-label="File"
      className={styles.place}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileTypeCsv size={36} stroke={1.3} aria-hidden />
      <p className={styles.title}>Drop a CSV file here</p>
      <FileButton
        accept=".csv,.txt,text/csv,text/plain"
        onChange={(file) => file && onFile(file)}
        inputProps={{ 'aria-label': 'CSV file' }}
      >
        {(button) => <Button {...button}>Choose a file</Button>}
      </FileButton>
      <p className={styles.note}>
        Its first line names the columns. Commas or semicolons, UTF-8 or Windows-1252: Cardinal finds out. First you see what would happen;
        nothing is changed until you choose Import.
      </p>
    </section>
  )
}
