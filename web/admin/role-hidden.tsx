import { useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { fieldsOf } from '../parts/json-schema.ts'
import { PermissionCheck } from './permission-check.tsx'
import styles from './role.module.css'
import { EVERY, hidesKey } from './role-draft.ts'
import type { RoleEditing } from './role-editor.tsx'

/** Which fields stay hidden from its holders, of what they see. */
export function RoleHidden({ editing }: { editing: RoleEditing }) {
  const { templates } = useCatalog()
  const { draft } = editing
  const seen = templates.filter(({ name }) => draft[EVERY] === true || draft[`read:${name}`] === true)
  const error = editing.errorAt('hides')
  if (seen.length === 0) return <Empty title="Its holders see nothing, so that there is nothing to hide." />
  return (
    <div className={styles.parts}>
      <p className={styles.note}>
        What is ticked is not shown, searched, sorted by or asked for. Whoever holds another role that shows a field for the same object
        sees it.
      </p>
      {error && <p role="alert">{error}</p>}
      {seen.map((template) => (
        <fieldset key={template.name} className={styles.group} aria-label={`Of a ${template.label}`}>
          <h3>Of a {template.label}</h3>
          <div className={styles.choices}>
            {fieldsOf(template.form).map((field) => (
              <PermissionCheck
                key={field.name}
                editing={editing}
                name={hidesKey(`${template.name}.${field.name}`)}
                label={field.title}
                may
              />
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}
