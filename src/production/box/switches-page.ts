import { type Box, isDown } from './box.ts'
import { type Html, html } from './html.ts'
import { clockTime, pageFrame } from './page-frame.ts'
import { type Switch, switches, wordOf } from './script.ts'

/** What the bureau shall do wrong. A sentence says what was not understood, where something was not. */
export function switchesPage(box: Box, sentence?: string): string {
  const now = box.settings.clock.now().getTime()
  const body = html`
<h1>Switches</h1>
${sentence !== undefined && html`<p class="wrong" role="alert">${sentence}</p>`}
<section><h2>Down</h2>
<p>While the bureau is down it takes nothing and answers nothing. ${isDown(box) ? `It is down until ${clockTime(box.downUntil, now)} UTC.` : 'It is open.'}</p>
<div class="row">
<form method="post" action="/down"><label>Seconds <input name="seconds" inputmode="numeric" value="3600" required></label><button>Go down</button></form>
${isDown(box) && html`<form method="post" action="/up"><button>Come back now</button></form>`}
</div></section>
<section><h2>What goes wrong</h2>
<form method="post" action="/switches" class="switches">
${switches.map((one) => row(one, wordOf(box.script, one)))}
<button class="main">Save</button>
</form></section>
<section><h2>Report an order as produced</h2>
<p>Whatever became of it, and whether or not it ever came here.</p>
<form method="post" action="/ghost" class="row">
<label>Order <input name="order" size="36" required></label><label>Card <input name="card" size="36" required></label><button>Report it</button>
</form></section>`
  return pageFrame({ title: 'Switches · Bureau in a box', refreshes: false, body })
}

function row(one: Switch, word: string): Html {
  const id = `switch-${one.name}`
  const input =
    one.kind === 'yes or no'
      ? html`<select id="${id}" name="${one.name}"><option${word === 'no' && html` selected`}>no</option><option${word === 'yes' && html` selected`}>yes</option></select>`
      : html`<input id="${id}" name="${one.name}" value="${word}"${one.kind === 'count' && html` inputmode="numeric"`}>`
  return html`<div class="switch"><label for="${id}">${one.name}</label>${input}<span>${one.says}</span></div>\n`
}
