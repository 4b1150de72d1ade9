/**
 * Installs the packages when they are missing or package.json changed since. `npm install` and not `npm ci`: a lock file that was written
 * against a registry without every platform's binaries is refused by `npm ci`, while `npm install` completes it.
 */
import { fingerprint, isStamped, removeStamp, writeStamp } from './fingerprint.js'
import { runOrExplain, withProgress } from './progress.js'
import { inRoot } from './root.js'

const stamp = inRoot('node_modules', '.cardinal-installed')

/** Installs what is missing, with progress shown on `stream`; returns at once when nothing is. @param {NodeJS.WriteStream} [stream] */
export async function ensureInstalled(stream) {
  if (isStamped(stamp, wanted())) return
  removeStamp(stamp)
  await withProgress('Installing packages', npmInstall, stream)
  writeStamp(stamp, wanted()) // npm may have completed the lock file, so its fingerprint is taken afterwards
}

/** Packages hold binaries for one system and one Node.js, so a folder that came from elsewhere is installed again. */
function wanted() {
  return fingerprint(['package.json', 'package-lock.json'], [process.platform, process.arch, process.versions.modules])
}

/** Development packages are always wanted, also where NODE_ENV says production: the build needs them. */
async function npmInstall() {
  const args = ['install', '--no-audit', '--no-fund', '--include=dev']
  const log = inRoot('.cache', 'install.log')
  try {
    const npm = process.env.npm_execpath
    if (npm?.endsWith('.js')) await runOrExplain(process.execPath, [npm, ...args], { log })
    else await runOrExplain(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { log })
  } catch (error) {
    throw new Error(
      `npm could not install the packages Cardinal is made of. Check the connection to the registry, then start again.\n\n${error}`,
    )
  }
}
