import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GnuPG, openGnuPG } from '../../../test/gnupg.ts'
import { systemClock } from '../../kit/clock.ts'
import { describeKey, generateKeyPair, publicPartOf } from './openpgp-keys.ts'

let gnupg: GnuPG
beforeAll(() => {
  gnupg = openGnuPG()
})
afterAll(() => gnupg.close())

describe('a pair of keys', () => {
  it('is made, is locked, and GnuPG can use its public part at once', async () => {
    const { privateKey, publicKey } = await generateKeyPair('Cardinal <cards@example.org>', 'secret', systemClock)
    const [ours, theirs] = [await describeKey(privateKey, systemClock), await describeKey(publicKey, systemClock)]
    const same = { fingerprint: expect.stringMatching(/^[0-9A-F]{40}$/), userId: 'Cardinal <cards@example.org>', expires: null }
    expect(ours).toEqual({ ...same, canEncrypt: true, canSign: true, isPrivate: true })
    expect(theirs).toEqual({ ...ours, isPrivate: false })
    expect(privateKey).not.toBe((await generateKeyPair('Cardinal', 'secret', systemClock)).privateKey)
    gnupg.importKey((await publicPartOf(privateKey)) ?? '')
    expect(await publicPartOf('none')).toBe(undefined)
    if ('why' in theirs) throw new Error(theirs.why)
    expect(gnupg.seal(Buffer.from('x'), { for: theirs.fingerprint }).length).toBeGreaterThan(50)
  })

  it('is not made without a passphrase', async () => {
    await expect(generateKeyPair('Cardinal', '', systemClock)).rejects.toThrow('needs a passphrase')
  })
})

describe('a key is described', () => {
  it('with the day it expires, and whether it still can be used', async () => {
    const key = gnupg.makeKey('expired', { at: '20200101T000000', lasts: '30d' })
    expect(await describeKey(gnupg.exportKey(key), systemClock)).toEqual({
      fingerprint: key,
      userId: 'expired <expired@example.org>',
      expires: new Date('2020-01-31T00:00:00Z'),
      canEncrypt: false,
      canSign: false,
      isPrivate: false,
    })
    const then = { now: () => new Date('2020-01-02T00:00:00Z') }
    expect(await describeKey(gnupg.exportKey(key), then)).toMatchObject({ canEncrypt: true, canSign: true })
  })

  it('as refused when it is revoked, none, or several', async () => {
    const [one, other] = [gnupg.makeKey('one'), gnupg.makeKey('other')]
    gnupg.revoke(other)
    expect(await describeKey(gnupg.exportKey(other), systemClock)).toEqual({ why: expect.stringContaining('was revoked') })
    const none = { why: expect.stringContaining('not an armored OpenPGP key') }
    expect(await describeKey('ssh-ed25519 AAAA', systemClock)).toEqual(none)
    expect(await describeKey(gnupg.exportKey(`${one}`).replace(/\n\n.{8}/, '\n\nAAAAAAAA'), systemClock)).toEqual(none)
  })
})
