/** The documents of the contract in docs/bureau: derived from the schemas that Cardinal checks by, and read as a bureau's engineer would. */
import { createPublicKey, verify } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Parser } from '@asyncapi/parser'
import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { asyncapi, SCHEMAS } from '../../../test/bureau-contract/asyncapi.ts'
import { type Example, examplePublicKey, examples } from '../../../test/bureau-contract/examples.ts'
import { golden } from '../../../test/golden.ts'
import { sha256 } from '../../kit/hash.ts'
import { root } from '../../kit/root.ts'
import { type FromBureau, fromBureau, type OrderBatch, type ToBureau, toBureau } from './message.ts'
import { readFromBureau, readToBureau } from './read-message.ts'

const folder = join(root, 'docs/bureau')
const json = (value: unknown) => JSON.stringify(value, null, 2)

describe('the documents of the contract', () => {
  it('are the schemas that Cardinal checks by, one for each message of either side', () => {
    expect(new Set(SCHEMAS)).toEqual(new Set([...toBureau, ...fromBureau]))
    const names = SCHEMAS.map((schema) => {
      const name = `${schema.properties.kind.const}.schema.json`
      golden(`docs/bureau/schemas/${name}`, json({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }))
      return name
    })
    expect(readdirSync(join(folder, 'schemas')).sort()).toEqual(names.sort())
  })

  it('have an AsyncAPI document that its parser has nothing against', async () => {
    golden('docs/bureau/asyncapi.json', json(asyncapi()))
    const { document, diagnostics } = await new Parser().parse(readFileSync(join(folder, 'asyncapi.json'), 'utf8'))
    // 0 is an error and 1 a warning; below are hints, such as that there is a newer version of AsyncAPI.
    expect(diagnostics.filter(({ severity }) => severity <= 1)).toEqual([])
    expect(document?.allChannels()).toHaveLength(3)
    // The parser looks at the schemas of this version of AsyncAPI, but not at the examples.
    const examined = document
      ?.allMessages()
      .all()
      .flatMap((message) => {
        const schema = Compile(message.payload()?.json() ?? false)
        return message
          .examples()
          .all()
          .map((example) => schema.Errors(example.payload()))
      })
    expect(examined).toEqual(Array(examples().length).fill([]))
  })

  it('whose parser objects to a schema, and to a reference, that are none', async () => {
    const errors = async (spoiled: string) => (await new Parser().validate(spoiled)).filter(({ severity }) => severity === 0)
    const text = json(asyncapi())
    expect(await errors(text.replace('"minItems": 1', '"minItems": "one"'))).not.toEqual([])
    expect(await errors(text.replace('#/channels/answers/messages/failed"', '#/channels/answers/messages/lost"'))).not.toEqual([])
  })
})

describe('the examples of the contract', () => {
  it('are one file a message, as either side would write it', () => {
    for (const { name, message } of examples()) golden(`docs/bureau/examples/${name}.json`, json(message))
    golden('docs/bureau/examples/example-key.pem', examplePublicKey())
    const files = [...examples().map(({ name }) => `${name}.json`), 'example-key.pem', 'photos']
    expect(readdirSync(join(folder, 'examples')).sort()).toEqual(files.sort())
  })

  it.each(examples().map((example) => [example.name, example] as const))(
    'keep to their schema, and are read: %s',
    (_, { name, by, message }) => {
      const bytes = readFileSync(join(folder, 'examples', `${name}.json`))
      const schema = Compile(JSON.parse(readFileSync(join(folder, 'schemas', `${message.kind}.schema.json`), 'utf8')))
      expect(schema.Errors(JSON.parse(bytes.toString()))).toEqual([])
      expect(by === 'bureau' ? readFromBureau(bytes) : readToBureau(bytes)).toEqual({ message })
    },
  )

  it('are a sample of every message of both sides, about one batch and the orders in it', () => {
    const kinds = (side: Example['by']) => new Set(examples().flatMap(({ by, message }) => (by === side ? [message.kind] : [])))
    expect(kinds('cardinal')).toEqual(new Set(toBureau.map(({ properties }) => properties.kind.const)))
    expect(kinds('bureau')).toEqual(new Set(fromBureau.map(({ properties }) => properties.kind.const)))

    const ordered = new Map(batch.manifest.orders.map(({ order, card }) => [order, card]))
    const ids = examples().map(({ message }) => message.message)
    expect(new Set(ids).size).toBe(ids.length)
    const times = examples().map(({ message }) => message.at)
    expect(times).toEqual([...times].sort())
    for (const { message } of examples()) {
      for (const line of linesOf(message)) expect(line).toMatchObject({ order: expect.any(String), card: ordered.get(line.order) })
      if (message.kind === 'acknowledged') expect(ids).toContain(message.of)
      if (message.kind === 'cut-off') expect(message.batch).toBe(batch.message)
    }
  })

  it('have photos that are what their names say, and a signature that its key made', () => {
    const wanted = batch.manifest.orders.map(({ photo }) => `${photo}.png`)
    expect(readdirSync(join(folder, 'examples/photos'))).toEqual(wanted.sort())
    for (const name of wanted) expect(`${sha256(readFileSync(join(folder, 'examples/photos', name)))}.png`).toBe(name)
    const key = createPublicKey(readFileSync(join(folder, 'examples/example-key.pem')))
    const signature = Buffer.from(batch.signature?.value ?? '', 'base64')
    expect(verify(null, Buffer.from(`cardinal manifest ${batch.hash}`), key, signature)).toBe(true)
  })
})

const batch = examples()[0]?.message as OrderBatch

function linesOf(message: ToBureau | FromBureau): readonly { readonly order: string }[] {
  if (message.kind === 'order-batch') return message.manifest.orders
  if (message.kind === 'acknowledged') return message.refused ?? []
  return 'lines' in message ? message.lines : []
}
