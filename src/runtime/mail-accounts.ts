import { addressesOf } from '../store/account.ts'
import type { Transaction } from '../store/database.ts'
import type { AccountMail } from '../store/task.ts'
import { queueMail } from './mail.ts'
import type { World } from './world.ts'

/** Queues a mail to each of these accounts, in the transaction of what it tells of. Those without an address get none. */
export async function mailAccounts(world: World, tx: Transaction, accountIds: readonly string[], mail: AccountMail): Promise<void> {
  if (!world.mailer || accountIds.length === 0) return
  for (const to of (await addressesOf(tx, accountIds)).values()) await queueMail(world, tx, { ...mail, to })
}
