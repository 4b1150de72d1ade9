/** Refuses an unsupported Node.js with a sentence, before anything else is read. Plain syntax, so that an old Node.js can still say it. */
import { readFileSync } from 'node:fs'

/** Ends the process with one sentence when this Node.js is not one that package.json's `engines` admits. */
export function requireSupportedNode() {
  const engines = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).engines.node
  if (admits(engines, process.versions.node)) return
  console.error(
    `Cardinal needs Node.js ${engines}, and this is ${process.versions.node}. Install a newer one from https://nodejs.org and start again.`,
  )
  process.exit(1)
}

/**
 * Says whether a version is in a range, for the two forms that package.json uses: `^20.19` and `>=22.12`, joined by `||`.
 * @param {string} range
 * @param {string} version
 */
export function admits(range, version) {
  const [major, minor] = numbers(version)
  return range.split('||').some((part) => {
    const [wantedMajor, wantedMinor] = numbers(part)
    const sameMajor = major === wantedMajor && minor >= wantedMinor
    return part.trim().startsWith('>=') ? sameMajor || major > wantedMajor : sameMajor
  })
}

/** @param {string} text @returns {[number, number]} */
function numbers(text) {
  const found = /(\d+)(?:\.(\d+))?/.exec(text)
  return [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)]
}
