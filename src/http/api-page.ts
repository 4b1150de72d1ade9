/** The readable page of the API, written from its OpenAPI document. It needs no script. */

interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly 'x-guarded-by'?: readonly string[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly description?: string
    readonly required?: boolean
    readonly schema?: Schema
  }[]
  readonly requestBody?: { readonly content?: Content }
  readonly responses?: Readonly<Record<string, { description?: string; readonly content?: Content }>>
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly const?: unknown
  readonly title?: string
  readonly format?: string
}

/** As much of an OpenAPI document as the page shows. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly description?: string }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

export function apiPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags ?? []))]
  const schemas = Object.entries(document.components?.schemas ?? {})
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(document.info.title)} API</title>
<link rel="icon" href="/cardinal.svg">
<style>${API_PAGE_STYLE}</style>
</head>
<body>
<nav aria-label="Contents">
<p><strong>${escaped(document.info.title)} API</strong></p>
<ul>${tags.map((tag) => `<li><a href="#${anchor(tag)}">${escaped(tag)}</a></li>`).join('')}<li><a href="#schemas">Schemas</a></li></ul>
<p><a href="/api/v1/openapi.json">openapi.json</a></p>
</nav>
<main>
<h1>${escaped(document.info.title)} API</h1>
${prose(document.info.description)}
${tags
  .map((tag) =>
    section(
      tag,
      operations.filter(({ operation }) => operation.tags?.includes(tag)),
    ),
  )
  .join('\n')}
<h2 id="schemas">Schemas</h2>
${schemas.map(([name, schema]) => `<section id="schema-${anchor(name)}"><h3>${escaped(name)}</h3>${prose(schema.description)}${properties(schema)}</section>`).join('\n')}
</main>
</body>
</html>
`
}

interface Named {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

const section = (tag: string, operations: readonly Named[]): string =>
  `<h2 id="${anchor(tag)}">${escaped(tag)}</h2>\n${operations.map(article).join('\n')}`

function article({ path, method, operation }: Named): string {
  const { operationId = '', summary, description, parameters = [], requestBody, responses = {}, 'x-guarded-by': guards = [] } = operation
  return `<section id="${anchor(operationId)}">
<h3>${escaped(summary ?? operationId)}</h3>
<p><code class="method ${method.toLowerCase()}">${method}</code> <code>${escaped(path)}</code> <a class="id" href="#${anchor(operationId)}">${escaped(operationId)}</a></p>
${prose(description)}
<p>Guarded by: ${guards.map((guard) => `<code>${escaped(guard)}</code>`).join(' and ')}</p>
${
  parameters.length > 0
    ? table(
        'Parameters',
        parameters.map((each) => [
          `<code>${escaped(each.name)}</code>${each.required ? ' *' : ''}`,
          each.in,
          typeWords(each.schema),
          escaped(each.description ?? each.schema?.description ?? ''),
        ]),
      )
    : ''
}
${requestBody ? `<h4>Body</h4>${contents(requestBody.content)}` : ''}
<h4>Answers</h4>
<ul class="answers">${Object.entries(responses)
    .map(([status, answer]) => `<li><code>${escaped(status)}</code> ${answerWords(answer)}</li>`)
    .join('')}</ul>
</section>`
}

function contents(content: Content = {}): string {
  return Object.entries(content)
    .map(
      ([type, { schema }]) =>
        `<p><code>${escaped(type)}</code> ${schema?.$ref ? typeWords(schema) : ''}</p>${schema?.$ref ? '' : properties(schema)}`,
    )
    .join('')
}

function answerWords({ description, content = {} }: { readonly description?: string; readonly content?: Content }): string {
  const [first] = Object.values(content)
  const said = description === 'Default Response' ? '' : escaped(description ?? '')
  return [said, first?.schema ? typeWords(first.schema) : ''].filter(Boolean).join(': ')
}

function properties(schema: Schema | undefined): string {
  const entries = Object.entries(schema?.properties ?? {})
  if (entries.length === 0) return schema ? `<p>${typeWords(schema)}</p>` : ''
  const rows = entries.map(([name, property]) => [
    `<code>${escaped(name)}</code>${schema?.required?.includes(name) ? ' *' : ''}`,
    typeWords(property),
    `${escaped(property.description ?? '')}${Object.keys(property.properties ?? {}).length > 0 ? properties(property) : ''}${property.items?.properties ? properties(property.items) : ''}`,
  ])
  return table(undefined, rows)
}

function typeWords(schema: Schema | undefined): string {
  if (!schema) return ''
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return `<a href="#schema-${anchor(name)}">${escaped(name)}</a>`
  }
  if (schema.enum) return schema.enum.map((word) => `<code>${escaped(String(word))}</code>`).join(' ')
  if (schema.const !== undefined) return `<code>${escaped(String(schema.const))}</code>`
  const ways = schema.oneOf ?? schema.anyOf
  if (ways) return ways.map(typeWords).join(' or ')
  if (schema.type === 'array') return `array of ${typeWords(schema.items) || 'anything'}`
  const types = typeof schema.type === 'string' ? schema.type : (schema.type ?? ['anything']).join(' or ')
  return escaped(schema.format ? `${types} (${schema.format})` : types)
}

function table(title: string | undefined, rows: readonly (readonly string[])[]): string {
  return `${title ? `<h4>${title}</h4>` : ''}<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`
}

/** Paragraphs, with what stands in backticks as code. */
const prose = (text: string | undefined): string =>
  (text ?? '')
    .split(/\n\n+/)
    .filter(Boolean)
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>`)
    .join('')

const anchor = (text: string): string => escaped(text.replaceAll(' ', '-').toLowerCase())

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The style of the page, by which its policy names it. */
export const API_PAGE_STYLE = `:root{color-scheme:light dark;--ink:light-dark(#172033,#e6e9ef);--quiet:light-dark(#566175,#9aa5b8);--line:light-dark(#dfe4ea,#333c4d);--paper:light-dark(#fff,#141a26)}
body{margin:0;font:15px/1.55 Inter,system-ui,sans-serif;color:var(--ink);background:var(--paper);display:grid;grid-template-columns:220px minmax(0,860px);gap:40px;padding:0 32px}
nav{position:sticky;top:0;align-self:start;padding:32px 0;font-size:14px}nav ul{list-style:none;padding:0}nav li{margin:4px 0}
a{color:light-dark(#a11f37,#f08a9b)}main{padding:32px 0 96px}h2{margin-top:56px;border-bottom:1px solid var(--line)}h3{margin:32px 0 4px}h4{margin:12px 0 4px;font-size:13px;color:var(--quiet)}
code{font:13px ui-monospace,monospace}.method{font-weight:700}.id{color:var(--quiet);font-size:12px;margin-left:8px}
table{border-collapse:collapse;width:100%;font-size:13.5px}td{border-top:1px solid var(--line);padding:5px 10px 5px 0;vertical-align:top}.answers{list-style:none;padding:0;margin:0}
@media(max-width:800px){body{display:block;padding:0 16px}nav{position:static}}`
