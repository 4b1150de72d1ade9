import { expect, it } from 'vitest'
import { refusalGroups } from './refusal-groups.ts'

const refused = (object: string, code: string, sentence: string) => ({ object, refusal: { code, sentence, remedy: '' } })

it('Eleven cards in the wrong state are one reason; the numbers add up', () => {
  const wrong = Array.from({ length: 11 }, (_, index) => refused(`c${index}`, 'wrong_state', `Card ${index} is Active.`))
  const groups = refusalGroups([refused('x', 'order_already_claimed', 'It left.'), ...wrong, { object: 'may' }])
  expect(groups.map(({ code, count, various }) => ({ code, count, various }))).toEqual([
    { code: 'wrong_state', count: 11, various: true },
    { code: 'order_already_claimed', count: 1, various: false },
  ])
  expect(groups.flatMap((group) => group.items)).toHaveLength(12)
})
