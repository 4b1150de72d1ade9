/**
 * Where anything about a person is kept: every table, every column that can hold words, and what erasing does to each. The erasure and the
 * access report are made from this list, and a test holds that no column of the database is missing in it.
 */

/** What erasing does to a column, and thereby that it holds something about a person. */
export type Erasure =
  | 'null'
  | 'blank'
  | 'empty'
  /** It stands for whoever the name was of, and is replaced by `ERASED_NAME`. */
  | 'name'
  /** What somebody who signs in is called: replaced by a name that nobody has. */
  | 'sign-in name'
  | 'refusal'
  /** The database makes it from the others. */
  | 'derived'
  /** Never shown, and gone with its row or by itself. */
  | 'secret'
  /** Erased by a statement of its own in `erase.ts`. */
  | 'by itself'
  /** Stays; `docs/operate/privacy.md` says why. */
  | 'kept'

/** Which rows are about a person: a column that holds their id, that of one of their cards, of either, of their account, or of a run about any. */
export interface RowsAbout {
  readonly of: 'people' | 'cards' | 'objects' | 'accounts' | 'runs'
  readonly column: string
  /** The rows themselves are deleted. */
  readonly deleted?: true
}

export interface PersonalTable {
  /** What an access report calls it. */
  readonly label: string
  /** Absent where rows hold a name and no id: they are found by the name. */
  readonly rows?: RowsAbout
  readonly personal: Readonly<Record<string, Erasure>>
  /** Of these, the columns that hold a file rather than words. */
  readonly files?: readonly string[]
  /** Columns that can hold nothing about a person. */
  readonly other: readonly string[]
}

/** What stands where the name of somebody stood who acted. */
export const ERASED_NAME = 'An erased person'

