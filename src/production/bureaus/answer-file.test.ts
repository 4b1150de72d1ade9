import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { golden } from '../../../test/golden.ts'
import { root } from '../../kit/root.ts'
import { AnswerFile, readAnswerFile } from './answer-file.ts'
import { BatchFile, readBatchFile } from './batch-file.ts'

const ID = '018f0000-0000-7000-8000-000000000001'
const OTHER = '018f0000-0000-7000-8000-000000000002'
const report = (fields: object = {}) => ({ message: ID, card: ID, order: ID, status: 'produced', ...fields })
const answer = (fields: object = {}) => ({ format: 'cardinal-answer', version: 1, message: ID, acknowledges: [], reports: [], ...fields })
const failed = (text: string) => answer({ reports: [report({ status: 'failed', text })] })
const read = (value: unknown) => readAnswerFile(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)))

describe('an answer', () => {
  it.each<[string, unknown]>([
    ['It is empty.', ''],
    ['It is not JSON.', '{"format": '],
    ['The answer is not of the type object.', 'null'],
    ['format is not "cardinal-answer".', answer({ format: 'other' })],
    ['version is not 1.', answer({ version: 2 })],
    ['message is not a UUID.', answer({ message: 'one' })],
    ['The answer lacks reports.', answer({ reports: undefined })],
    ['The answer has a field that the contract does not know: extra.', answer({ extra: 1 })],
    ['The answer has a field that the contract does not know.', answer({ 'Ada Lovelace': 1 })],
    ['The answer has a field that the contract does not know: __proto__.', JSON.stringify(answer()).replace('{', '{"__proto__":1,')],
    ['acknowledges is not of the type array.', answer({ acknowledges: ID })],
    ['acknowledges[1] is not a UUID.', answer({ acknowledges: [ID, '../../etc/passwd'] })],
    ['reports[0].status is none of in production, produced, failed.', answer({ reports: [report({ status: 'shipped' })] })],
    ['reports[0] lacks order.', answer({ reports: [report({ order: undefined })] })],
    ['reports[0].chipNumber has a form that is not allowed.', answer({ reports: [report({ chipNumber: 'x'.repeat(41) })] })],
    ['reports[0].text is longer than 500 characters.', failed('x'.repeat(501))],
    ['reports[0].text has a line break or another control character.', failed('two\nlines')],
    ['reports[0].text has a line break or another control character.', failed('half \ud800')],
    [
      'reports[0].chipNumber is given, but the card is not reported produced.',
      answer({ reports: [report({ status: 'in production', chipNumber: '04' })] }),
    ],
    ['reports[0].text is given, but the card is not reported failed.', answer({ reports: [report({ text: 'well done' })] })],
    [
      'reports[1].message is that of an earlier report in this file; each report has its own.',
      answer({ reports: [report(), report({ message: ID.toUpperCase() })] }),
    ],
    ['reports has more than 100000 entries.', answer({ reports: Array.from({ length: 100_001 }, () => report()) })],
  ])('is refused: %s', (why, value) => {
    expect(read(value)).toEqual({ why })
  })

  it('that is not UTF-8 is refused, and one with a byte order mark is not', () => {
    expect(readAnswerFile(new Uint8Array([0x7b, 0xff, 0x7d]))).toEqual({ why: 'It is not written in UTF-8.' })
    expect(read(`\ufeff${JSON.stringify(answer())}`)).toEqual({ acknowledges: [], reports: [] })
  })

  it('is read in full, its ids in small letters', () => {
    const reports = [report({ chipNumber: '04:A1' }), report({ message: OTHER, status: 'failed', text: 'Défaut de la puce' })]
    expect(read(answer({ acknowledges: [OTHER.toUpperCase()], reports }))).toEqual({ acknowledges: [OTHER], reports })
  })
})

describe('the contract in docs/bureau', () => {
  it('has the schemas that Cardinal checks by', () => {
    golden('docs/bureau/batch.schema.json', schemaText(BatchFile))
    golden('docs/bureau/answer.schema.json', schemaText(AnswerFile))
  })

  it('has examples that Cardinal and the bureau in a box take, about one batch and its orders', () => {
    const folder = join(root, 'docs/bureau/examples')
    const names = readdirSync(folder).sort()
    expect(names).toHaveLength(4)
    const [batchName = '', ...answerNames] = names
    const batch = readBatchFile(readFileSync(join(folder, batchName), 'utf8'))
    if (typeof batch === 'string') throw new Error(batch)
    expect(batchName).toBe(`batch-${batch.manifest.number}-${batch.message}.json`)
    const answers = answerNames.map((name) => readAnswerFile(readFileSync(join(folder, name))))
    const ordered = batch.manifest.orders.map(({ order, card }) => `${order} ${card}`)
    const reported = answers.map((read) => ('why' in read ? [read.why] : read.reports.map(({ order, card }) => `${order} ${card}`)))
    expect(answers[0]).toEqual({ acknowledges: [batch.message], reports: [] })
    expect(reported).toEqual([[], ordered, ordered])
  })
})

/** As the formatter of the repository writes it: short lists on one line. */
function schemaText(schema: object): string {
  const text = JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }, null, 2)
  return text.replaceAll(/\[\s+("[^[\]{}]*")\s+\]/g, (_, items: string) => `[${items.replaceAll(/\s*\n\s*/g, ' ')}]`)
}
