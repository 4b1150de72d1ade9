import { describe, expect, it } from 'vitest'
import { readMarkdown } from './read-markdown.ts'

describe('Reading a generated page', () => {
  it('finds headings, paragraphs and lists', () => {
    expect(readMarkdown('# Abort\n\nOne line\nand its end.\n\n1. Open **Home**.\n2. Save.\n')).toEqual([
      { kind: 'heading', level: 1, text: [{ kind: 'text', text: 'Abort' }] },
      { kind: 'paragraph', text: [{ kind: 'text', text: 'One line and its end.' }] },
      {
        kind: 'list',
        ordered: true,
        items: [
          [
            { kind: 'text', text: 'Open ' },
            { kind: 'bold', text: 'Home' },
            { kind: 'text', text: '.' },
          ],
          [{ kind: 'text', text: 'Save.' }],
        ],
      },
    ])
  })

  it('takes a table with empty headings for a list of facts, and a barred bar for a bar', () => {
    expect(readMarkdown('| | |\n|---|---|\n| Symbolic name | `A` |\n| Way | a \\| b |')).toEqual([
      {
        kind: 'table',
        head: [],
        rows: [
          [[{ kind: 'text', text: 'Symbolic name' }], [{ kind: 'code', text: 'A' }]],
          [[{ kind: 'text', text: 'Way' }], [{ kind: 'text', text: 'a | b' }]],
        ],
      },
    ])
  })

  it('never makes a link of a script, nor markup of markup', () => {
    expect(readMarkdown('[a](javascript:alert) <b>x</b>')).toEqual([
      {
        kind: 'paragraph',
        text: [
          { kind: 'text', text: 'a' },
          { kind: 'text', text: ' <b>x</b>' },
        ],
      },
    ])
  })

  it('keeps underscores inside a word', () => {
    expect(readMarkdown('order_already_sent')).toEqual([{ kind: 'paragraph', text: [{ kind: 'text', text: 'order_already_sent' }] }])
  })
})
