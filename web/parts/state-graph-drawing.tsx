/** The drawing itself; loaded when a graph is first shown, because the layout is heavy. */
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Template } from '../../src/http/contract/catalog.ts'
import { stateColour } from './state-colour.ts'
import classes from './state-graph.module.css'
import { type GraphDirection, type GraphEdge, layoutOf } from './state-graph-layout.ts'

export interface StateGraphProps {
  template: Pick<Template, 'label' | 'states' | 'moves'>
  /** The object's state, marked. */
  current?: string
  /** `across` needs a wide place, `down` a high one. */
  direction?: GraphDirection
  /** With it a state can be chosen, by pointer or keyboard. */
  onState?: (name: string) => void
  selected?: string
}

/** A drawing is made smaller to fit, down to where its words are still read with ease; below that it scrolls. */
const SMALLEST = 0.8

export function StateGraphDrawing({ template, current, direction = 'across', onState, selected }: StateGraphProps) {
  const layout = useMemo(() => layoutOf(template, direction), [template, direction])
  const arrow = useId()
  const [over, setOver] = useState<string>()
  const scroll = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const box = scroll.current
    const node = layout.nodes.find((one) => one.name === current)
    if (box && node) box.scrollLeft = (node.x / layout.width) * box.scrollWidth - box.clientWidth / 2
  }, [layout, current])
  const near = over ?? selected ?? current
  const labels = new Map(template.states.map((state) => [state.name, state]))
  const touches = (edge: GraphEdge) => edge.from === near || (over !== undefined && edge.to === over)
  return (
    <figure className={classes.figure}>
      <div ref={scroll} className={classes.scroll} tabIndex={0} role="group" aria-label={`State graph of ${template.label}, drawn`}>
        <svg
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          style={{ width: '100%', maxWidth: layout.width, minWidth: Math.min(layout.width, layout.width * SMALLEST) }}
          className={classes.svg}
          role={onState ? 'group' : 'img'}
          aria-label={summary(template, current)}
        >
          <defs>
            {(['quiet', 'near'] as const).map((tone) => (
              <marker
                key={tone}
                id={`${arrow}${tone}`}
                viewBox="0 0 8 8"
                refX="7.5"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto"
              >
                <path d="M0.5,0.8 L7.5,4 L0.5,7.2 Z" className={tone === 'near' ? classes.headNear : classes.head} />
              </marker>
            ))}
          </defs>
          {layout.edges.map((edge) => (
            <path
              key={`${edge.from}>${edge.to}`}
              d={edge.path}
              className={touches(edge) ? classes.edgeNear : classes.edge}
              markerEnd={`url(#${arrow}${touches(edge) ? 'near' : 'quiet'})`}
            >
              <title>{edge.moves.map((move) => move.means || move.name).join('\n')}</title>
            </path>
          ))}
          {layout.nodes.map((node) => {
            const state = labels.get(node.name)
            if (!state) return null
            const colour = stateColour(state.colour)
            const marked = node.name === current
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: pointing only lights up the moves; whoever cannot point has them in words below.
              <g
                key={node.name}
                transform={`translate(${node.x - node.width / 2},${node.y - node.height / 2})`}
                className={onState ? classes.choosable : undefined}
                onMouseEnter={() => setOver(node.name)}
                onMouseLeave={() => setOver(undefined)}
                {...(onState ? choosable(node.name, state.label, node.name === selected, onState) : {})}
              >
                <title>{state.means}</title>
                {marked && (
                  <rect
                    x={-4}
                    y={-4}
                    width={node.width + 8}
                    height={node.height + 8}
                    rx={12}
                    className={classes.ring}
                    style={{ stroke: colour.dot }}
                  />
                )}
                {node.name === selected && (
                  <rect x={-4} y={-4} width={node.width + 8} height={node.height + 8} rx={12} className={classes.chosen} />
                )}
                <rect
                  width={node.width}
                  height={node.height}
                  rx={8}
                  style={{ fill: colour.bg, stroke: marked ? colour.dot : 'transparent' }}
                />
                {state.final ? (
                  <rect x={13} y={node.height / 2 - 3.5} width={7} height={7} rx={1.5} style={{ fill: colour.dot }} />
                ) : (
                  <circle cx={16.5} cy={node.height / 2} r={3.5} style={{ fill: colour.dot }} />
                )}
                <text x={27} y={node.height / 2 + 4.5} style={{ fill: colour.fg }} className={marked ? classes.labelMarked : classes.label}>
                  {state.label}
                </text>
              </g>
            )
          })}
        </svg>
      </div>
      <details className={classes.words}>
        <summary>The state graph in words</summary>
        <ul>
          {template.states.map((state) => (
            <li key={state.name}>
              <strong>{state.label}</strong>
              {state.name === current && ' (now)'}
              {state.final && ' (final)'}. {state.means}
              <ul>
                {layout.edges
                  .filter((edge) => edge.from === state.name)
                  .map((edge) => (
                    <li key={edge.to}>
                      To {labels.get(edge.to)?.label}: {edge.moves.map((move) => move.means || move.name).join(' ')}
                    </li>
                  ))}
              </ul>
            </li>
          ))}
        </ul>
      </details>
    </figure>
  )
}

function choosable(name: string, label: string, pressed: boolean, choose: (name: string) => void) {
  return {
    role: 'button',
    tabIndex: 0,
    'aria-label': label,
    'aria-pressed': pressed,
    onClick: () => choose(name),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      choose(name)
    },
  }
}

function summary(template: StateGraphProps['template'], current?: string): string {
  const now = template.states.find((state) => state.name === current)
  const next = template.moves
    .filter((move) => current !== undefined && move.from.includes(current))
    .map((move) => template.states.find((state) => state.name === move.to)?.label)
  const whole = `State graph of ${template.label}: ${template.states.length} states.`
  if (!now) return `${whole} The list below says it in words.`
  return `${whole} Now ${now.label}${next.length > 0 ? `; from here to ${Array.from(new Set(next)).join(', ')}` : ', which is final'}.`
}
