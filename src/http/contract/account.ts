import { type Static, Type } from 'typebox'

/** Which ways to sign in there are. */
export const SignInWays = Type.Object(
  {
    organisation: Type.String(),
    passkeys: Type.Boolean({ description: 'Whether passkeys can be used at this address.' }),
    forgotten: Type.Boolean({ description: 'Whether a code for a new password can be mailed.' }),
    certificate: Type.Boolean({ description: 'Whether a certificate of the browser is taken.' }),
    providers: Type.Array(
      Type.Object({
        name: Type.String(),
        label: Type.String(),
        downSince: Type.Union([Type.String(), Type.Null()], { description: 'Since when it cannot be reached.' }),
        why: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
  },
  { $id: 'SignInWays' },
)
export type SignInWays = Static<typeof SignInWays>

/** What a browser gives to, or gets from, `navigator.credentials`, as JSON. */
export const PasskeyOptions = Type.Object({}, { $id: 'PasskeyOptions', additionalProperties: true })
export type PasskeyOptions = Static<typeof PasskeyOptions>
const PasskeyAnswer = Type.Unsafe<unknown>({ type: 'object', description: 'The answer of the browser, as JSON.' })

export const PasskeySignIn = Type.Object({
  passkey: PasskeyAnswer,
  name: Type.Optional(Type.String({ maxLength: 200, description: 'The sign-in name that it must belong to, where one was typed.' })),
})

export const SecondFactor = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 20 })),
  recoveryCode: Type.Optional(Type.String({ maxLength: 40 })),
  passkey: Type.Optional(PasskeyAnswer),
})

export const Proof = Type.Object({ password: Type.Optional(Type.String({ maxLength: 1000 })), ...SecondFactor.properties })

export const Forgotten = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200, description: 'Sign-in name or e-mail address.' }),
})

export const Code = Type.Object({ code: Type.String({ minLength: 1, maxLength: 60 }) })

/** What a one-time code is good for. */
export const CodeInfo = Type.Object(
  {
    purpose: Type.Enum(['first-administrator', 'invitation', 'reset']),
    name: Type.Union([Type.String(), Type.Null()]),
    displayName: Type.Union([Type.String(), Type.Null()]),
    mayMakePasskey: Type.Boolean(),
  },
  { $id: 'CodeInfo' },
)
export type CodeInfo = Static<typeof CodeInfo>

const chosenName = {
  name: Type.Optional(Type.String({ maxLength: 200 })),
  displayName: Type.Optional(Type.String({ maxLength: 200 })),
}
export const CodePasskey = Type.Object({ ...Code.properties, ...chosenName })
export const CodeChoice = Type.Object({
  ...Code.properties,
  ...chosenName,
  password: Type.Optional(Type.String({ maxLength: 1000 })),
  passkey: Type.Optional(PasskeyAnswer),
  passkeyName: Type.Optional(Type.String({ maxLength: 100 })),
})

/** How whoever is signed in signs in, and where they are signed in. */
export const MyAccount = Type.Object(
  {
    name: Type.String(),
    displayName: Type.String(),
    email: Type.Union([Type.String(), Type.Null()]),
    hasPassword: Type.Boolean(),
    secondFactorDemanded: Type.Boolean(),
    stage: Type.Enum(['open', 'second-factor', 'set-up'], { description: 'What is still asked before anything else.' }),
    mayUsePasskeys: Type.Boolean({ description: 'Whether passkeys can be used at this address.' }),
    authenticator: Type.Union([Type.Object({ since: Type.String(), recoveryCodes: Type.Integer() }), Type.Null()]),
    passkeys: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        createdAt: Type.String(),
        usedAt: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
    sessions: Type.Array(
      Type.Object({
        id: Type.String(),
        isThis: Type.Boolean(),
        way: Type.String({ description: 'How it was begun: a password, a passkey.' }),
        agent: Type.String({ description: 'The browser.' }),
        address: Type.String(),
        createdAt: Type.String(),
        usedAt: Type.String(),
      }),
    ),
  },
  { $id: 'MyAccount' },
)
export type MyAccount = Static<typeof MyAccount>

export const PasswordChange = Type.Object({
  current: Type.Optional(Type.String({ maxLength: 1000 })),
  password: Type.String({ maxLength: 1000 }),
})
export const NewPasskey = Type.Object({ passkey: PasskeyAnswer, name: Type.String({ maxLength: 100 }) })
export const PasskeyName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) })
export const AuthenticatorCode = Type.Object({ code: Type.String({ minLength: 1, maxLength: 20 }) })

/** What an authenticator app needs. It is shown once. */
export const Authenticator = Type.Object(
  {
    secret: Type.String(),
    address: Type.String({ description: 'What the QR code says: an otpauth address.' }),
    qr: Type.Object({
      modules: Type.Integer(),
      squares: Type.Array(Type.Object({ x: Type.Integer(), y: Type.Integer(), width: Type.Integer() })),
    }),
  },
  { $id: 'Authenticator' },
)
export type Authenticator = Static<typeof Authenticator>

export const RecoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) }, { $id: 'RecoveryCodes' })
export type RecoveryCodes = Static<typeof RecoveryCodes>

/** Letters with codes, to be printed. They are shown once. */
export const Letters = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        account: Type.String(),
        purpose: Type.Enum(['first-administrator', 'invitation', 'reset']),
        name: Type.String(),
        displayName: Type.String(),
        code: Type.String(),
        until: Type.String(),
      }),
    ),
    organisation: Type.String(),
    address: Type.String({ description: 'The page that the code opens.' }),
  },
  { $id: 'Letters' },
)
export type Letters = Static<typeof Letters>
