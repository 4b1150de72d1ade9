/** What the operating system says against a file or folder, in words for an operator. */

export const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** An error of the operating system, as against a bug of ours. */
export const isSystemError = (error: unknown): error is Error => /^E[A-Z0-9]+$/.test(String(codeOf(error)))

/** The error as a sentence about a place, which is a path or a name without personal data. */
export function reasonOf(error: unknown, place: string): string {
  const code = String(codeOf(error))
  return REASONS[code]?.(place) ?? `${place} cannot be used (${code}).`
}

const REASONS: Readonly<Record<string, (place: string) => string>> = {
  ENOENT: (place) => `${place} is not there.`,
  ENOTDIR: (place) => `${place} is not a folder.`,
  EISDIR: (place) => `${place} is a folder where a file should be.`,
  EACCES: (place) => `Cardinal has no permission for ${place}.`,
  EPERM: (place) => `Cardinal has no permission for ${place}.`,
  EROFS: (place) => `${place} can only be read.`,
  ENOSPC: (place) => `the disk of ${place} is full.`,
  EDQUOT: (place) => `the space that Cardinal may use in ${place} is full.`,
  EFBIG: (place) => `a file in ${place} may not become that large.`,
  ELOOP: (place) => `${place} is a link to another place.`,
}
