import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Picture } from './picture.tsx'
import classes from './portrait.module.css'

type Side = 'front' | 'back'

/** The two sides of a card, of which one is looked at. `src` is undefined while it is not known which card it is. */
export function CardPicture({ src, label }: { src: (side: Side) => string | undefined; label: string }) {
  const [side, setSide] = useState<Side>('front')
  const shown = src(side)
  return (
    <div>
      <div className={classes.card}>{shown && <Picture src={shown} alt={`${label}, ${side}`} none="No picture" />}</div>
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
        onChange={(chosen) => setSide(chosen === 'back' ? 'back' : 'front')}
      />
    </div>
  )
}
