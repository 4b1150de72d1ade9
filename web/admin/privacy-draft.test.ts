import { expect, it } from 'vitest'
import { changedRules, daysOf, type PrivacyItem, rulesOf, ruleWords } from './privacy-draft.ts'

const item: PrivacyItem = {
  template: 'user',
  label: 'User',
  plural: 'Users',
  states: ['Locked'],
  process: { useCase: 'purge-user', label: 'Purge user' },
  version: '1',
  parts: [
    { part: 'photo', label: 'Photo', means: '', days: null, recommended: 30, held: 4 },
    { part: 'fields', label: 'Personal data', means: '', days: 365, recommended: 365, held: 9 },
  ],
}

it('knows what was changed, and sends every rule of the template', () => {
  const days = { 'user/photo': 30, 'user/fields': 365 }
  expect(changedRules([item], days).map(({ part, days: mine }) => [part.part, mine])).toEqual([['photo', 30]])
  expect(rulesOf(item, days)).toEqual({ photo: 30, fields: 365 })
  expect(rulesOf(item, { 'user/fields': null })).toEqual({ photo: null, fields: null })
})

it('follows what is published where nothing was touched', () => {
  expect(item.parts.map((part) => daysOf(item, part, {}))).toEqual([null, 365])
  expect([ruleWords(null), ruleWords(1), ruleWords(30), ruleWords('')]).toEqual(['kept', 'after 1 day', 'after 30 days', 'after … days'])
})
