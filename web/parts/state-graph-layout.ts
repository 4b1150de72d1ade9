/** Where each state and each move of a state graph is drawn. Pure: the same graph always looks the same. */
import dagre from '@dagrejs/dagre'
import type { Template } from '../../src/http/contract/catalog.ts'

export interface GraphNode {
  name: string
  x: number
  y: number
  width: number
  height: number
}

/** All moves from one state to another are one line. */
export interface GraphEdge {
  from: string
  to: string
  moves: Template['moves']
  path: string
}

export interface GraphLayout {
  width: number
  height: number
  nodes: GraphNode[]
  edges: GraphEdge[]
}

export type GraphDirection = 'across' | 'down'

const HEIGHT = 32

export function layoutOf(template: Pick<Template, 'states' | 'moves'>, direction: GraphDirection): GraphLayout {
  const graph = new dagre.graphlib.Graph({ multigraph: false })
  graph.setGraph({
    rankdir: direction === 'across' ? 'LR' : 'TB',
    nodesep: direction === 'across' ? 18 : 26,
    ranksep: direction === 'across' ? 42 : 40,
    edgesep: 14,
    marginx: 8,
    marginy: MARGIN,
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const state of template.states) graph.setNode(state.name, { width: widthOf(state.label), height: HEIGHT })
  const lines = linesOf(template)
  for (const { from, to } of lines) if (from !== to) graph.setEdge(from, to, {})
  dagre.layout(graph)
  const nodes = template.states.map(({ name }): GraphNode => {
    const node = graph.node(name)
    return { name, x: node.x, y: node.y, width: node.width, height: node.height }
  })
  const drawn = lines.map((line) => {
    const points: { x: number; y: number }[] = line.from === line.to ? [] : graph.edge(line.from, line.to).points
    return { line, points }
  })
  // A line may run outside of what the states alone take up.
  const loops = lines.filter(({ from, to }) => from === to).map(({ from }) => topOf(nodes, from) - LOOP)
  const top = Math.min(...drawn.flatMap(({ points }) => points.map(({ y }) => y)), ...loops, MARGIN)
  const bottom = Math.max(...drawn.flatMap(({ points }) => points.map(({ y }) => y)), (graph.graph().height ?? 0) - MARGIN)
  const down = MARGIN - top
  const moved = nodes.map((node) => ({ ...node, y: node.y + down }))
  return {
    width: graph.graph().width ?? 0,
    height: bottom + down + MARGIN,
    nodes: moved,
    edges: drawn.map(({ line, points }) => ({
      ...line,
      path: line.from === line.to ? loop(moved, line.from) : smooth(points.map(({ x, y }) => ({ x, y: y + down }))),
    })),
  }
}

const MARGIN = 8
const LOOP = 22

const topOf = (nodes: readonly GraphNode[], name: string): number => {
  const node = nodes.find((one) => one.name === name)
  return node ? node.y - node.height / 2 : 0
}

/** A move that leaves a state as it is: out of its upper edge and back to it. */
function loop(nodes: readonly GraphNode[], name: string): string {
  const node = nodes.find((one) => one.name === name)
  if (!node) return ''
  const [x, y] = [node.x, node.y - node.height / 2]
  return `M${at({ x: x + 12, y })} C${at({ x: x + 24, y: y - LOOP - 6 })} ${at({ x: x - 24, y: y - LOOP - 6 })} ${at({ x: x - 12, y })}`
}

function widthOf(label: string): number {
  return Math.max(72, Math.round(label.length * 7.4) + 40)
}

function linesOf(template: Pick<Template, 'states' | 'moves'>): Omit<GraphEdge, 'path'>[] {
  const known = new Set(template.states.map((state) => state.name))
  const lines = new Map<string, Omit<GraphEdge, 'path'>>()
  for (const move of template.moves) {
    for (const from of move.from) {
      if (!known.has(from) || !known.has(move.to)) continue
      const line = lines.get(`${from}>${move.to}`) ?? { from, to: move.to, moves: [] }
      line.moves.push(move)
      lines.set(`${from}>${move.to}`, line)
    }
  }
  return Array.from(lines.values())
}

/** A line through the points with its corners rounded off. */
function smooth(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points
  if (!first) return ''
  let path = `M${at(first)}`
  rest.forEach((point, index) => {
    const next = rest[index + 1]
    if (!next) path += ` L${at(point)}`
    else path += ` Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`
  })
  return path
}

function at({ x, y }: { x: number; y: number }): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`
}
