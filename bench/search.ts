import { setTimeout as pause } from 'node:timers/promises'
import { between, chanceFrom } from '../test/chance.ts'
import type { PostgresServer } from '../test/postgres-server.ts'
import { type Client, signedIn } from './client.ts'
import { openFixture } from './fixture.ts'
import { cards, SEARCHES, writeCards } from './million-cards.ts'
import { percentile, type Result, tell } from './report.ts'
import { startServing } from './serving.ts'

const operators = 50
const seconds = 30

/** Fifty operators search among a million cards, each with a second or two between one search and the next; over HTTP. */
export async function measureSearch(server: PostgresServer): Promise<Result> {
  const fixture = await openFixture(server)
  tell(`search among ${cards} cards: they are written first`)
  await writeCards(fixture.db)
  const serving = await startServing({ DATABASE_URL: fixture.databaseUrl, DATA_DIR: fixture.folder, DEMO: '0' })
  const clients: Client[] = []
  for (let count = 0; count < operators; count++) clients.push(await signedIn(serving.port, 'operator', fixture.password))
  tell(`${operators} operators search for ${seconds} seconds`)
  await work(clients, 5_000)
  const times = await work(clients, seconds * 1000)
  for (const client of clients) client.close()
  await serving.stop()
  await fixture.close()

  const all = [...times.values()].flat()
  const p95 = percentile(all, 0.95)
  const of = (values: readonly number[]): string =>
    `p50 ${percentile(values, 0.5).toFixed(1)} ms, p95 ${percentile(values, 0.95).toFixed(1)} ms`
  return {
    what: `first page of a search among ${cards.toLocaleString('en')} cards, ${operators} operators working`,
    aim: 'p95 under 50 ms',
    measured: `${of(all)}`,
    met: p95 < 50,
    details: [
      `The aim goes for ten million cards too; how it is among those was not measured here. Over HTTP, 25 cards a page, one to two seconds from an answer to the next search of the same operator: ${(all.length / seconds).toFixed(0)} searches a second.`,
      ...[...times].map(([kind, values]) => `${kind}: ${values.length} searches, ${of(values)}`),
    ],
  }
}

/** Lets the operators search for so long; answers the milliseconds of each search by its kind. */
async function work(clients: readonly Client[], milliseconds: number): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>([...SEARCHES.map(({ kind }): [string, number[]] => [kind, []]), ['next page', []]])
  const end = performance.now() + milliseconds
  const ask = async (client: Client, kind: string, query: string): Promise<string | null> => {
    const begun = performance.now()
    const { status, body } = await client.get(`/cards?limit=25&${query}`)
    times.get(kind)?.push(performance.now() - begun)
    if (status !== 200) throw new Error(`A search was answered with ${status}: ${body}`)
    return (JSON.parse(body) as { next: string | null }).next
  }
  const operator = async (client: Client, nth: number): Promise<void> => {
    const chance = chanceFrom(nth + 1)
    await pause(chance() * 1500)
    while (performance.now() < end) {
      const luck = between(chance, 1, 100)
      let sum = 0
      const search = SEARCHES.find(({ share }) => {
        sum += share
        return luck <= sum
      })
      if (!search) throw new Error('The shares are not a hundred.')
      const query = search.path(chance)
      const next = await ask(client, search.kind, query)
      await pause(1000 + chance() * 1000)
      if (next && chance() < 0.2) {
        await ask(client, 'next page', `${query}&after=${encodeURIComponent(next)}`)
        await pause(1000 + chance() * 1000)
      }
    }
  }
  await Promise.all(clients.map(operator))
  return times
}
