import { Button, Table } from '@mantine/core'
import { IconMessage } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { BureauMessage } from '../../src/http/contract/production.ts'
import { useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { TextLink } from '../parts/links.tsx'
import { countWords } from '../parts/number-words.ts'
import { useMe } from '../parts/session.ts'
import { Ago } from '../parts/time.tsx'
import styles from './bureau-messages.module.css'
import list from './item-table.module.css'
import { ItemTableSkeleton } from './item-table.tsx'
import { Loaded } from './loaded.tsx'
import { messageWords } from './message-words.ts'
import { messagesQuery, productionQuery } from './queries.ts'

/** What the bureaus said, page by page: what it is in words, when, and what became of it. */
export function BureauMessages() {
  const query = useInfiniteQuery(messagesQuery)
  const bureaus = useQuery(productionQuery).data?.bureaus ?? []
  return (
    <Loaded query={query} skeleton={<ItemTableSkeleton rows={6} filter={false} />}>
      {({ pages }) => {
        const messages = pages.flatMap((page) => page.items)
        if (messages.length === 0) {
          return (
            <Empty icon={IconMessage} title="No bureau has said anything yet.">
              <p>Acknowledgements, read-outs, shipments and answers to recalls stand here as they come.</p>
            </Empty>
          )
        }
        return (
          <div className={list.list}>
            <Table className={`${list.table} ${styles.messages}`} aria-label="What the bureaus said">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Said</Table.Th>
                  <Table.Th className={list.wideOnly}>Bureau</Table.Th>
                  <Table.Th>What became of it</Table.Th>
                  <Table.Th className={list.wideOnly}>Came</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {messages.map((message) => (
                  <Row
                    key={`${message.bureau} ${message.message}`}
                    message={message}
                    bureau={bureaus.find(({ name }) => name === message.bureau)?.label ?? message.bureau}
                  />
                ))}
              </Table.Tbody>
            </Table>
            {query.hasNextPage && (
              <Button
                className={styles.more}
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Show earlier messages
              </Button>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}

function Row({ message, bureau }: { message: BureauMessage; bureau: string }) {
  const { lines, repeats, source } = message
  return (
    <Table.Tr>
      <Table.Td>
        <span className={styles.kind} title={`${source}, message ${message.message}`}>
          {messageWords(message.kind)}
        </span>
        <span className={styles.lines}>
          {lines > 0 && countWords(lines, 'line', 'lines')}
          <span className={styles.narrow}>
            {lines > 0 && ', '}
            <Ago at={message.receivedAt} />
          </span>
        </span>
      </Table.Td>
      <Table.Td className={list.wideOnly}>{bureau}</Table.Td>
      <Table.Td className={styles.became}>
        {message.recordedAt ? (message.sentence ?? 'Recorded.') : <span className={styles.dim}>Kept; it is being recorded.</span>}
        {repeats > 0 && (
          <span className={styles.dim}> Came {countWords(repeats, 'more time', 'more times')}, and changed nothing then.</span>
        )}
        <Incidents message={message} />
        <Unmatched message={message} />
      </Table.Td>
      <Table.Td className={`${list.wideOnly} ${styles.when}`}>
        <Ago at={message.receivedAt} />
      </Table.Td>
    </Table.Tr>
  )
}

function Incidents({ message: { incidents } }: { message: BureauMessage }) {
  const mayOpen = (useMe()?.areas.length ?? 0) > 0
  const catalog = useCatalog()
  if (incidents.length === 0) return null
  return (
    <span className={styles.incidents}>
      {incidents.map(({ id, number, state }) => {
        const name = `Incident ${number}`
        return (
          <span key={id}>
            {mayOpen ? (
              <TextLink to="/operator/$collection/$id" params={{ collection: 'incidents', id }} preload={false} inherit>
                {name}
              </TextLink>
            ) : (
              name
            )}{' '}
            <span className={styles.dim}>({catalog.state('incident', state).label.toLowerCase()})</span>
          </span>
        )
      })}
    </span>
  )
}

/** The lines that fit nothing, each with why; folded, since there may be many. */
function Unmatched({ message: { unmatched } }: { message: BureauMessage }) {
  const mayOpen = (useMe()?.areas.length ?? 0) > 0
  if (unmatched.length === 0) return null
  return (
    <details className={styles.unmatched}>
      <summary>{countWords(unmatched.length, 'line does', 'lines do')} not fit</summary>
      <ul>
        {unmatched.map(({ order, card, label, why }) => (
          <li key={`${order} ${card}`}>
            {label === null ? (
              <span title={card}>A card that is none of ours</span>
            ) : mayOpen ? (
              <TextLink to="/operator/$collection/$id" params={{ collection: 'cards', id: card }} preload={false} inherit>
                {label}
              </TextLink>
            ) : (
              label
            )}
            : {why}
          </li>
        ))}
      </ul>
    </details>
  )
}
