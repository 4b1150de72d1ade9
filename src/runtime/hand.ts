import type { Transaction } from '../store/database.ts'
import type { Hand } from '../store/task.ts'
import type { Definitions } from './definitions.ts'
import { grantWords } from './grant-words.ts'
import { wordsOfGrant } from './grantable.ts'
import type { LegMoves } from './leg-moves.ts'
import type { LegStart } from './leg-start.ts'
import { mailAccounts } from './mail-accounts.ts'
import { permissionsOfActor, type World } from './world.ts'

/** What the tasks of a leg are given. */
export function handOf(world: World, tx: Transaction, start: LegStart, definitions: Definitions, moves: LegMoves, now: Date): Hand {
  const { useCase, run, actor } = start
  return {
    db: tx,
    tx,
    now,
    options: definitions.options,
    bureaus: definitions.bureaus,
    template: useCase.on,
    makes: useCase.makes,
    actor,
    permissions: permissionsOfActor(world, actor, definitions),
    mails: world.mailer !== undefined,
    wordsOf: (role) => wordsOfGrant(world, definitions, role),
    called: (name) => grantWords(world, name),
    run: { id: run.id, useCase: useCase.symbol },
    input: run.input,
    message: run.message,
    mapping: world.catalog.mappings.find((mapping) => mapping.name === run.mapping),
    newId: world.newId,
    sign: (text) => ({ key: world.signer.keyId, value: world.signer.sign(text) }),
    enqueue: (job, data) => world.enqueue(tx, job, data),
    mail: (accountIds, mail) => mailAccounts(world, tx, accountIds, mail),
    tell: (objectId, facts, personal) => moves.journal.tell(objectId, facts, personal),
    note: ({ kind, template, objectId, facts, personal }) => moves.journal.note(kind, template, objectId, facts, personal),
    made: (template, id) => moves.make(template, id),
    move: (template, objects, name) => {
      for (const object of objects) {
        moves.hold(template, object.id, object.state)
        if (!moves.move(object.id, name)) throw new Error(`A ${template.label} that is ${object.state} cannot ${name}.`)
      }
    },
  }
}
