import { TextInput } from '@mantine/core'
import type { Layout } from '../../src/http/contract/layout.ts'
import { type LayoutProblem, problemAt, problemsOfWhole } from './layout-draft.ts'
import styles from './layout-editor.module.css'
import { LayoutFields } from './layout-fields.tsx'
import { LayoutPhotoRules } from './layout-photo-rules.tsx'
import { LayoutPreview, useLayoutPreview } from './layout-preview.tsx'
import { useLayoutSources } from './layout-sources.ts'

/**
 * Edits the layout of a kind of card at a bureau: its input fields, the rules for the photo, and beside them a card as it would look. It
 * edits the value it is given and publishes nothing.
 */
export function LayoutEditor({
  value,
  onChange,
  template,
  problems = [],
}: {
  value: Layout
  onChange: (layout: Layout) => void
  /** The kind of card, by the name of its template. */
  template: string
  /** What publishing it objected to. What the preview finds is shown besides. */
  problems?: readonly LayoutProblem[]
}) {
  const preview = useLayoutPreview(value, template)
  const sources = useLayoutSources(template)
  const found = [...problems, ...preview.problems]
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <section className={styles.named} aria-label="Layout">
          <TextInput
            label="Label"
            description="As operators read it."
            maxLength={80}
            autoComplete="off"
            value={value.label}
            error={problemAt(found, '/label')}
            onChange={(event) => onChange({ ...value, label: event.currentTarget.value })}
          />
          <TextInput
            label="Name"
            description="As it was agreed on with the bureau."
            maxLength={60}
            autoComplete="off"
            value={value.name}
            error={problemAt(found, '/name')}
            onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
          />
        </section>
        <LayoutFields value={value} onChange={onChange} sources={sources} problems={found} />
        <LayoutPhotoRules photo={value.photo} problems={found} onChange={(photo) => onChange({ ...value, photo })} />
      </div>
      <aside className={styles.side} aria-label="Preview">
        <LayoutPreview preview={preview} objections={[...new Set([...problemsOfWhole(found), ...preview.objections])]} />
      </aside>
    </div>
  )
}
