import type { App } from './api.ts'
import { MalformedJson } from './problem.ts'
import { unkeepableIn } from './unkeepable.ts'

/** No form and no command is nested as deeply; what is would only be made to exhaust whoever walks through it. */
const DEEPEST = 40

/**
 * A body is JSON; where it may be empty it may also be left out. What another site's form can send is not taken, and neither is a body
 * with a key that would reach into how objects work, or with a character that no database keeps.
 */
export function takeJsonOnly(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body)
    if (text === '') done(null, undefined)
    else if (depthOf(text) > DEEPEST) done(new MalformedJson())
    else parse(request, text, (error, value) => done(error ?? unkeepableIn(text, value), value))
  })
}

/** How deeply brackets outside of texts are nested. It need not be right for what is no JSON, which is refused in any case. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0]
  let isInText = false
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (isInText) {
      if (character === BACKSLASH) at++
      else if (character === QUOTE) isInText = false
    } else if (character === QUOTE) isInText = true
    else if (character === BRACKET || character === BRACE) deepest = Math.max(deepest, ++depth)
    else if (character === BRACKET + 2 || character === BRACE + 2) depth--
  }
  return deepest
}

const [QUOTE, BACKSLASH, BRACKET, BRACE] = [0x22, 0x5c, 0x5b, 0x7b]
