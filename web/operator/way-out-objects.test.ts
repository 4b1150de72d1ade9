import { expect, it } from 'vitest'
import type { Result } from '../../src/http/contract/result.ts'
import { overtaken } from './way-out-objects.ts'

const refused = (object: string, code: string): Result => ({ object, label: object, outcome: 'refused', code })

it('only what was refused because the world had moved is helped', () => {
  const results: Result[] = [
    { object: 'a', label: 'a', outcome: 'done' },
    refused('b', 'order_already_handed_over'),
    refused('c', 'not_permitted'),
    refused('d', 'wrong_state'),
  ]
  expect(overtaken({ results })).toEqual(['b', 'd'])
  expect(overtaken({})).toEqual([])
})
