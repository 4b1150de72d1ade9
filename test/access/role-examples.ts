/** Requests about roles, duties and what else an administrator decides; each gives no more than whoever sends it may hold. */
import sharp from 'sharp'
import { begin } from '../../src/runtime/begin.ts'
import { publish } from '../../src/runtime/publish.ts'
import { objectIn } from '../contract/objects.ts'
import type { TestDesk } from '../desk.ts'
import { HERE } from './callers.ts'
import type { Prepare } from './examples.ts'

export function roleSamples(desk: TestDesk): [string, Prepare][] {
  let times = 0
  const provider = () => ({
    label: `Campus ${++times}`,
    issuer: 'https://campus.example',
    clientId: 'cardinal',
    scopes: ['email'],
    strangers: 'refuse',
    mappings: [],
    off: true,
  })
  const role = () => ({
    label: `Swept ${++times}`,
    symbol: `OwnRoleSwept${times}`,
    means: 'Was made by the sweep.',
    admin: [],
    operator: [],
    reads: [],
    starts: [],
    hides: [],
    retired: false,
  })
  const published =
    (json: unknown, names = {}): Prepare =>
    async () => ({ json, names })
  return [
    ...['readRoles', 'readPermissions', 'readUnits', 'readGrantable', 'readHoldings'].map((name): [string, Prepare] => [
      name,
      async () => ({}),
    ]),
    ...['readPermissionMatrix', 'downloadPermissionMatrix'].map((name): [string, Prepare] => [name, async () => ({})]),
    ['readRole', async () => ({ names: { role: 'helpdesk' } })],
    ['why', async () => ({ query: '?useCase=abort-card-order' })],
    ['publishRole', async () => ({ names: { role: `swept-${++times}` }, json: { role: role() } })],
    ['publishUnits', async () => ({ json: { items: [{ name: HERE, above: null }], why: `Swept ${++times}` } })],
    ['publishDuties', published({ items: [] })],
    ['publishPrivacy', published({ rules: {} }, { template: 'user' })],
    ['publishProvider', async () => ({ names: { name: `campus-${++times}` }, json: { definition: provider() } })],
    ['enterClientSecret', async () => ({ names: { name: await aProvider(desk, provider()) }, json: { value: 'a secret' }, status: 204 })],
    ['testProvider', async () => ({ names: { name: await aProvider(desk, provider()) } })],
    ['beginPreview', published({ role: 'helpdesk', scope: 'all', unit: null })],
    ['verifyJournal', async () => ({ status: 202 })],
    ['showToken', async () => ({ names: await aToken(desk), status: 409 })],
    ['printLetters', async () => ({ names: { id: desk.world.newId() }, status: 404 })],
    ['approveRun', async () => ({ names: { id: await awaiting(desk) } })],
    ['declineRun', async () => ({ names: { id: await awaiting(desk) }, json: { reason: 'It is not wanted.' } })],
    ['uploadPhoto', async () => ({ body: await aPhoto, headers: { 'content-type': 'image/jpeg' }, status: 201 })],
    ['UsersProcEditRoles', onAccount(desk, { role: 'read:account', scope: 'all' })],
    [
      'UsersProcWithdrawRole',
      onAccount(desk, { role: 'read:account' }, async (id) => {
        await desk.perform('grant-role', [id], { role: 'read:account', scope: 'all' }, desk.admin)
      }),
    ],
  ]
}

const aPhoto = sharp({ create: { width: 350, height: 450, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer()

function onAccount(desk: TestDesk, input: object, before: (id: string) => Promise<void> = async () => {}): Prepare {
  return async () => {
    const id = await objectIn(desk, 'account', 'active')
    await before(id)
    return { json: { objects: [id], input } }
  }
}

async function aProvider(desk: TestDesk, definition: object): Promise<string> {
  await publishAs(desk, { kind: 'identity-provider', name: 'swept', definition } as never)
  return 'swept'
}

/** A token that somebody else issued, who alone is shown it. */
async function aToken(desk: TestDesk): Promise<Record<string, string>> {
  const id = await objectIn(desk, 'account', 'active', { of: 'programs' })
  await desk.perform('issue-api-token', [id], { label: 'Orders', expires: '2027-03-31', rate: 600 }, desk.admin)
  const [token] = await desk.world.db.query<{ id: string }>('select id from api_token where account_id = $1', [id])
  return { id, token: token?.id ?? '' }
}

/** An order that awaits a second person. Nobody else is asked for one. */
export async function awaiting(desk: TestDesk): Promise<string> {
  const user = await desk.someUser()
  await publishAs(desk, { kind: 'duties', items: [{ useCase: 'order-card', above: 0 }] })
  const outcome = await begin(desk.world, desk.operator, { useCase: 'order-card', objects: [user], input: {} })
  await publishAs(desk, { kind: 'duties', items: [] })
  if (outcome.kind === 'refused' || outcome.run.state !== 'awaiting') throw new Error('The order awaits nobody.')
  return outcome.run.id
}

async function publishAs({ world, admin }: TestDesk, change: Parameters<typeof publish>[2]['change']): Promise<void> {
  const outcome = await publish(world, admin, { change, ifMatch: undefined, why: null })
  if ('code' in outcome) throw new Error(outcome.sentence)
}
