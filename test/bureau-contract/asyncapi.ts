/** The AsyncAPI document of the contract with a bureau, made from the schemas that Cardinal checks messages by. */
import {
  Acknowledged,
  CutOff,
  DUPLICATE_WINDOW_DAYS,
  Failed,
  InProduction,
  MOST_LINES,
  OrderBatch,
  Produced,
  Recall,
  RecallAccepted,
  RecallRefused,
  Shipped,
} from '../../src/production/contract/message.ts'
import { examples } from './examples.ts'

/** AsyncAPI 3.0, as seen from Cardinal: what it sends, the bureau receives. */
export const asyncapi = () => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Cardinal and its card bureaus',
    version: '1.0.0',
    description: [
      'What Cardinal, which hands over card orders, and a bureau, which produces the cards, say to each other.',
      'The document is written from Cardinal’s side: what it sends, the bureau receives, and the other way round.',
      'A message is one JSON document in UTF-8, the same over every transport; contract.md says what it means, and',
      'directory.md, sftp.md and rest.md say how it gets there.',
      `A sender repeats a message with the id it had, and a receiver remembers ids for ${DUPLICATE_WINDOW_DAYS} days, so a repeat is harmless.`,
      `A list has at most ${MOST_LINES} entries.`,
    ].join(' '),
  },
  defaultContentType: 'application/json',
  channels: {
    orders: {
      address: 'orders',
      title: 'Orders',
      description: 'What Cardinal asks of the bureau.',
      messages: refs(['orderBatch', 'recall'], messageRef),
    },
    answers: {
      address: 'answers',
      title: 'Answers',
      description: 'What the bureau says about orders, and its acknowledgements of what Cardinal asked.',
      messages: refs(['acknowledgedByBureau', ...STATUS, ...RECALL_ANSWERS, 'cutOff'], messageRef),
    },
    acknowledgements: {
      address: 'acknowledgements',
      title: 'Acknowledgements',
      description: 'Cardinal’s acknowledgements of what the bureau said. A transport may have its own sign for it, and then says so.',
      messages: refs(['acknowledgedByCardinal'], messageRef),
    },
  },
  operations: {
    sendOrderBatch: {
      ...operation('send', 'orders', ['orderBatch']),
      summary: 'Cardinal hands over a batch of orders, and again with the same id until it is clear that the bureau has it.',
      reply: reply(['acknowledgedByBureau']),
    },
    sendRecall: {
      ...operation('send', 'orders', ['recall']),
      summary: 'Cardinal asks to stop orders.',
      reply: reply(RECALL_ANSWERS),
    },
    receiveAcknowledgement: {
      ...operation('receive', 'answers', ['acknowledgedByBureau']),
      summary: 'The bureau has a batch, and says which of its orders it does not take.',
    },
    receiveStatus: {
      ...operation('receive', 'answers', STATUS),
      summary: 'The bureau says what has become of orders.',
      reply: { channel: { $ref: '#/channels/acknowledgements' }, messages: inChannel('acknowledgements', ['acknowledgedByCardinal']) },
    },
    receiveRecallAnswer: {
      ...operation('receive', 'answers', RECALL_ANSWERS),
      summary: 'The bureau answers a recall, line by line.',
    },
    receiveCutOff: {
      ...operation('receive', 'answers', ['cutOff']),
      summary: 'The bureau says until when orders of a batch can be recalled.',
    },
    sendAcknowledgement: {
      ...operation('send', 'acknowledgements', ['acknowledgedByCardinal']),
      summary: 'Cardinal has recorded what the bureau said, and it need not be said again.',
    },
  },
  components: {
    messages: {
      orderBatch: message(OrderBatch, 'cardinal'),
      recall: message(Recall, 'cardinal'),
      acknowledgedByBureau: message(Acknowledged, 'bureau', 'of'),
      inProduction: message(InProduction, 'bureau'),
      produced: message(Produced, 'bureau'),
      shipped: message(Shipped, 'bureau'),
      failed: message(Failed, 'bureau'),
      recallAccepted: message(RecallAccepted, 'bureau'),
      recallRefused: message(RecallRefused, 'bureau'),
      cutOff: message(CutOff, 'bureau'),
      acknowledgedByCardinal: message(Acknowledged, 'cardinal', 'of'),
    },
    schemas: Object.fromEntries(SCHEMAS.map((schema) => [schema.properties.kind.const, schema])),
    correlationIds: {
      message: { description: 'The id of the message; its acknowledgement names it in `of`.', location: '$message.payload#/message' },
      of: { description: 'The id of the message that is acknowledged.', location: '$message.payload#/of' },
    },
  },
})

/** Every message, whichever side says it. */
export const SCHEMAS = [
  OrderBatch,
  Recall,
  Acknowledged,
  InProduction,
  Produced,
  Shipped,
  Failed,
  RecallAccepted,
  RecallRefused,
  CutOff,
] as const

const STATUS = ['inProduction', 'produced', 'shipped', 'failed']
const RECALL_ANSWERS = ['recallAccepted', 'recallRefused']

const messageRef = (name: string) => ({ $ref: `#/components/messages/${name}` })
const refs = <T>(names: readonly string[], make: (name: string) => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, make(name)]))
const inChannel = (channel: string, names: readonly string[]) => names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }))
const operation = (action: 'send' | 'receive', channel: string, names: readonly string[]) => ({
  action,
  channel: { $ref: `#/channels/${channel}` },
  messages: inChannel(channel, names),
})
const reply = (names: readonly string[]) => ({ channel: { $ref: '#/channels/answers' }, messages: inChannel('answers', names) })

function message({ title, description, properties }: Described, by: 'cardinal' | 'bureau', correlation: 'message' | 'of' = 'message') {
  const kind = properties.kind.const
  return {
    name: kind,
    title,
    summary: description,
    correlationId: { $ref: `#/components/correlationIds/${correlation}` },
    payload: { $ref: `#/components/schemas/${kind}` },
    examples: examples()
      .filter((example) => example.message.kind === kind && example.by === by)
      .map(({ name, summary, message }) => ({ name, summary, payload: message })),
  }
}

/** TypeBox keeps what a schema says about itself, but not in its type. */
interface Described {
  readonly title?: string
  readonly description?: string
  readonly properties: { readonly kind: { readonly const: string } }
}
