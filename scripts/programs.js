/**
 * Finds the programs the tests need beside Node.js: PostgreSQL's server programs and OpenSSH's server (the tests start private servers
 * from them, never use one that happens to run), GnuPG and a Chromium. On Debian as root it installs what is missing; elsewhere it says
 * exactly what to install.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runLogged, withProgress } from './progress.js'
import { inRoot } from './root.js'

const oldestPostgres = 15

/** @typedef {'postgres' | 'chromium' | 'sshd' | 'gnupg'} Program */
/** @type {Record<Program, { find: () => string | undefined | Promise<string | undefined>, setting: string, debian: string, remedy: string }>} */
const programs = {
  postgres: {
    find: findPostgres,
    setting: 'POSTGRES_BIN',
    debian: 'postgresql',
    remedy: `the server programs of PostgreSQL ${oldestPostgres} or newer (initdb, postgres, pg_ctl).
    Debian, Ubuntu: sudo apt-get install postgresql   Fedora: sudo dnf install postgresql-server   macOS: brew install postgresql@17
    If they are installed in an unusual place, set POSTGRES_BIN to the folder that holds initdb.`,
  },
  chromium: {
    find: findChromium,
    setting: 'CHROMIUM',
    debian: 'chromium',
    remedy: `Chromium.
    Debian: sudo apt-get install chromium   elsewhere: npx playwright install --with-deps chromium
    If one is installed in an unusual place, set CHROMIUM to its program file.`,
  },
  sshd: {
    find: findSshd,
    setting: 'SSHD',
    debian: 'openssh-server',
    remedy: `the server of OpenSSH (sshd, and ssh-keygen beside it). It need not run.
    Debian, Ubuntu: sudo apt-get install openssh-server   Fedora: sudo dnf install openssh-server   macOS: it is there
    If it is installed in an unusual place, set SSHD to its program file.`,
  },
  gnupg: {
    find: findGnuPG,
    setting: 'GPG',
    debian: 'gnupg',
    remedy: `GnuPG 2.2 or newer (gpg).
    Debian, Ubuntu: sudo apt-get install gnupg   Fedora: sudo dnf install gnupg2   macOS: brew install gnupg
    If it is installed in an unusual place, set GPG to its program file.`,
  },
}

/**
 * Makes sure that the wanted programs are there. Returns, for each that is not and could not be installed, a sentence that says what to do.
 * @param {Program[]} wanted
 * @returns {Promise<string[]>}
 */
export async function ensurePrograms(wanted) {
  const missing = await missingOf(wanted)
  const installable = missing.filter((name) => !process.env[programs[name].setting])
  if (installable.length > 0 && isDebian() && process.getuid?.() === 0) await aptInstall(installable.map((name) => programs[name].debian))
  return (await missingOf(missing)).map((name) => {
    const { setting, remedy } = programs[name]
    const named = process.env[setting]
    return `Missing: ${remedy}${named ? `\n    It is set to ${named} now, where there is none.` : ''}`
  })
}

/** The folder of the newest PostgreSQL server programs that are installed and new enough, or nothing. */
export function findPostgres() {
  if (process.env.POSTGRES_BIN) return postgresVersion(process.env.POSTGRES_BIN) ? process.env.POSTGRES_BIN : undefined
  const folders = [
    ...subfolders('/usr/lib/postgresql', 'bin'),
    ...subfolders('/opt/homebrew/opt', 'bin', /^postgresql/),
    ...subfolders('/usr/local/opt', 'bin', /^postgresql/),
    ...subfolders('/usr', 'bin', /^pgsql-/),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  const found = folders.map((folder) => ({ folder, version: postgresVersion(folder) })).filter(({ version }) => version >= oldestPostgres)
  return found.sort((a, b) => b.version - a.version)[0]?.folder
}

/** A Chromium's program file: the one CHROMIUM names, Playwright's own, or the system's; or nothing. */
export async function findChromium() {
  if (process.env.CHROMIUM) return existsSync(process.env.CHROMIUM) ? process.env.CHROMIUM : undefined
  const { chromium } = await import('@playwright/test')
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin']
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
  return [
    chromium.executablePath(),
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].find((file) => existsSync(file))
}

/** OpenSSH's server, which is seldom on the path of an ordinary user: the one SSHD names, or the system's; or nothing. */
export function findSshd() {
  return findFile('SSHD', 'sshd', ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'])
}

/** GnuPG: the one GPG names, or the first on the path; or nothing. */
export function findGnuPG() {
  return findFile('GPG', 'gpg', ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'])
}

/** @param {string} setting @param {string} name @param {string[]} folders */
function findFile(setting, name, folders) {
  const named = process.env[setting]
  if (named) return existsSync(named) ? named : undefined
  return [...folders, ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, name)).find((file) => existsSync(file))
}

/** @param {Program[]} wanted */
async function missingOf(wanted) {
  const found = await Promise.all(wanted.map((name) => programs[name].find()))
  return wanted.filter((_, at) => found[at] === undefined)
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

/** What it could not install is found missing afterwards, and named then. @param {string[]} packages */
async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await withProgress(`Installing ${packages.join(' and ')} with apt-get`, async () => {
    await runLogged('apt-get', ['update'], { log: inRoot('.cache', 'apt-update.log'), env })
    const args = ['install', '--yes', '--no-install-recommends', ...packages]
    await runLogged('apt-get', args, { log: inRoot('.cache', 'apt-install.log'), env })
  })
}

/** The major version of the server in a folder that also holds the programs to set one up, or 0. @param {string} folder */
function postgresVersion(folder) {
  if (!['postgres', 'initdb', 'pg_ctl'].every((name) => existsSync(join(folder, name)))) return 0
  try {
    return Number(/(\d+)/.exec(execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' }))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** @param {string} folder @param {string} inner @param {RegExp} [named] */
function subfolders(folder, inner, named = /./) {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => named.test(name))
    .map((name) => join(folder, name, inner))
}
