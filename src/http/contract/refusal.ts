import { type Static, Type } from 'typebox'
import { Result } from './result.ts'

/** Why something was not done: what is wrong, what was left unchanged, and what to do next. */
export const Refusal = Type.Object(
  {
    code: Type.String({ description: 'A stable word for programs, such as `order_already_claimed`.' }),
    sentence: Type.String({ description: 'What is wrong, and that nothing was changed.' }),
    remedy: Type.String({ description: 'What to do next.' }),
  },
  { $id: 'Refusal' },
)
export type Refusal = Static<typeof Refusal>

/** RFC 9457 problem details, with the refusal's code and remedy beside the standard members. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What is wrong, and that nothing was changed.' }),
    code: Type.String(),
    remedy: Type.String(),
    errors: Type.Optional(
      Type.Array(Type.Object({ pointer: Type.String({ description: 'JSON pointer into the body.' }), detail: Type.String() })),
    ),
    run: Type.Optional(Type.Object({ id: Type.String() }, { description: 'The run that ended so, where one had begun.' })),
    results: Type.Optional(
      Type.Array(Result, { description: 'What became of each object, where a command was refused to all of them. The first thousand.' }),
    ),
    id: Type.Optional(Type.String({ description: 'After a fault of the server: what to tell an administrator, who finds it in the log.' })),
  },
  { $id: 'Problem' },
)
export type Problem = Static<typeof Problem>
