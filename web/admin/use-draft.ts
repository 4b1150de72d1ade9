import { useState } from 'react'
import type { Versioned } from '../parts/api.ts'

/** A draft of something published: what it began from, what it is now, and what somebody else published meanwhile. */
export interface Draft<Published, Edited> {
  base: Versioned<Published>
  edited: Edited
  edit: (change: (before: Edited) => Edited) => void
  /** How many differences there are between `base` and `edited`. */
  changes: number
  /** A newer version that was published while this draft has changes. Nothing of it is taken over until a person says so. */
  theirs: Versioned<Published> | null
  /** Takes a version over and forgets the changes. */
  adopt: (version: Versioned<Published>) => void
  /** Keeps the changes, and goes on from a newer version. */
  rebase: (version: Versioned<Published>) => void
  discard: () => void
}

/**
 * Holds a draft over the newest version that is known. While nothing was changed the draft follows what is published;
 * as soon as something was, a newer version is only shown, as `theirs`.
 */
export function useDraft<Published, Edited>(
  latest: Versioned<Published>,
  begin: (published: Published) => Edited,
  count: (published: Published, edited: Edited) => number,
): Draft<Published, Edited> {
  const [base, setBase] = useState(latest)
  // After saving, `latest` lags behind `base` for a moment; the version it still shows then is no news.
  const [passed, setPassed] = useState<string | null>(null)
  const [edited, setEdited] = useState(() => begin(latest.body))
  const changes = count(base.body, edited)
  const news = latest.etag !== base.etag && latest.etag !== passed

  function rebase(version: Versioned<Published>): void {
    setBase(version)
    setPassed(latest.etag)
  }
  function adopt(version: Versioned<Published>): void {
    rebase(version)
    setEdited(begin(version.body))
  }
  if (news && changes === 0) adopt(latest)
  if (passed !== null && latest.etag === base.etag) setPassed(null)

  return {
    base,
    edited,
    edit: setEdited,
    changes,
    theirs: news && changes > 0 ? latest : null,
    adopt,
    rebase,
    discard: () => setEdited(begin(base.body)),
  }
}
