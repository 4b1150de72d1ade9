import build from 'fast-json-stringify'
import { type JsonSchema, namedSchema } from './schema.ts'

type Serialize = (data: unknown) => string

/**
 * The serializer of an answer, by its schema in the contract: it writes what the contract names, and nothing else. It is compiled when it
 * is first used, once for each name; to compile all of them for every route takes longer than all the rest of a start.
 */
export function serializerOf({ schema }: { schema: unknown }): Serialize {
  const name = nameIn(schema)
  if (name === undefined) return JSON.stringify
  return (data) => {
    const known = compiled.get(name) ?? compile(name)
    compiled.set(name, known)
    return known(data)
  }
}

const compiled = new Map<string, Serialize>()

function compile(name: string): Serialize {
  const needed = new Map<string, JsonSchema>()
  gather(name, needed)
  const others = Object.fromEntries([...needed].filter(([other]) => other !== name))
  return build(needed.get(name) as unknown as Parameters<typeof build>[0], {
    schema: others as unknown as Record<string, Parameters<typeof build>[0]>,
  })
}

/** A schema and those that it names, and those that these name. */
function gather(name: string, found: Map<string, JsonSchema>): void {
  if (found.has(name)) return
  const schema = namedSchema(name)
  found.set(name, schema)
  for (const [, other] of JSON.stringify(schema).matchAll(/"\$ref":"([^"#]+)#"/g)) if (other) gather(other, found)
}

const nameIn = (schema: unknown): string | undefined =>
  typeof schema === 'object' && schema !== null && '$ref' in schema ? String(schema.$ref).replace(/#$/, '') : undefined
