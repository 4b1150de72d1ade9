import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Compile } from 'typebox/compile'
import { expect, it } from 'vitest'
import { golden } from '../../../test/golden.ts'
import { canonical, sha256 } from '../../kit/hash.ts'
import { toBureau } from '../contract/message.ts'
import { readFromBureau } from '../contract/read-message.ts'
import { restOpenApi } from './rest-openapi.ts'

it('the interface of a bureau is described for programs, and committed', async () => {
  const text = restOpenApi()
  golden('docs/bureau/rest.openapi.json', text)
  const { valid, errors } = await new Validator().validate(JSON.parse(text))
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
})

it('every message on the page for engineers keeps to the contract', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/bureau/rest.md'), 'utf8')
  const blocks = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => JSON.parse(text ?? ''))
  const messages = blocks.flatMap((value) => value.messages ?? [value]).filter(({ format }) => format)
  for (const { manifest, hash } of messages) if (manifest) expect(sha256(canonical(manifest))).toBe(hash)
  const kinds = messages.map((message) => {
    const read = readFromBureau(Buffer.from(JSON.stringify(message)))
    if ('why' in read && !toBureau.some((schema) => Compile(schema).Check(message))) throw new Error(`${message.kind}: ${read.why}`)
    return message.kind
  })
  expect(kinds).toEqual(['order-batch', 'acknowledged', 'in-production', 'produced', 'acknowledged', 'recall', 'recall-accepted'])
})
