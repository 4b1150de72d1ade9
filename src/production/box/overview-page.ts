import type { Box } from './box.ts'
import { type Html, html } from './html.ts'
import type { BoxBatch, Place, Said } from './memory.ts'
import { clockTime, pageFrame, table } from './page-frame.ts'
import { faultsIn } from './script.ts'
import { whatComes } from './what-comes.ts'

const MOST_SHOWN = 30

/** What the bureau received, where it is with it, what it said and will say. */
export function overviewPage({ memory, settings, script, downUntil }: Box): string {
  const now = settings.clock.now().getTime()
  const time = (at: number): string => clockTime(at, now)
  const coming = whatComes(memory, settings, script)
  const numbers = new Map(memory.batches.map(({ message, number }) => [message, number]))
  const heard = memory.heard.filter(({ kind }) => kind !== 'acknowledged')
  const faults = faultsIn(script)
  const body = html`
<p class="state ${now < downUntil ? 'down' : 'open'}">${now < downUntil ? `Down until ${time(downUntil)}: nothing is taken and nothing is answered.` : 'Open.'}
${faults.length === 0 ? 'It does nothing wrong.' : `It does wrong on purpose: ${faults.join('; ')}.`} It is ${time(now)} UTC.</p>
<section><h2>Batches</h2>
${table(
  ['Batch', 'Taken at', 'Orders', 'State'],
  latest(memory.batches).map((batch) => [link(batch), time(batch.takenAt), batch.orders.length, state(batch)]),
  'No batch has come yet.',
)}
</section>
<section><h2>What will be said next</h2>
${table(
  ['At', 'Message', 'Batch', 'Orders'],
  coming
    .slice(0, MOST_SHOWN)
    .map(({ at, kind, batch, lines }) => [
      at === undefined ? 'after the next one' : at <= now ? 'now' : time(at),
      kind,
      batch ?? '',
      lines,
    ]),
  'Nothing is due.',
)}
</section>
<section><h2>What was said</h2>
${table(
  ['At', 'Message', 'Batch', 'Orders', ''],
  latest(memory.said).map((said) => [time(said.at), said.kind, said.batch ?? '', some(said.lines), outcome(said)]),
  'Nothing was said yet.',
)}
</section>
<section><h2>What came</h2>
${table(
  ['At', 'Message', 'Batch', 'Orders'],
  latest(heard).map(({ at, kind, message, lines }) => [time(at), kind, numbers.get(message) ?? '', lines]),
  'Nothing has come yet.',
)}
</section>`
  return pageFrame({ title: 'Bureau in a box', refreshes: true, body })
}

/** Orders named, where a message names any. */
const some = (lines: number): number | string => lines || ''

const latest = <T>(list: readonly T[]): T[] => list.slice(-MOST_SHOWN).reverse()

const link = ({ message, number }: BoxBatch): Html => html`<a href="/batches/${message}">Batch ${number}</a>`

/** `3 produced, 1 failed`, in the order in which they come about. */
function state({ orders, stage }: BoxBatch): string {
  const counts = PLACES.flatMap((place) => {
    const count = orders.filter((one) => one.place === place).length
    return count > 0 ? [`${count} ${place}`] : []
  })
  return counts.join(', ') || stage
}

const PLACES: readonly Place[] = ['taken', 'in production', 'produced', 'shipped', 'failed', 'refused', 'recalled', 'left out']

const outcome = ({ isLost, isAcknowledged }: Said): string => (isLost ? 'lost on purpose' : isAcknowledged ? 'acknowledged' : 'given')
