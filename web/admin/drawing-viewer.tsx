import 'bpmn-js/dist/assets/diagram-js.css'
import 'bpmn-js/dist/assets/bpmn-js.css'
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import { useEffect, useRef, useState } from 'react'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import styles from './drawing.module.css'

export interface ViewerHandle {
  /** Enlarges by a factor. */
  zoom: (factor: number) => void
  /** Shows the whole drawing. */
  fit: () => void
}

interface Canvas {
  zoom: (level?: number | 'fit-viewport', center?: 'auto') => number
  viewbox: (box?: { x: number; y: number; width: number; height: number }) => Viewbox
}

interface Viewbox {
  scale: number
  inner: { x: number; y: number; width: number; height: number }
  outer: { width: number; height: number }
}

/** The heavy half of a drawing: bpmn-js. Loaded when a process is opened. Its mark of origin stays visible, as its licence asks. */
export function DrawingViewer({ xml, onReady }: { xml: string; onReady: (viewer: ViewerHandle | null) => void }) {
  const place = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (!place.current) return
    const viewer = new NavigatedViewer({
      container: place.current,
      // The wheel scrolls the page and not the drawing: the drawing has buttons.
      zoomScroll: { enabled: false },
      bpmnRenderer: { defaultFillColor: 'var(--surface)', defaultStrokeColor: 'var(--text-dim)', defaultLabelColor: 'var(--text)' },
    })
    let gone = false
    viewer
      .importXML(xml)
      .then(() => {
        if (gone) return
        const canvas = viewer.get<Canvas>('canvas')
        const fit = () => fitted(canvas)
        fit()
        onReady({ zoom: (factor) => void canvas.zoom(Math.min(4, Math.max(0.2, canvas.viewbox().scale * factor))), fit })
      })
      .catch(() => !gone && setFailed(true))
    return () => {
      gone = true
      onReady(null)
      viewer.destroy()
    }
  }, [xml, onReady])
  if (failed) {
    return (
      <ProblemNotice
        tone="bad"
        problem={{ code: 'drawing', sentence: 'This drawing could not be shown.', remedy: 'The page beside it says the same in words.' }}
      />
    )
  }
  return <div ref={place} className={styles.canvas} />
}

/** Below this the words in a drawing cannot be read. */
const LEAST = 0.5

/** The whole drawing in the middle, not blown up beyond its natural size; where it would be too small to read, its beginning. */
function fitted(canvas: Canvas): void {
  canvas.zoom('fit-viewport', 'auto')
  const { scale, inner, outer } = canvas.viewbox()
  if (scale >= LEAST) canvas.zoom(Math.min(1.1, scale * 0.94), 'auto')
  else
    canvas.viewbox({
      x: inner.x - 24,
      y: inner.y + inner.height / 2 - outer.height / LEAST / 2,
      width: outer.width / LEAST,
      height: outer.height / LEAST,
    })
}
