import { hash, verify } from '@node-rs/argon2'

/** argon2id, its default, with 19 MiB and two passes: a guess costs some thirty milliseconds and the memory. */
const COST = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

/** The hash of a password that nobody knows, at the same cost as all others. */
const NOBODYS = '$argon2id$v=19$m=19456,t=2,p=1$fJw+3aw1vrD/u2ZDcpR+jg$kTEXeF3b2lJ6tKvEUvllToHzAPh3RLxuRgSll0XXwII'

/** Of one and the same letter, however a keyboard composes it, is made the same. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST)

/**
 * Is this the password behind the hash? Without a hash it takes as long and says no, so that the time of an answer does not tell
 * whether there was one.
 */
export async function isPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODYS, password.normalize('NFC'))
  return right && Boolean(passwordHash)
}
