import { Link } from '@tanstack/react-router'
import { createElement, Fragment, type ReactNode, useMemo } from 'react'
import styles from './markdown.module.css'
import { type Block, type Inline, readMarkdown } from './read-markdown.ts'

/** A generated page, drawn from its Markdown. Its own title is left out, because the page around it has one. */
export function Markdown({ source }: { source: string }) {
  const blocks = useMemo(() => readMarkdown(source), [source])
  return (
    <div className={styles.text}>
      {blocks
        .filter((block) => !(block.kind === 'heading' && block.level === 1))
        .map((block, at) => (
          <Fragment key={at}>{drawBlock(block)}</Fragment>
        ))}
    </div>
  )
}

function drawBlock(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return createElement(`h${Math.min(6, block.level)}`, {}, draw(block.text))
    case 'paragraph':
      return <p>{draw(block.text)}</p>
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'list':
      return createElement(
        block.ordered ? 'ol' : 'ul',
        {},
        block.items.map((item, at) => <li key={at}>{draw(item)}</li>),
      )
    case 'table':
      return drawTable(block)
  }
}

/** A table without headings is a list of facts: its first column holds their names. */
function drawTable({ head, rows }: Extract<Block, { kind: 'table' }>): ReactNode {
  return (
    <div className={styles.scroll}>
      <table>
        {head.length > 0 && (
          <thead>
            <tr>
              {head.map((cell, at) => (
                <th key={at} scope="col">
                  {draw(cell)}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row, line) => (
            <tr key={line}>
              {row.map((cell, at) =>
                at === 0 && head.length === 0 ? (
                  <th key={at} scope="row">
                    {draw(cell)}
                  </th>
                ) : (
                  <td key={at}>{draw(cell)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function draw(parts: readonly Inline[]): ReactNode {
  return parts.map((part, at) => {
    if (part.kind === 'bold') return <strong key={at}>{part.text}</strong>
    if (part.kind === 'emphasis') return <em key={at}>{part.text}</em>
    if (part.kind === 'code') return <code key={at}>{part.text}</code>
    if (part.kind !== 'link') return <Fragment key={at}>{part.text}</Fragment>
    return part.href.startsWith('/') ? (
      <Link key={at} to={part.href}>
        {part.text}
      </Link>
    ) : (
      <a key={at} href={part.href} rel="noreferrer">
        {part.text}
      </a>
    )
  })
}
