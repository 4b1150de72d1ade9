/**
 * The page of the bureau in a box: what it received and says, and the switches. It listens on this machine alone, and takes requests only
 * from its own pages and from programs: another site that is open in the same browser can neither read nor switch anything.
 */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { isId } from '../../kit/id.ts'
import { root } from '../../kit/root.ts'
import { batchPage } from './batch-page.ts'
import type { Box } from './box.ts'
import { bodyOf, listen, problem } from './http-answer.ts'
import { overviewPage } from './overview-page.ts'
import { scriptFrom } from './script.ts'
import { switchesPage } from './switches-page.ts'

const LARGEST_FORM = 100_000
const LONGEST_DOWN = 7 * 86_400

export async function openPage(box: Box, { port }: { readonly port: number }): Promise<{ address: string; close(): Promise<void> }> {
  const css = await readFile(join(root, 'src/production/box/page.css'))
  return listen('127.0.0.1', port, async (request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    if (!isOurOwn(request)) return problem(response, 403, 'This page is used from itself alone. Nothing was changed.')
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (pathname === '/page.css') return void response.writeHead(200, { 'content-type': 'text/css' }).end(css)
      const page = pageAt(box, pathname)
      return page === undefined ? problem(response, 404, 'There is no such page.') : show(response, 200, page)
    }
    const change = request.method === 'POST' ? CHANGES[pathname] : undefined
    if (!change) return problem(response, 404, 'There is nothing to change at this address.')
    const body = await bodyOf(request, LARGEST_FORM)
    const words = Object.fromEntries(new URLSearchParams(Buffer.from(body ?? []).toString('utf8')))
    const wrong = change(box, words)
    if (wrong !== undefined) return show(response, 400, switchesPage(box, wrong))
    box.wake()
    response.writeHead(303, { location: pathname === '/ghost' ? '/' : '/switches' }).end()
  })
}

function pageAt(box: Box, pathname: string): string | undefined {
  if (pathname === '/') return overviewPage(box)
  if (pathname === '/switches') return switchesPage(box)
  const batch = box.memory.batches.find(({ message }) => pathname === `/batches/${message}`)
  return batch && batchPage(box, batch)
}

/** Each does what a form asks for; or says in a sentence why not, and changes nothing. */
const CHANGES: Readonly<Record<string, (box: Box, words: Readonly<Record<string, string>>) => string | undefined>> = {
  '/switches': (box, words) => {
    const script = scriptFrom(words, box.script)
    if (typeof script === 'string') return script
    box.script = script
    return undefined
  },
  '/down': (box, { seconds = '' }) => {
    if (!/^\d{1,6}$/.test(seconds) || Number(seconds) > LONGEST_DOWN)
      return `seconds is a whole number from 0 to ${LONGEST_DOWN}. Nothing was changed.`
    box.downUntil = box.settings.clock.now().getTime() + Number(seconds) * 1000
    return undefined
  },
  '/up': (box) => {
    box.downUntil = 0
    return undefined
  },
  '/ghost': (box, { order = '', card = '' }) => {
    if (!isId(order) || !isId(card)) return 'order and card are ids as a batch names them. Nothing was changed.'
    box.memory.ghosts.push({ order, card, dueAt: box.settings.clock.now().getTime() })
    box.isUnsaved = true
    return undefined
  },
}

/** A browser says which page a form is on, and by which name the server was found. */
function isOurOwn({ headers, socket }: IncomingMessage): boolean {
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`]
  if (!own.includes(headers.host ?? '')) return false
  return headers.origin === undefined || own.some((host) => headers.origin === `http://${host}`)
}

function show(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(page) }).end(page)
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}
