/**
 * `npm start`: installs the packages, builds what changed, and serves. On a second start nothing is installed and nothing built, and the
 * server runs in this very process, so that a signal reaches it without a detour. What the settings mean is the server's business.
 */
import module from 'node:module'
import { pathToFileURL } from 'node:url'
import { requireSupportedNode } from './node-version.js'

requireSupportedNode()
const { inRoot } = await import('./root.js')
try {
  const { ensureInstalled } = await import('./install.js')
  await ensureInstalled()
  const { ensureBuilt } = await import('./build.js')
  await ensureBuilt()
} catch (error) {
  console.error(`\nCardinal did not start, and nothing was changed in its data.\n\n${error instanceof Error ? error.message : error}`)
  process.exit(1)
}
// Newer releases of Node.js can keep compiled code between starts; Node.js 20 cannot.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function')
  module.enableCompileCache(inRoot('.cache', 'compiled'))
if (process.env.npm_lifecycle_event === 'start') stopWithNpm()
await import(pathToFileURL(inRoot('dist', 'main.js')).href)

/** npm gives a SIGTERM to the shell between it and this process, which dies of it without a word; so an orphaned server ends itself. */
function stopWithNpm() {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 250).unref()
}
