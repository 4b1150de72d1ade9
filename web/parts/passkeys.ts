/** Passkeys in this browser. The library is loaded when the first one is asked for. */
import type { PasskeyOptions } from '../../src/http/contract/account.ts'
import { Problem } from './api.ts'

/** Whether this browser can use passkeys at all. */
export const knowsPasskeys = (): boolean => typeof window.PublicKeyCredential === 'function'

/** Has the browser make a passkey; the answer is for the server. */
export async function makePasskey(options: PasskeyOptions): Promise<unknown> {
  const { startRegistration } = await import('@simplewebauthn/browser')
  return startRegistration({ optionsJSON: options as never }).catch(asProblem)
}

/** Has the person use a passkey; the answer is for the server. */
export async function askForPasskey(options: PasskeyOptions): Promise<unknown> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return startAuthentication({ optionsJSON: options as never }).catch(asProblem)
}

/** What a browser says when nothing came of it tells people little. */
function asProblem(error: unknown): never {
  const isKnown = error instanceof Error && error.name === 'InvalidStateError'
  throw new Problem(0, {
    code: isKnown ? 'passkey_known' : 'passkey_not_used',
    detail: isKnown ? 'This device has a passkey for your account already.' : 'No passkey was used. Nothing was changed.',
    remedy: isKnown ? 'Choose another device, or use the one you have.' : 'Try again when you are ready, or choose another way.',
  })
}
