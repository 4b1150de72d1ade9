import { expect, it } from 'vitest'
import { unkeepableIn } from './unkeepable.ts'

const finds = (json: string): boolean => unkeepableIn(json, JSON.parse(json)) !== null

it.each([
  ['the character zero', '{"a":"\\u0000"}'],
  ['the character zero in a name', '{"a\\u0000":1}'],
  ['the first half of a character', '["\\uD83D"]'],
  ['the second half alone, behind a backslash', '["\\\\\\udc00"]'],
])('no database keeps %s', (_, json) => expect(finds(json)).toBe(true))

it.each([
  ['plain text', '{"a":"Ærø"}'],
  ['a whole character by its halves', '["\\ud83d\\ude00"]'],
  ['a backslash and letters that look like a number', '["\\\\u0000 \\\\ud83d"]'],
])('%s is kept', (_, json) => expect(finds(json)).toBe(false))
