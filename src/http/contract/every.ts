/** Every schema of the contract that has a name, by that name. */
import type { TSchema } from 'typebox'
import * as account from './account.ts'
import * as admin from './admin.ts'
import * as bureau from './bureau.ts'
import * as catalog from './catalog.ts'
import * as command from './command.ts'
import * as desk from './desk.ts'
import * as home from './home.ts'
import * as identityProvider from './identity-provider.ts'
import * as journal from './journal.ts'
import * as layout from './layout.ts'
import * as object from './object.ts'
import * as photo from './photo.ts'
import * as production from './production.ts'
import * as receipt from './receipt.ts'
import * as refusal from './refusal.ts'
import * as result from './result.ts'
import * as role from './role.ts'
import * as signIn from './sign-in.ts'
import * as token from './token.ts'
import * as unit from './unit.ts'
import * as why from './why.ts'

export const contract: ReadonlyMap<string, TSchema> = new Map(
  [
    account,
    admin,
    bureau,
    catalog,
    command,
    desk,
    home,
    identityProvider,
    journal,
    layout,
    object,
    photo,
    production,
    receipt,
    refusal,
    result,
    role,
    signIn,
    token,
    unit,
    why,
  ]
    .flatMap((schemas) => Object.values<TSchema>(schemas as Record<string, TSchema>))
    .flatMap((schema) => ('$id' in schema && typeof schema.$id === 'string' ? [[schema.$id, schema]] : [])),
)
