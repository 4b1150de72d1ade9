import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { OneObject } from '../../src/http/contract/object.ts'
import { address } from '../parts/api.ts'
import classes from './portrait.module.css'

/** What it looks like: a card's face, front and back, as its layout draws it; a person's photo. */
export function Portrait({ template, id, object }: { template: Template; id: string; object: OneObject | undefined }) {
  return template.group === 'cards' ? (
    <CardFace path={template.path} id={id} object={object} />
  ) : (
    <Photo path={template.path} id={id} object={object} />
  )
}

interface PictureProps {
  path: string
  id: string
  object: OneObject | undefined
}

function CardFace({ path, id, object }: PictureProps) {
  const [side, setSide] = useState('front')
  const label = object?.label ?? 'Card'
  return (
    <div>
      <div className={classes.card}>
        <Picture
          key={side}
          src={address(`/${path}/${id}/face.svg`, { side, version: object?.version })}
          alt={`${label}, ${side}`}
          shown={object !== undefined}
        />
      </div>
      <SegmentedControl
        fullWidth
        size="xs"
        mt="sm"
        aria-label="Side of the card"
        data={[
          { value: 'front', label: 'Front' },
          { value: 'back', label: 'Back' },
        ]}
        value={side}
        onChange={setSide}
      />
    </div>
  )
}

function Photo({ path, id, object }: PictureProps) {
  return (
    <div className={classes.photo}>
      <Picture
        src={address(`/${path}/${id}/photo`, { version: object?.version })}
        alt={object ? `Photo of ${object.label}` : ''}
        shown={object !== undefined}
      />
    </div>
  )
}

function Picture({ src, alt, shown }: { src: string; alt: string; shown: boolean }) {
  const [failed, setFailed] = useState(false)
  if (!shown) return null
  if (failed) return <span className={classes.none}>No photo</span>
  return <img src={src} alt={alt} onError={() => setFailed(true)} />
}
