/** Where this clone lies; every path in the scripts starts here, so that they work from any working folder. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** A path inside this clone. @param {string[]} parts */
export function inRoot(...parts) {
  return join(root, ...parts)
}
