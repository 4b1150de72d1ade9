/** Programs that ask in the name of their account: how a token is made out, shown once, and known again. */
import { BlockList, isIP } from 'node:net'
import type { Clock } from '../kit/clock.ts'
import { sha256 } from '../kit/hash.ts'
import type { FillRandom } from '../kit/id.ts'
import type { Account } from '../store/account.ts'
import { type ApiToken, showToken, type TokenInUse, tokenInUse, touchToken } from '../store/api-token.ts'
import type { Database, Transaction } from '../store/database.ts'

const MINUTE = 60_000
/** A token is shown within so long after it was issued, or never. */
const SHOWN_WITHIN = 15 * MINUTE

/** So that a token is known for one wherever it turns up by mistake. */
const PREFIX = 'cardinal_'

/** Makes the token itself, of 256 bits of chance. It is shown this once; undefined where it was shown before, or it is not theirs to see. */
export async function revealToken(
  tx: Transaction,
  { id, by, now, chance }: { id: string; by: string; now: Date; chance: FillRandom },
): Promise<string | undefined> {
  const bytes = new Uint8Array(32)
  chance(bytes)
  const secret = PREFIX + Buffer.from(bytes).toString('base64url')
  const since = new Date(now.getTime() - SHOWN_WITHIN)
  return (await showToken(tx, { id, hash: sha256(secret), by, since })) ? secret : undefined
}

/** Until when somebody may have a token shown; null where they may not, or no longer. */
export function showableUntil({ isShown, revokedAt, createdBy, createdAt }: ApiToken, by: string | null, now: Date): Date | null {
  const until = new Date(createdAt.getTime() + SHOWN_WITHIN)
  return !isShown && revokedAt === null && createdBy === by && until >= now ? until : null
}

/** Whose token this is; undefined where it is none, or is over. */
export async function clientOf(db: Database, secret: string, now: Date): Promise<{ token: TokenInUse; account: Account } | undefined> {
  return secret.startsWith(PREFIX) ? tokenInUse(db, sha256(secret), now) : undefined
}

/** Notes that it was used, once a minute at most. */
export async function noteUse(db: Database, { id, lastUsedAt, lastAddress }: TokenInUse, address: string, now: Date): Promise<void> {
  const last = lastUsedAt?.getTime() ?? 0
  if (now.getTime() - last >= MINUTE || lastAddress !== address) await touchToken(db, id, address, now)
}

/** Whether a token may be used from here. */
export function isFrom(addresses: readonly string[], address: string): boolean {
  if (addresses.length === 0) return true
  const list = new BlockList()
  for (const network of addresses) {
    const [base = '', bits] = network.split('/')
    const family = isIP(base) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(base, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** Whether this names an address or a network. */
export function isNetwork(text: string): boolean {
  const [base = '', bits, ...rest] = text.split('/')
  const family = isIP(base)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}

/** Counts the requests of each token in the minute that runs, on this node. */
export interface TokenRates {
  /** In how many seconds the token may ask again; undefined where it may now. */
  waits(token: Pick<TokenInUse, 'id' | 'rate'>): number | undefined
}

export function createTokenRates(clock: Clock): TokenRates {
  let minute = 0
  const asked = new Map<string, number>()
  return {
    waits({ id, rate }) {
      const now = clock.now().getTime()
      if (Math.floor(now / MINUTE) !== minute) {
        minute = Math.floor(now / MINUTE)
        asked.clear()
      }
      const count = (asked.get(id) ?? 0) + 1
      asked.set(id, count)
      return count > rate ? Math.ceil((MINUTE - (now % MINUTE)) / 1000) : undefined
    },
  }
}
