import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { remove } from './api.ts'
import classes from './preview-banner.module.css'
import { useMe } from './session.ts'

/** While Operator is looked at as a role: as which, that nothing can be changed, and the way back. */
export function PreviewBanner() {
  const preview = useMe()?.preview
  const end = useMutation({
    mutationFn: () => remove<undefined>('/preview'),
    // All that was read with other eyes is read anew.
    onSuccess: () => window.location.assign(`/admin/roles/${encodeURIComponent(preview?.role ?? '')}`),
  })
  if (!preview) return null
  return (
    <aside className={classes.banner} aria-label="Preview">
      <IconEye size={18} stroke={1.8} aria-hidden />
      <p>
        You see Operator as <strong>{preview.words}</strong>. Nothing can be changed
        {end.error ? '; the preview could not be ended, try again' : ''}.
      </p>
      <Button size="compact-sm" variant="default" loading={end.isPending || end.isSuccess} onClick={() => end.mutate()}>
        End preview
      </Button>
    </aside>
  )
}
