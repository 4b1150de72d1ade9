import { type Static, Type } from 'typebox'

export const SignIn = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  password: Type.String({ minLength: 1, maxLength: 1000 }),
})

/** The token of the session that was opened; `Me` holds it too. */
export const SignedIn = Type.Object(
  {
    csrf: Type.String({ description: 'Send back as `x-csrf-token` on every request that changes something.' }),
    stage: Type.Enum(['open', 'second-factor', 'set-up'], { description: 'What is still asked before anything else.' }),
  },
  { $id: 'SignedIn' },
)
export type SignedIn = Static<typeof SignedIn>

/** Who is signed in, and which parts of Cardinal are open to them. */
export const Me = Type.Object(
  {
    id: Type.String(),
    name: Type.String({ description: 'The sign-in name.' }),
    displayName: Type.String(),
    roles: Type.Array(Type.Object({ name: Type.String(), label: Type.String() })),
    areas: Type.Array(Type.String(), { description: 'Operator areas this person may open: home, search, recalls, tasks.' }),
    adminGroups: Type.Array(Type.String(), {
      description:
        'Admin groups this person may open: identities, cards, desk, processes, state-graphs, options, bureaus, production, privacy, import, versions, roles, duties, sign-in, journal.',
    }),
    reports: Type.Array(Type.String(), {
      description: 'Kinds of people about whom this person may ask for everything that is held: user.',
    }),
    evidence: Type.Array(Type.String(), {
      description: 'Kinds of cards of which this person may take away what proves what became of them: card.',
    }),
    starts: Type.Array(Type.String(), {
      description: 'The use cases this person may start on some objects, as in URLs: abort-card-order.',
    }),
    preview: Type.Union(
      [Type.Object({ words: Type.String({ description: '"Helpdesk for the unit Alpha"' }), role: Type.String() }), Type.Null()],
      { description: 'As which role they look at Operator; nothing can be changed meanwhile.' },
    ),
    csrf: Type.String({ description: 'Send back as `x-csrf-token` on every request that changes something.' }),
    organisation: Type.String(),
  },
  { $id: 'Me' },
)
export type Me = Static<typeof Me>
