import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { certificateFor } from '../../test/certificate.ts'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { type MailServer, startMailServer } from '../../test/mail-server.ts'
import { schedulerActor } from '../identity/actor.ts'
import { writeSetting } from '../store/setting.ts'
import { handlersOf } from './desk.ts'
import { type Mail, queueMail, sendMail } from './mail.ts'
import { createMailer } from './mailer.ts'

let desk: TestDesk
let server: MailServer

const mail: Mail = { to: 'ada.berg@example.org', subject: 'A new password', text: 'Choose a new password: https://cards.example.org/p/1' }

const mailsKept = () =>
  desk.world.db.query<Record<string, unknown>>(
    'select id, recipient, subject, body, attempts, last_error, sent_at, given_up_at from mail order by id',
  )

const queue = (given: Mail = mail) => desk.world.db.transaction((tx) => queueMail(desk.world, tx, given))

/** The mail is queued, and its job is left lying, so that the test decides when it is tried. */
async function queued(given: Mail = mail): Promise<string> {
  expect(await queue(given)).toBe(true)
  return String((await mailsKept()).at(-1)?.['id'])
}

beforeAll(async () => {
  server = await startMailServer()
  const url = `smtp://localhost:${server.port}`
  desk = await openTestDesk({ idle: true, mail: { url, from: 'Card desk <cards@example.org>' } })
  await writeSetting(desk.world.db, 'organisation', 'Nordlys')
})

beforeEach(async () => {
  server.takes = true
  server.mails.length = 0
  await desk.world.db.query('delete from mail')
})

afterAll(async () => {
  await desk.close()
  await server.stop()
})

it('what is rolled back sends no mail', async () => {
  const failing = desk.world.db.transaction(async (tx) => {
    await queueMail(desk.world, tx, mail)
    throw new Error('Something else went wrong.')
  })
  await expect(failing).rejects.toThrow('Something else')
  expect(await mailsKept()).toEqual([])
})

it('a mail that was not taken is tried again under the same Message-ID; what went wrong is kept without the address', async () => {
  const id = await queued()
  server.takes = false
  await expect(sendMail(desk.world, id)).rejects.toThrow('The mail server did not take the mail (452).')
  expect(await mailsKept()).toMatchObject([
    { attempts: 1, last_error: 'The mail server did not take the mail (452).', sent_at: null, recipient: 'ada.berg@example.org' },
  ])
  server.takes = true
  await sendMail(desk.world, id)
  expect(server.mails.map((given) => /^Message-ID: (.*)$/m.exec(given)?.[1])).toEqual([`<${id}@example.org>`])
  expect(await mailsKept()).toMatchObject([{ attempts: 2, last_error: null, recipient: null, sent_at: desk.clock.now() }])
})

it('a mail that cannot be sent for a day is given up, and the journal says so without saying what was in it', async () => {
  const user = await desk.someUser()
  const id = await queued({ ...mail, about: { template: 'user', object: user } })
  server.takes = false
  await expect(sendMail(desk.world, id)).rejects.toThrow('The mail server did not take the mail (452).')
  desk.clock.forward(24 * 3600 - 1)
  await expect(sendMail(desk.world, id)).rejects.toThrow('(452)')
  desk.clock.forward(1)
  await sendMail(desk.world, id)
  await sendMail(desk.world, id)

  expect(await mailsKept()).toMatchObject([{ recipient: null, subject: null, body: null, attempts: 2, given_up_at: desk.clock.now() }])
  const said = await desk.world.db.query<{ facts: { why: string } }>(
    `select facts from journal where object_id = $1 and kind = 'other' and use_case is null`,
    [user],
  )
  expect(said).toEqual([
    {
      facts: {
        why: 'A mail could not be sent for a day and was given up, after 2 attempts. The mail server did not take the mail (452).',
      },
    },
  ])
})

it('without a mail server nothing is queued, and the caller is told', async () => {
  const { mailer: _, ...world } = desk.world
  expect(await desk.world.db.transaction((tx) => queueMail(world, tx, mail))).toBe(false)
  expect(await mailsKept()).toEqual([])
})

it('a name that looks like several addresses, or like another header, goes to one address or nowhere', async () => {
  await sendMail(desk.world, await queued({ ...mail, subject: 'Hello\r\nBcc: mallory@example.org' }))
  expect(server.mails[0]).not.toMatch(/^Bcc:/m)
  await expect(sendMail(desk.world, await queued({ ...mail, to: 'ada@example.org, mallory@example.org' }))).rejects.toThrow()
  expect(server.mails).toHaveLength(1)
})

describe('a server on another machine', () => {
  const away = (port: number) => createMailer({ url: `smtp://user:secret@0.0.0.0:${port}`, from: 'cards@example.org' })

  it('is given nothing without TLS', async () => {
    await expect(away(server.port).send({ id: 'one', ...mail })).rejects.toThrow('The mail server offers no TLS')
    expect(server.mails).toEqual([])
  })

  it('is given nothing where its certificate cannot be trusted; on the own machine it need not be', async () => {
    const secure = await startMailServer({ disabledCommands: [], ...certificateFor(['localhost', '0.0.0.0']) })
    await expect(away(secure.port).send({ id: 'one', ...mail })).rejects.toThrow('its certificate cannot be trusted')
    expect(secure.mails).toEqual([])
    await createMailer({ url: `smtp://localhost:${secure.port}`, from: 'cards@example.org' }).send({ id: 'two', ...mail })
    expect(secure.mails).toHaveLength(1)
    await secure.stop()
  })
})

it('a mail goes once what it tells of is committed, and only that it went is kept', async () => {
  await desk.jobs.work(handlersOf(desk.world, desk.bureaus, schedulerActor, async () => {}))
  await queue()
  await desk.until(async () => server.mails.length === 1, 'the mail arrives')
  await desk.until(async () => (await mailsKept())[0]?.['sent_at'] !== null, 'it is noted')

  const [kept] = await mailsKept()
  expect(kept).toMatchObject({ recipient: null, subject: null, body: null, attempts: 1, last_error: null, given_up_at: null })
  const [given] = server.mails
  expect(given).toContain(`Message-ID: <${kept?.['id']}@example.org>`)
  expect(given).toContain('To: ada.berg@example.org')
  expect(given).toContain('From: Card desk <cards@example.org>')
  expect(given).toContain('Subject: A new password')
  expect(given).toContain('https://cards.example.org/p/1')
  expect(given).toContain('Nordlys, card desk.')

  await sendMail(desk.world, String(kept?.['id']))
  expect(server.mails).toHaveLength(1)
})
