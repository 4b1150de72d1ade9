import { Button } from '@mantine/core'
import { IconFileDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Template } from '../../src/http/contract/catalog.ts'
import { file } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { saveFile } from '../parts/save-file.ts'
import page from './page.module.css'
import classes from './proof-section.module.css'

/** Everything that is held about a person, as a file to give to them; for whoever may ask for it. */
export function AccessReport({ template, id }: { template: Template; id: string }) {
  const fetching = useMutation({
    mutationFn: () => file(`/${template.path}/${encodeURIComponent(id)}/access-report`),
    onSuccess: saveFile,
  })
  return (
    <section aria-labelledby="access-report">
      <h2 id="access-report" className={page.heading}>
        Access report
      </h2>
      <p className={classes.means}>
        Everything that Cardinal holds about this person, with their photo: one archive, to give to them when they ask for it. The journal
        keeps that you asked.
      </p>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconFileDownload size={16} stroke={1.6} aria-hidden />}
        loading={fetching.isPending}
        onClick={() => fetching.mutate()}
      >
        Download the access report
      </Button>
      {fetching.error && (
        <div className={classes.problem}>
          <ProblemNotice problem={fetching.error} focus />
        </div>
      )}
    </section>
  )
}
