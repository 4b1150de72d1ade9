import { ActionIcon, Skeleton, Tooltip } from '@mantine/core'
import { IconArrowsMaximize, IconMinus, IconPlus } from '@tabler/icons-react'
import { type CSSProperties, lazy, Suspense, useState } from 'react'
import styles from './drawing.module.css'
import { drawingSize } from './drawing-size.ts'
import type { ViewerHandle } from './drawing-viewer.tsx'

const Viewer = lazy(async () => ({ default: (await import('./drawing-viewer.tsx')).DrawingViewer }))

/** A process as it is drawn in BPMN, to be looked at: it can be moved with the pointer and enlarged with the buttons. */
export function Drawing({ xml, label }: { xml: string; label: string }) {
  const { width, height } = drawingSize(xml)
  const [viewer, setViewer] = useState<ViewerHandle | null>(null)
  return (
    <figure
      className={styles.figure}
      style={{ '--drawing-width': width, '--drawing-height': height } as CSSProperties}
      aria-label={`Drawing of ${label}`}
    >
      <Suspense fallback={<Skeleton h="100%" radius="lg" />}>
        <Viewer xml={xml} onReady={setViewer} />
      </Suspense>
      {viewer && (
        <div className={styles.buttons}>
          <DrawingButton label="Enlarge" onClick={() => viewer.zoom(1.25)}>
            <IconPlus size={16} />
          </DrawingButton>
          <DrawingButton label="Reduce" onClick={() => viewer.zoom(0.8)}>
            <IconMinus size={16} />
          </DrawingButton>
          <DrawingButton label="Show the whole" onClick={viewer.fit}>
            <IconArrowsMaximize size={15} />
          </DrawingButton>
        </div>
      )}
    </figure>
  )
}

function DrawingButton({ label, onClick, children }: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <Tooltip label={label} withinPortal={false}>
      <ActionIcon aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
