import { expect, it } from 'vitest'
import { layoutOf } from './state-graph-layout.ts'

const state = (name: string) => ({ name, label: name, means: '', colour: 'gray', final: false })
const move = (name: string, from: string[], to: string) => ({ name, from, to, means: name, useCases: [] })
const graph = {
  states: ['processing', 'ordered', 'aborted', 'failed'].map(state),
  moves: [
    move('order', ['processing'], 'ordered'),
    move('abort', ['processing'], 'aborted'),
    move('fail', ['processing', 'ordered'], 'failed'),
    move('queue', ['failed'], 'processing'),
  ],
}

it('Every state is drawn once, inside the drawing, and no two overlap', () => {
  for (const direction of ['across', 'down'] as const) {
    const { nodes, width, height } = layoutOf(graph, direction)
    expect(nodes.map((node) => node.name)).toEqual(['processing', 'ordered', 'aborted', 'failed'])
    for (const node of nodes) {
      expect(node.x - node.width / 2).toBeGreaterThanOrEqual(0)
      expect(node.x + node.width / 2).toBeLessThanOrEqual(width)
      expect(node.y + node.height / 2).toBeLessThanOrEqual(height)
      for (const other of nodes) {
        const apart =
          Math.abs(node.x - other.x) >= (node.width + other.width) / 2 || Math.abs(node.y - other.y) >= (node.height + other.height) / 2
        expect(other === node || apart).toBe(true)
      }
    }
  }
})

it('All moves between two states are one line, and a move from two states is two', () => {
  const { edges } = layoutOf({ ...graph, moves: [...graph.moves, move('orderAgain', ['processing'], 'ordered')] }, 'across')
  expect(edges.map(({ from, to, moves }) => `${from} ${to} ${moves.length}`)).toEqual([
    'processing ordered 2',
    'processing aborted 1',
    'processing failed 1',
    'ordered failed 1',
    'failed processing 1',
  ])
})

it('A move to or from a state that is not there is left out', () => {
  expect(layoutOf({ states: [state('a')], moves: [move('lost', ['a'], 'b'), move('found', ['c'], 'a')] }, 'across').edges).toEqual([])
})

it('A move that leaves a state as it is goes out of its upper edge and back, inside the drawing', () => {
  const layout = layoutOf({ states: ['open', 'taken'].map(state), moves: [move('take', ['open', 'taken'], 'taken')] }, 'across')
  const taken = layout.nodes.find(({ name }) => name === 'taken')
  const loop = layout.edges.find(({ from }) => from === 'taken')?.path
  const heights = [...(loop ?? '').matchAll(/,(-?[\d.]+)/g)].map((found) => Number(found[1]))
  expect(heights).toHaveLength(4)
  expect(Math.max(...heights)).toBe((taken?.y ?? 0) - 16)
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(0)
  expect(layout.height).toBeGreaterThan((taken?.y ?? 0) + 16)
})
