import { NumberInput, Switch, Text } from '@mantine/core'
import { useId } from 'react'
import type { LayoutPhoto } from '../../src/http/contract/layout.ts'
import { type LayoutProblem, newPhoto, problemAt } from './layout-draft.ts'
import styles from './layout-editor.module.css'

/** What the bureau wants of a photo, where it prints one. */
export function LayoutPhotoRules({
  photo,
  problems,
  onChange,
}: {
  photo: LayoutPhoto | null
  problems: readonly LayoutProblem[]
  onChange: (photo: LayoutPhoto | null) => void
}) {
  const heading = useId()
  return (
    <section aria-labelledby={heading}>
      <div className={styles.head}>
        <div>
          <h2 id={heading}>Photo</h2>
          <Text size="sm" c="dimmed">
            The photo of the holder, as JPEG, PNG or WebP.
          </Text>
        </div>
        <Switch label="Printed" checked={photo !== null} onChange={(event) => onChange(event.currentTarget.checked ? newPhoto : null)} />
      </div>
      {photo && (
        <div className={`${styles.form} ${styles.boxed}`}>
          <Count
            label="Least width, in pixels"
            value={photo.minWidth}
            most={10_000}
            problem={problemAt(problems, '/photo/minWidth')}
            onChange={(minWidth) => onChange({ ...photo, minWidth })}
          />
          <Count
            label="Least height, in pixels"
            value={photo.minHeight}
            most={10_000}
            problem={problemAt(problems, '/photo/minHeight')}
            onChange={(minHeight) => onChange({ ...photo, minHeight })}
          />
          <Count
            label="Ratio: width"
            value={photo.ratio.width}
            most={100}
            problem={problemAt(problems, '/photo/ratio/width')}
            onChange={(width) => onChange({ ...photo, ratio: { ...photo.ratio, width } })}
          />
          <Count
            label="Ratio: height"
            value={photo.ratio.height}
            most={100}
            problem={problemAt(problems, '/photo/ratio/height')}
            onChange={(height) => onChange({ ...photo, ratio: { ...photo.ratio, height } })}
          />
          <Count
            label="Largest file, in kilobytes"
            value={Math.round(photo.maxBytes / 1000)}
            most={20_000}
            problem={problemAt(problems, '/photo/maxBytes')}
            onChange={(kilobytes) => onChange({ ...photo, maxBytes: kilobytes * 1000 })}
          />
          <Switch
            className={styles.whole}
            label="Required"
            description="Without a photo the order is not placed."
            checked={photo.required}
            onChange={(event) => onChange({ ...photo, required: event.currentTarget.checked })}
          />
        </div>
      )}
    </section>
  )
}

function Count({
  label,
  value,
  most,
  problem,
  onChange,
}: {
  label: string
  value: number
  most: number
  problem: string | undefined
  onChange: (value: number) => void
}) {
  return (
    <NumberInput
      label={label}
      min={1}
      max={most}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="blur"
      thousandSeparator=","
      value={value === 0 ? '' : value}
      error={problem}
      // An emptied field is wrong, and is told so, until a number stands there again.
      onChange={(changed) => onChange(typeof changed === 'number' ? changed : 0)}
    />
  )
}
