/** A fingerprint in groups of four, as it is read out over the telephone. */
export const fingerprintWords = (fingerprint: string): string => fingerprint.replace(/(.{4})(?=.)/g, '$1 ')
