/** Requests about how people sign in. What a browser or a mail would be needed for is asked for without, and answered with why not. */
import { testPassword } from '../desk.ts'
import type { Prepare, Sample } from './examples.ts'

const same =
  (sample: Sample): Prepare =>
  async () =>
    sample

const passkey = { id: 'a-passkey', rawId: 'a-passkey', type: 'public-key', response: {}, clientExtensionResults: {} }
const nothing = '018f0000-0000-7000-8000-000000000000'

export const accountSamples: readonly [string, Prepare][] = [
  ['signInWays', same({})],
  ['signIn', same({ json: { name: 'helpdesk', password: testPassword } })],
  ['forgotten', same({ json: { name: 'helpdesk' }, status: 409 })],
  ['signInPasskeyOptions', same({ status: 409 })],
  ['signInWithPasskey', same({ json: { passkey }, status: 409 })],
  ['lookAtCode', same({ json: { code: '0000-0000-0000-0000' }, status: 404 })],
  ['welcomePasskeyOptions', same({ json: { code: '0000-0000-0000-0000' }, status: 409 })],
  ['acceptCode', same({ json: { code: '0000-0000-0000-0000', password: 'seven green apples' }, status: 404 })],
  ['signInWithCertificate', same({ status: 409 })],
  ['leaveForProvider', same({ names: { name: 'nowhere' }, json: {}, status: 404 })],
  ['signOut', same({ status: 204 })],
  ['giveSecondFactor', same({ json: { code: '000000' }, status: 422 })],
  ['provePasskeyOptions', same({ status: 409 })],
  ['proveIdentity', same({ json: { password: 'not that one' }, status: 422 })],
  ['myAccount', same({})],
  ['changePassword', same({ json: { password: 'password1234' }, status: 422 })],
  ['newPasskeyOptions', same({ status: 409 })],
  ['addPasskey', same({ json: { passkey, name: 'Mine' }, status: 409 })],
  ['namePasskey', same({ names: { id: nothing }, json: { name: 'Mine' }, status: 404 })],
  ['removePasskey', same({ names: { id: nothing }, status: 404 })],
  ['offerAuthenticator', same({})],
  ['takeAuthenticator', same({ json: { code: '000000' }, status: 422 })],
  ['renewRecoveryCodes', same({ status: 409 })],
  ['removeAuthenticator', same({ status: 409 })],
  ['endSession', same({ names: { id: nothing }, status: 404 })],
  ['endOtherSessions', same({ status: 204 })],
  ['endPreview', same({ status: 204 })],
]
