import type { Answered } from './http-call.ts'

const LONGEST = 300

/**
 * What a bureau says about a problem (RFC 9457: `detail`, else `title`), as one line of at most 300 characters; undefined where it says
 * nothing. It is shown to operators, so nothing in it may break a line or turn the direction of writing.
 */
export function problemSentence({ headers, body }: Pick<Answered, 'headers' | 'body'>): string | undefined {
  if (!/^application\/(problem\+)?json\b/i.test(headers['content-type'] ?? '')) return undefined
  let problem: { readonly detail?: unknown; readonly title?: unknown } | null
  try {
    problem = JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
  const said = [problem?.detail, problem?.title].find((text) => typeof text === 'string' && oneLine(text) !== '')
  return typeof said === 'string' ? shortened(oneLine(said)) : undefined
}

const oneLine = (text: string): string => text.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim()

/** Counted in whole characters, so that none is cut in half. */
function shortened(text: string): string {
  const characters = [...text]
  return characters.length <= LONGEST ? text : `${characters.slice(0, LONGEST - 1).join('')}…`
}
