import type { Field } from '../engine/form.ts'

/** A variable that an administrator sets; use cases read it through a guard or a task. */
export interface Option {
  readonly name: string
  readonly means: string
  readonly field: Field & { readonly default: string | number | boolean }
}

export const options = [
  {
    name: 'CardsAddonExtProdQueue',
    means: 'On: an order waits in the queue until the next release, and may be aborted meanwhile. Off: it goes to the bureau at once.',
    field: { label: 'Queue for card orders', kind: 'boolean', default: true },
  },
  {
    name: 'CardsAddonExtProdMultipleCards',
    means: 'Off: a user has at most one card order under way. On: any number.',
    field: { label: 'Multiple card orders', kind: 'boolean', default: false },
  },
  {
    name: 'CardsAddonExtProdBureau',
    means: 'The bureau that new card orders are for.',
    field: { label: 'Bureau of new orders', kind: 'bureau', required: true, maxLength: 60, default: 'bureau' },
  },
  {
    name: 'CardsAddonExtProdReleaseSchedule',
    means: 'When queued orders go to the bureau, as a cron expression of five fields: minute, hour, day, month, weekday.',
    field: { label: 'Release schedule', kind: 'text', required: true, maxLength: 100, default: '0 10,16 * * 1-5' },
  },
  {
    name: 'CardsAddonExtProdTimeZone',
    means: 'The time zone of the release schedule.',
    field: { label: 'Time zone', kind: 'text', required: true, maxLength: 60, default: 'Europe/Copenhagen' },
  },
  {
    name: 'CardsAddonExtProdBatchSize',
    means: 'The most orders that go to the bureau in one batch.',
    field: { label: 'Orders in a batch', kind: 'number', minimum: 1, maximum: 1000, required: true, default: 1000 },
  },
  {
    name: 'SignInSecondFactor',
    means:
      'Who needs more than a password to sign in: an authenticator app, or a passkey in its place. Whoever has none is led to set one up.',
    field: {
      label: 'Second factor at sign-in',
      kind: 'choice',
      required: true,
      default: 'nobody',
      choices: [
        { value: 'nobody', label: 'Nobody has to' },
        { value: 'administrators', label: 'Whoever may open Admin' },
        { value: 'everybody', label: 'Everybody' },
      ],
    },
  },
  {
    name: 'SignInCertificate',
    means:
      'Whose account a certificate of the browser opens: what in it names the account. It is taken from our own TLS, or from a proxy that is trusted.',
    field: {
      label: 'Sign in with a certificate',
      kind: 'choice',
      required: true,
      default: 'off',
      choices: [
        { value: 'off', label: 'Not offered' },
        { value: 'email', label: 'By its e-mail address, as the account has it' },
        { value: 'common-name', label: 'By its common name, as the sign-in name' },
        { value: 'serial', label: 'By its serial number, as the sign-in name' },
      ],
    },
  },
  {
    name: 'SignInIdleMinutes',
    means: 'A session that nobody uses for so long is over.',
    field: { label: 'Idle limit of a session in minutes', kind: 'number', minimum: 5, maximum: 1440, required: true, default: 480 },
  },
  {
    name: 'SignInLongestHours',
    means: 'After so long everyone signs in again, however busy they are.',
    field: { label: 'Longest session in hours', kind: 'number', minimum: 1, maximum: 168, required: true, default: 24 },
  },
  {
    name: 'SignInProofMinutes',
    means: 'Before what is risky, such as publishing, whoever proved who they are longer ago than this does so again.',
    field: { label: 'A proof of identity counts for minutes', kind: 'number', minimum: 1, maximum: 1440, required: true, default: 10 },
  },
  {
    name: 'SignInMostWithoutProof',
    means: 'To abort more orders or requests than this at once is risky.',
    field: { label: 'Most aborted without a new proof', kind: 'number', minimum: 1, maximum: 100_000, required: true, default: 50 },
  },
  {
    name: 'CardsValidityMonths',
    means: 'How long a new card is valid unless the order says otherwise.',
    field: { label: 'Validity of a card in months', kind: 'number', minimum: 1, maximum: 120, required: true, default: 36 },
  },
  {
    name: 'PrivacyBulkReads',
    means: 'Whoever reads more profiles than this within an hour gets a line in the journal, and another for each time as many again.',
    field: { label: 'Profiles read in an hour', kind: 'number', minimum: 1, maximum: 100_000, required: true, default: 200 },
  },
  {
    name: 'ApprovalsLapseDays',
    means: 'For so many days a command waits for a second person to agree; then it lapses, and nothing is changed.',
    field: { label: 'Days an approval is waited for', kind: 'number', minimum: 1, maximum: 90, required: true, default: 7 },
  },
] as const satisfies readonly Option[]

export type OptionName = (typeof options)[number]['name']
/** Every option with its value in force. */
export type OptionValues = Readonly<Record<OptionName, string | number | boolean>>

export const defaultOptions = Object.fromEntries(options.map((option) => [option.name, option.field.default])) as OptionValues