export const personalData: Readonly<Record<string, PersonalTable>> = {
  person: {
    label: 'Data of the user',
    rows: { of: 'people', column: 'id' },
    personal: {
      first_name: 'blank',
      last_name: 'blank',
      employee_number: 'null',
      email: 'null',
      unit: 'null',
      title: 'null',
      phone: 'null',
      fields: 'empty',
      search: 'derived',
    },
    other: ['template', 'state'],
  },
  photo: {
    label: 'Photo',
    rows: { of: 'people', column: 'person_id', deleted: true },
    personal: { media_type: 'null', bytes: 'null' },
    files: ['bytes'],
    other: [],
  },
  account: {
    label: 'Account',
    rows: { of: 'accounts', column: 'id' },
    personal: {
      name: 'sign-in name',
      display_name: 'name',
      email: 'null',
      password_hash: 'secret',
      holder_unit: 'null',
      fields: 'empty',
      search: 'derived',
    },
    other: ['template', 'state', 'kind', 'held'],
  },
  role_grant: {
    label: 'Roles granted',
    rows: { of: 'accounts', column: 'account_id', deleted: true },
    personal: {},
    other: ['role', 'scope', 'unit', 'provider'],
  },
  recovery_code: {
    label: 'Recovery codes',
    rows: { of: 'accounts', column: 'account_id', deleted: true },
    personal: { hash: 'secret' },
    other: [],
  },
  passkey: {
    label: 'Passkeys',
    rows: { of: 'accounts', column: 'account_id', deleted: true },
    personal: { name: 'null', credential: 'secret', public_key: 'secret' },
    other: ['transports'],
  },
  one_time_code: {
    label: 'Codes to choose how to sign in',
    rows: { of: 'accounts', column: 'account_id', deleted: true },
    personal: { hash: 'secret' },
    other: ['purpose'],
  },
  code_delivery: {
    label: 'Codes on their way',
    rows: { of: 'accounts', column: 'account_id', deleted: true },
    personal: {},
    other: ['purpose'],
  },
  account_link: {
    label: 'Sign-in at identity providers',
    rows: { of: 'accounts', column: 'account_id', deleted: true },
    personal: { subject: 'null' },
    other: ['provider'],
  },
  // A few minutes old at most; it holds no name.
  sign_in_challenge: {
    label: 'Sign-ins under way',
    rows: { of: 'accounts', column: 'account_id', deleted: true },
    personal: {},
    other: ['hash', 'purpose', 'facts'],
  },
  // Counted for an hour.
  sign_in_failure: { label: 'Failed sign-ins by address', personal: {}, other: ['address', 'mark'] },
  provider_trouble: { label: 'Providers that are away', personal: {}, other: ['provider', 'why'] },
  // Only programs have tokens.
  api_token: { label: 'API tokens', personal: {}, other: ['name', 'hash', 'only_words', 'addresses', 'last_address'] },
  uploaded_photo: {
    label: 'Photos uploaded',
    rows: { of: 'accounts', column: 'account_id', deleted: true },
    personal: { bytes: 'null' },
    other: [],
  },
  // One about anything else is gone within a day.
  mail: {
    label: 'Mails that wait',
    rows: { of: 'people', column: 'about_object', deleted: true },
    personal: { recipient: 'null', subject: 'null', body: 'null' },
    other: ['about_template', 'last_error'],
  },
  session: {
    label: 'Sessions',
    rows: { of: 'accounts', column: 'account_id', deleted: true },
    personal: { hash: 'secret', former_hash: 'secret', csrf: 'secret', agent: 'null', address: 'null' },
    other: ['stage', 'way', 'ended_why'],
  },
  card: {
    label: 'Cards',
    rows: { of: 'cards', column: 'id' },
    personal: {
      holder_first_name: 'null',
      holder_last_name: 'null',
      employee_number: 'null',
      unit: 'null',
      common_name: 'null',
      user_principal_name: 'null',
      chip_number: 'null',
      serial_number: 'null',
      tracking_number: 'null',
      block_on_arrival: 'null',
      failure: 'null',
      holder_unit: 'null',
      fields: 'empty',
      search: 'derived',
    },
    other: ['template', 'state', 'carrier'],
  },
  production_order: {
    label: 'Card orders',
    rows: { of: 'cards', column: 'card_id' },
    personal: { held_why: 'null', queued_by: 'by itself', held_by: 'by itself' },
    other: ['bureau', 'status', 'bureau_reference'],
  },
  recall: {
    label: 'Recalls',
    rows: { of: 'cards', column: 'card_id' },
    personal: { reason: 'blank', answer: 'null', asked_by: 'by itself', holder_unit: 'null', search: 'derived' },
    other: ['template', 'state', 'bureau', 'trouble', 'fields'],
  },
  incident: {
    label: 'Incidents',
    rows: { of: 'cards', column: 'card_id' },
    personal: { closing_note: 'null', owner: 'by itself', holder_unit: 'null', search: 'derived' },
    other: ['template', 'state', 'bureau', 'kind', 'what', 'fields'],
  },
  run_object: {
    label: 'What came of commands',
    rows: { of: 'objects', column: 'object_id' },
    personal: { refusal: 'refusal' },
    other: ['at', 'outcome'],
  },
  run: {
    label: 'Commands given',
    rows: { of: 'accounts', column: 'actor_id' },
    // What was answered to a form goes when the run ends; a run under way keeps a card from being erased.
    personal: {
      actor_name: 'name',
      actor_address: 'null',
      input: 'by itself',
      closed_why: 'null',
      approved_name: 'by itself',
      closed_by: 'by itself',
    },
    other: ['use_case', 'drawing', 'mapping', 'state', 'actor_kind', 'actor_roles', 'message', 'at'],
  },
  idempotency: {
    label: 'Answers kept for repeats',
    rows: { of: 'runs', column: 'run_id', deleted: true },
    personal: { answer: 'null' },
    other: ['key', 'request_hash'],
  },
  publication: {
    label: 'Publications',
    rows: { of: 'accounts', column: 'actor_id' },
    personal: { actor_name: 'name' },
    other: ['kind', 'name', 'before_hash', 'hash', 'why'],
  },
  batch: {
    label: 'Manifests',
    personal: { manifest: 'by itself' },
    other: ['bureau', 'status', 'manifest_hash', 'last_error', 'signature_key', 'signature', 'manifest_lines'],
  },
  sealed_photo: { label: 'Photos in batches', personal: { media_type: 'by itself', bytes: 'by itself', sha256: 'by itself' }, other: [] },
  bureau_message: {
    label: 'Messages of bureaus',
    personal: { body: 'by itself', unmatched: 'by itself' },
    other: ['bureau', 'kind', 'source', 'sentence'],
  },
  personal_key: { label: 'Key of what the journal keeps', personal: { sealed: 'secret' }, other: [] },
  // A row is never changed. It holds ids, and what people wrote is sealed with the key above; rows of before may hold both in the clear.
  journal: {
    label: 'Journal',
    personal: { actor_name: 'kept', actor_address: 'kept', facts: 'kept' },
    other: ['kind', 'actor_kind', 'actor_roles', 'use_case', 'template', 'from_state', 'to_state'],
  },
  journal_tree: { label: 'Tree of the journal', personal: {}, other: ['origin', 'cluster'] },
  journal_tile: { label: 'Hashes of the journal', personal: {}, other: ['hashes'] },
  journal_node: { label: 'Hashes above them', personal: {}, other: ['hashes'] },
  journal_checkpoint: { label: 'Checkpoints of the journal', personal: {}, other: ['note'] },
  journal_key: { label: 'Keys of checkpoints', personal: {}, other: ['verifier'] },
  journal_anchor: { label: 'Anchors', personal: {}, other: ['kind', 'trouble'] },
  journal_verification: { label: 'Verifications', personal: { by_name: 'by itself' }, other: ['findings'] },
  secret: { label: 'Secrets entered', personal: { changed_by: 'by itself' }, other: ['name', 'sealed'] },
  bureau: { label: 'Bureaus', personal: {}, other: ['template', 'state', 'name', 'label', 'stopped_why', 'fields', 'search'] },
  batch_attempt: { label: 'Attempts', personal: {}, other: ['outcome', 'why'] },
  definition: { label: 'Definitions', personal: {}, other: ['hash', 'kind', 'name', 'body'] },
  current_definition: { label: 'Definitions in force', personal: {}, other: ['kind', 'name', 'hash'] },
  setting: { label: 'Facts about the installation', personal: {}, other: ['name', 'value'] },
  signing_key: { label: 'Public keys', personal: {}, other: ['id', 'public_key'] },
  migration: { label: 'Migrations', personal: {}, other: ['name', 'checksum'] },
}

/** Columns that hold the name of whoever did something, beside no id of theirs. */
export const namesOfActors: Readonly<Record<string, readonly string[]>> = {
  production_order: ['queued_by', 'held_by'],
  recall: ['asked_by'],
  incident: ['owner'],
  run: ['approved_name', 'closed_by'],
  secret: ['changed_by'],
  journal_verification: ['by_name'],
}
