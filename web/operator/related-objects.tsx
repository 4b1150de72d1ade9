import type { OneObject } from '../../src/http/contract/object.ts'
import { StateChip } from '../parts/state-chip.tsx'
import { ObjectLink } from './object-link.tsx'
import page from './page.module.css'
import classes from './related-objects.module.css'

/** Holder, cards, earlier cards: each a link to its own profile. */
export function RelatedObjects({ related }: { related: OneObject['related'] }) {
  return (
    <section aria-labelledby="related">
      <h2 id="related" className={page.heading}>
        Related
      </h2>
      <ul className={classes.list}>
        {related.map(({ id, template, state, label, relation }) => (
          <li key={relation + id} className={classes.line}>
            <span className={classes.relation}>{relation}</span>
            <span className={classes.object}>
              <ObjectLink template={template} id={id}>
                {label}
              </ObjectLink>
              <StateChip template={template} state={state} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
