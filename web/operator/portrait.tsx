import type { Template } from '../../src/http/contract/catalog.ts'
import type { OneObject } from '../../src/http/contract/object.ts'
import { address } from '../parts/api.ts'
import { CardPicture } from './card-picture.tsx'
import { Picture } from './picture.tsx'
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
  return (
    <CardPicture
      src={(side) => (object ? address(`/${path}/${id}/face.svg`, { side, version: object.version }) : undefined)}
      label={object?.label ?? 'Card'}
    />
  )
}

function Photo({ path, id, object }: PictureProps) {
  return (
    <div className={classes.photo}>
      {object && (
        <Picture src={address(`/${path}/${id}/photo`, { version: object.version })} alt={`Photo of ${object.label}`} none="No photo" />
      )}
    </div>
  )
}
