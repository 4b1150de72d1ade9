/**
 * Reads the Markdown of a generated page into blocks that React draws. Only what those pages use: headings, paragraphs, lists, tables,
 * fenced code, and bold, emphasis, code and links inside a line. What it does not know stays plain text; nothing becomes HTML.
 */

export type Inline = { kind: 'text' | 'bold' | 'emphasis' | 'code'; text: string } | { kind: 'link'; text: string; href: string }

export type Block =
  | { kind: 'heading'; level: number; text: Inline[] }
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'code'; text: string }

/** The blocks of a page, top down. */
export function readMarkdown(source: string): Block[] {
  const lines = source
    .replace(/\r\n/g, '\n')
    .replace(/<!--[\s\S]*?-->/g, '')
    .split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      at += 1
      continue
    }
    const [block, next] = readBlock(lines, at)
    blocks.push(block)
    at = next
  }
  return blocks
}

function readBlock(lines: readonly string[], at: number): [Block, number] {
  const line = lines[at] ?? ''
  const heading = /^(#{1,6})\s+(.*)$/.exec(line)
  if (heading) return [{ kind: 'heading', level: heading[1]?.length ?? 1, text: readInline(heading[2] ?? '') }, at + 1]
  if (line.startsWith('```')) return readCode(lines, at)
  if (isTableRow(line)) return readTable(lines, at)
  if (listMark.test(line)) return readList(lines, at)
  return readParagraph(lines, at)
}

function readCode(lines: readonly string[], at: number): [Block, number] {
  let end = at + 1
  while (end < lines.length && !lines[end]?.startsWith('```')) end += 1
  return [{ kind: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1]
}

function readTable(lines: readonly string[], at: number): [Block, number] {
  let end = at
  while (end < lines.length && isTableRow(lines[end] ?? '')) end += 1
  const rows = lines.slice(at, end).map(cellsOf)
  const ruled = /^[\s|:-]+$/.test(lines[at + 1] ?? '') && end > at + 1
  const head = ruled ? (rows[0] ?? []) : []
  const empty = head.every((cell) => cell === '')
  return [
    { kind: 'table', head: empty ? [] : head.map(readInline), rows: rows.slice(ruled ? 2 : 0).map((row) => row.map(readInline)) },
    end,
  ]
}

function readList(lines: readonly string[], at: number): [Block, number] {
  const ordered = /^\s*\d/.test(lines[at] ?? '')
  const items: string[] = []
  let end = at
  for (; end < lines.length; end++) {
    const line = lines[end] ?? ''
    if (listMark.test(line)) items.push(line.replace(listMark, ''))
    else if (/^\s+\S/.test(line) && items.length > 0) items[items.length - 1] += ` ${line.trim()}`
    else break
  }
  return [{ kind: 'list', ordered, items: items.map(readInline) }, end]
}

function readParagraph(lines: readonly string[], at: number): [Block, number] {
  let end = at + 1
  while (end < lines.length && continues(lines[end] ?? '')) end += 1
  return [
    {
      kind: 'paragraph',
      text: readInline(
        lines
          .slice(at, end)
          .map((line) => line.trim())
          .join(' '),
      ),
    },
    end,
  ]
}

const listMark = /^\s*(?:[-*]|\d+\.)\s+/

function continues(line: string): boolean {
  return line.trim() !== '' && !/^#{1,6}\s/.test(line) && !line.startsWith('```') && !isTableRow(line) && !listMark.test(line)
}

function isTableRow(line: string): boolean {
  return /^\s*\|.*\|\s*$/.test(line)
}

/** A `\|` inside a cell is a bar and not a border. */
function cellsOf(line: string): string[] {
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

const inlineMark = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|(?<![\w])_([^_\s][^_]*)_(?![\w])|\[([^\]]+)\]\(([^)\s]+)\)/g

function readInline(text: string): Inline[] {
  const parts: Inline[] = []
  let at = 0
  for (const found of text.matchAll(inlineMark)) {
    if (found.index > at) parts.push({ kind: 'text', text: text.slice(at, found.index) })
    parts.push(inlineOf(found))
    at = found.index + found[0].length
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) })
  return parts
}

/** Only links inside the site and to the web become links; anything else (`javascript:`) stays text. */
function inlineOf(found: RegExpExecArray): Inline {
  const [whole, code, bold, star, underscore, label, href] = found
  if (code !== undefined) return { kind: 'code', text: code }
  if (bold !== undefined) return { kind: 'bold', text: bold }
  if (label !== undefined && href !== undefined) {
    return /^(https?:\/\/|\/(?!\/)|#)/.test(href) ? { kind: 'link', text: label, href } : { kind: 'text', text: label }
  }
  return { kind: 'emphasis', text: star ?? underscore ?? whole }
}
