import { Fragment } from 'react'
import type { HistoryItem } from '../../src/http/contract/object.ts'
import { ObjectLink } from './object-link.tsx'

/** A journal sentence. Where it names its object, the name is the link; else the link follows it. */
export function Sentence({ item, linked = true }: { item: HistoryItem; linked?: boolean }) {
  const { sentence, object } = item
  if (!linked || !object) return sentence
  const link = (
    <ObjectLink template={object.template} id={object.id}>
      {object.label}
    </ObjectLink>
  )
  const at = sentence.indexOf(object.label)
  if (at < 0) {
    return (
      <>
        {sentence} {link}
      </>
    )
  }
  return (
    <Fragment>
      {sentence.slice(0, at)}
      {link}
      {sentence.slice(at + object.label.length)}
    </Fragment>
  )
}
