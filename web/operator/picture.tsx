import { useState } from 'react'
import classes from './portrait.module.css'

/** A picture in its frame, or words in place of one that cannot be shown. Another address is another picture, which is tried anew. */
export function Picture({ src, alt, none }: { src: string; alt: string; none: string }) {
  const [failed, setFailed] = useState<string>()
  if (failed === src) return <span className={classes.none}>{none}</span>
  return <img src={src} alt={alt} onError={() => setFailed(src)} />
}
