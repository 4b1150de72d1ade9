/** What nobody sends who means well, and somebody sends in the end. */
import { type Chance, oneOf } from '../chance.ts'

const texts = [
  '',
  ' ',
  '\t\n',
  '0',
  '-1',
  'null',
  'true',
  'NaN',
  '1e999',
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  "'; drop table card; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '=1+1',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'Ærø Ångström Žižka',
  'ﬃ ß İ ı',
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  'e\u0301\u0301\u0301\u0301',
  '\u202eabc\u202c',
  '\ufeff\u200b\u00ad',
  'a\u0000b',
  '\ud83d',
  '\ude00\ud83d',
  '\uffff',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '2026-11-25T09:00:00+99:99',
  '00000000-0000-0000-0000-000000000000',
  'x'.repeat(256),
  'ü'.repeat(5000),
  'a@'.repeat(2000),
  '('.repeat(3000),
] as const

export const oddText = (chance: Chance): string => oneOf(chance, texts) ?? ''

const numbers = [0, -0, -1, 1, 0.5, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63, -(2 ** 63), 1e308, -1e-308, 1e21]

export const oddNumber = (chance: Chance): number => oneOf(chance, numbers) ?? 0

/** A value of a type that is hardly the one that is wanted. */
export function oddValue(chance: Chance): unknown {
  const values: (() => unknown)[] = [
    () => null,
    () => true,
    () => oddNumber(chance),
    () => oddText(chance),
    () => [],
    () => [[oddText(chance)]],
    () => ({}),
    () => ({ [oddText(chance)]: oddNumber(chance) }),
    () => JSON.parse('{"toString":1,"length":-1,"valueOf":null}') as unknown,
  ]
  return oneOf(chance, values)?.()
}

/** A body that is not the JSON it seems to be, or is more of it than anybody expects. */
export function brokenJson(chance: Chance, json: string): string | Uint8Array {
  const ways: (() => string | Uint8Array)[] = [
    () => json.slice(0, Math.floor(chance() * json.length)),
    () => `${json},`,
    () => `\ufeff${json}`,
    () => json.replace('{', '{"__proto__":{"isAdmin":true},'),
    () => json.replace('{', '{"constructor":{"prototype":{"isAdmin":true}},'),
    () => json.replace(/\d+/, '1e400'),
    () => json.replace(/"([^"]*)"/, '"$1\\u0000\\ud800"'),
    () => json.replace('{', '{"objects":[],'),
    () => '',
    () => 'null',
    () => '[]',
    () => '"text"',
    () => '[{}]',
    () => '{}{}',
    () => '['.repeat(5000) + ']'.repeat(5000),
    () => `{"input":${'{"a":'.repeat(4000)}1${'}'.repeat(4000)},"objects":[]}`,
    () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0xc0, 0x80, 0x7d]),
    () => Buffer.from(json, 'utf16le'),
    () => `{"a":"${'y'.repeat(1_100_000)}"}`,
  ]
  return oneOf(chance, ways)?.() ?? ''
}

/** Headers that say something else than the request is, by the name they have in it. */
export function oddHeader(chance: Chance): [name: string, value: string] {
  return (
    oneOf<[string, string]>(chance, [
      ['content-type', 'text/plain'],
      ['content-type', 'application/x-www-form-urlencoded'],
      ['content-type', 'multipart/form-data; boundary=x'],
      ['content-type', 'application/json; charset=utf-16'],
      ['content-type', 'application/JSON;;;'],
      ['content-type', 'text/csv'],
      ['content-type', ''],
      ['content-type', `application/json; ${'a'.repeat(3000)}=b`],
      ['content-encoding', 'gzip'],
      ['content-length', '3'],
      ['accept', 'application/x-nothing'],
      ['accept', 'text/html'],
      ['accept-encoding', 'br;q=9'],
      ['x-csrf-token', 'another'],
      ['x-csrf-token', 'é'.repeat(100)],
      ['cookie', 'cardinal=; cardinal=%00; =;;'],
      ['cookie', `cardinal=${'a'.repeat(4000)}`],
      ['if-match', '*'],
      ['if-match', '""'],
      ['if-match', 'W/"1"'],
      ['if-match', '"1", "2"'],
      ['if-match', '99999999999999999999999'],
      ['if-match', '-1'],
      ['if-match', '1e3'],
      ['if-match', 'x'.repeat(2000)],
      ['if-none-match', '*'],
      ['if-none-match', '"'],
      ['range', 'bytes=0-0,-1'],
      ['host', 'elsewhere.example'],
      ['origin', 'https://elsewhere.example'],
      ['x-forwarded-for', "127.0.0.1, '"],
      ['x-http-method-override', 'DELETE'],
      ['idempotency-key', 'one and the same'],
      ['idempotency-key', 'one-and-the-same'],
      ['idempotency-key', 'k'.repeat(201)],
      ['idempotency-key', ''],
      ['expect', '100-continue'],
    ]) ?? ['accept', '*/*']
  )
}
