#!/usr/bin/env node
/** `cardinal …`: the command line. Builds the server first where it is missing or older than its sources; progress goes to standard error. */
import { pathToFileURL } from 'node:url'
import { requireSupportedNode } from '../scripts/node-version.js'

requireSupportedNode()
const { inRoot } = await import('../scripts/root.js')
try {
  const { ensureInstalled } = await import('../scripts/install.js')
  await ensureInstalled(process.stderr)
  const { ensureBuilt } = await import('../scripts/build.js')
  await ensureBuilt({ serverOnly: true, stream: process.stderr })
} catch (error) {
  console.error(`\nThe command did not run, and nothing was changed.\n\n${error instanceof Error ? error.message : error}`)
  process.exit(1)
}
process.setSourceMapsEnabled(true)
await import(pathToFileURL(inRoot('dist', 'cli.js')).href)
