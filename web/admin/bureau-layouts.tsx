import { Button } from '@mantine/core'
import type { BureauLayout } from '../../src/http/contract/bureau.ts'
import { useCatalog } from '../parts/catalog.ts'
import styles from './bureau.module.css'
import type { BureauEditing } from './bureau-editor.tsx'
import type { LayoutProblem } from './layout-draft.ts'
import { LayoutEditor } from './layout-editor.tsx'
import { LayoutTable } from './layout-table.tsx'
import { Section } from './page.tsx'

/** In which layout the bureau gets the cards of each template: its own, or the plain one. */
export function BureauLayouts({ editing }: { editing: BureauEditing }) {
  const { bureau, draft, change } = editing
  const templates = useCatalog().templates.filter(({ group }) => group === 'cards')
  const set = (template: string, layout: BureauLayout | undefined) => {
    const { [template]: _, ...others } = draft.layouts
    change({ layouts: layout ? { ...others, [template]: layout } : others })
  }
  return (
    <div className={styles.layouts}>
      {templates.map((template) => {
        const layout = draft.layouts[template.name]
        return (
          <Section
            key={template.name}
            title={template.label}
            means={
              layout
                ? `${template.plural} go to this bureau in the layout ${layout.label || layout.name}. Nothing leaves that none of its fields names.`
                : `${template.plural} go to this bureau in the plain layout: all that is printed, and no photo.`
            }
            actions={
              layout ? (
                <Button variant="subtle" color="gray" size="xs" onClick={() => set(template.name, undefined)}>
                  Use the plain layout
                </Button>
              ) : (
                <Button variant="default" size="xs" onClick={() => set(template.name, { ...bureau.plainLayout, name: template.name })}>
                  Give it a layout
                </Button>
              )
            }
          >
            {layout ? (
              <LayoutEditor
                value={layout}
                template={template.name}
                problems={problemsOf(editing, template.name)}
                onChange={(changed) => set(template.name, changed)}
              />
            ) : (
              <LayoutTable layout={bureau.plainLayout} />
            )}
          </Section>
        )
      })}
    </div>
  )
}

/** What the server objected to in a layout, with pointers into it. */
function problemsOf({ errors }: BureauEditing, template: string): LayoutProblem[] {
  const place = `/definition/layouts/${template}`
  return errors
    .filter(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`))
    .map(({ pointer, detail }) => ({ pointer: pointer.slice(place.length), detail }))
}
