/** What a bureau said, in words for people. A kind that is not known here stays as it is. */
export const messageWords = (kind: string): string => WORDS[kind] ?? kind

const WORDS: Readonly<Record<string, string>> = {
  acknowledged: 'It has the message',
  'in-production': 'Cards are being made',
  produced: 'Cards are produced',
  shipped: 'Cards are shipped',
  failed: 'Cards failed',
  'recall-accepted': 'Recalls are accepted',
  'recall-refused': 'Recalls are refused',
  'cut-off': 'A cut-off is announced',
  unreadable: 'Something that cannot be read',
}
