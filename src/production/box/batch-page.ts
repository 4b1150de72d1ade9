import type { Box } from './box.ts'
import { html } from './html.ts'
import type { BoxBatch } from './memory.ts'
import { clockTime, pageFrame, table } from './page-frame.ts'

const MOST_SHOWN = 1000

/** Each order of a batch, and where it is. Whom it is for is shown only where that was asked for. */
export function batchPage({ names, settings }: Box, { number, takenAt, message, orders, stage }: BoxBatch): string {
  const showNames = settings.page?.showNames === true
  const rows = orders
    .slice(0, MOST_SHOWN)
    .map(({ order, card, place }, at) => [
      `BOX-${number}-${at + 1}`,
      ...(showNames ? [names.get(order) ?? ''] : []),
      place,
      html`<code>${order}</code>`,
      html`<code>${card}</code>`,
    ])
  const more = orders.length > MOST_SHOWN && html`<p class="none">And ${orders.length - MOST_SHOWN} more.</p>`
  const body = html`
<h1>Batch ${number}</h1>
<p>Taken at ${clockTime(takenAt, settings.clock.now().getTime())} UTC, ${orders.length} orders. Message <code>${message}</code></p>
${table(['Reference', ...(showNames ? ['For'] : []), 'Place', 'Order', 'Card'], rows, 'Its orders are forgotten.')}
${more}`
  return pageFrame({ title: `Batch ${number} · Bureau in a box`, refreshes: stage !== 'finished', body })
}
