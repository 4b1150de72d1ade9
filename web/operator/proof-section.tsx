import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { file } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { saveFile } from '../parts/save-file.ts'
import page from './page.module.css'
import classes from './proof-section.module.css'

/** Something signed about an object that is taken away as a file; where there can be none, the sentence why. */
export function ProofSection({
  name,
  title,
  means,
  path,
  icon,
  button,
}: {
  /** The id of its heading. */
  name: string
  title: string
  means: ReactNode
  /** Where the file is, in the API. */
  path: string
  icon: ReactNode
  button: string
}) {
  const fetching = useMutation({ mutationFn: () => file(path), onSuccess: saveFile })
  return (
    <section aria-labelledby={name}>
      <h2 id={name} className={page.heading}>
        {title}
      </h2>
      <p className={classes.means}>{means}</p>
      <Button variant="default" size="xs" leftSection={icon} loading={fetching.isPending} onClick={() => fetching.mutate()}>
        {button}
      </Button>
      {fetching.error && (
        <div className={classes.problem}>
          <ProblemNotice problem={fetching.error} focus />
        </div>
      )}
    </section>
  )
}
