import { SegmentedControl, Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconInfoCircle } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Layout, LayoutPreview as Preview } from '../../src/http/contract/layout.ts'
import { Problem, post } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { type LayoutProblem, problemsOfDraft } from './layout-draft.ts'
import styles from './layout-editor.module.css'

export interface LayoutLook {
  /** The newest picture that there is; while the layout is not of the form it must have, the one before. */
  picture: Preview | undefined
  objections: readonly string[]
  problems: readonly LayoutProblem[]
  /** Why there is no picture, where it is not the layout that is wrong. */
  failure: unknown
}

const NO_PROBLEMS: readonly LayoutProblem[] = []

/** Has the server draw a layout, and say what stands against it, a moment after it was changed. */
export function useLayoutPreview(value: Layout, template: string): LayoutLook {
  const [layout] = useDebouncedValue(value, 250)
  const last = useRef<Preview>(undefined)
  const { data, error } = useQuery({
    queryKey: ['layout-preview', template, layout],
    queryFn: ({ signal }) => post<Preview>('/layouts/preview', { layout, template }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  })
  if (data) last.current = data
  const misfit = error instanceof Problem && error.status === 400 && error.errors.length > 0 ? error : undefined
  return {
    picture: last.current,
    objections: error ? [] : (data?.objections ?? []),
    problems: misfit ? problemsOfDraft(misfit.errors) : NO_PROBLEMS,
    failure: misfit ? undefined : error,
  }
}

/** A card of somebody made up in the layout, and what keeps the layout from being used. */
export function LayoutPreview({ preview, objections }: { preview: LayoutLook; objections: readonly string[] }) {
  const [side, setSide] = useState<'front' | 'back'>('front')
  const { picture, failure } = preview
  return (
    <>
      <div className={styles.card}>
        {picture ? (
          <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture[side])}`} alt={`A card in this layout, ${side}`} />
        ) : (
          <Skeleton height="100%" radius={0} />
        )}
      </div>
      <SegmentedControl
        fullWidth
        size="xs"
        mt="sm"
        aria-label="Side of the card"
        data={[
          { value: 'front', label: 'Front' },
          { value: 'back', label: 'Back' },
        ]}
        value={side}
        onChange={(chosen) => setSide(chosen === 'back' ? 'back' : 'front')}
      />
      <p className={styles.sample}>Somebody made up, as this layout prints them.</p>
      <div role="status">
        {objections.length > 0 && (
          <ul className={styles.objections} aria-label="What stands against this layout">
            {objections.map((objection) => (
              <li key={objection}>
                <IconInfoCircle size={16} stroke={1.8} className={styles.icon} aria-hidden />
                <span>{objection}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <ProblemNotice problem={failure} />
    </>
  )
}
