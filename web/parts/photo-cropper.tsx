import { Slider } from '@mantine/core'
import { type PointerEvent, useEffect, useId, useRef, useState } from 'react'
import { type Crop, closest, dragged, type Size, shownSize } from './photo-crop.ts'
import classes from './photo-field.module.css'

export interface PhotoCropperProps {
  /** The address of the picture. */
  picture: string
  crop: Crop
  disabled: boolean
  onCrop(crop: Crop): void
  /** The hand has let go. */
  onEnd(crop: Crop): void
}

const FRAME: Size = { width: 175, height: 225 }

/** The photo as it will be, and what part of the picture it is: dragged, or set with three sliders that the keyboard moves, too. */
export function PhotoCropper({ picture, crop, disabled, onCrop, onEnd }: PhotoCropperProps) {
  const size = usePictureSize(picture)
  const from = useRef<{ x: number; y: number }>(undefined)
  // What this browser cannot show, the server may be able to read all the same.
  if (!size) return null
  const shown = shownSize(size, FRAME, crop.zoom)
  const move = (event: PointerEvent): void => {
    if (!from.current || disabled) return
    onCrop(dragged(crop, { x: event.clientX - from.current.x, y: event.clientY - from.current.y }, size, FRAME))
    from.current = { x: event.clientX, y: event.clientY }
  }
  const rooms = { x: shown.width - FRAME.width, y: shown.height - FRAME.height }
  return (
    <div className={classes.cropper}>
      <div
        role="img"
        aria-label="The photo as it will be"
        className={classes.frame}
        style={{
          width: FRAME.width,
          height: FRAME.height,
          backgroundImage: `url("${picture}")`,
          backgroundSize: `${shown.width}px ${shown.height}px`,
          backgroundPosition: `${crop.x * 100}% ${crop.y * 100}%`,
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          from.current = { x: event.clientX, y: event.clientY }
        }}
        onPointerMove={move}
        onPointerUp={() => {
          if (from.current && !disabled) onEnd(crop)
          from.current = undefined
        }}
      />
      <div className={classes.sliders}>
        <Part
          label="Closer"
          value={crop.zoom}
          from={1}
          to={closest(size)}
          disabled={disabled || closest(size) < 1.05}
          onChange={(zoom) => onCrop({ ...crop, zoom })}
          onEnd={(zoom) => onEnd({ ...crop, zoom })}
        />
        {(['x', 'y'] as const).map((way) => (
          <Part
            key={way}
            label={way === 'x' ? 'Left to right' : 'Top to bottom'}
            value={crop[way]}
            from={0}
            to={1}
            disabled={disabled || rooms[way] < 1}
            onChange={(at) => onCrop({ ...crop, [way]: at })}
            onEnd={(at) => onEnd({ ...crop, [way]: at })}
          />
        ))}
      </div>
    </div>
  )
}

interface PartProps {
  label: string
  value: number
  from: number
  to: number
  disabled: boolean
  onChange(value: number): void
  onEnd(value: number): void
}

function Part({ label, value, from, to, disabled, onChange, onEnd }: PartProps) {
  const id = useId()
  return (
    <div>
      <span id={id} className={classes.part}>
        {label}
      </span>
      <Slider
        thumbProps={{ 'aria-labelledby': id }}
        value={value}
        min={from}
        max={Math.max(to, from + 0.05)}
        step={0.05}
        label={null}
        size="sm"
        disabled={disabled}
        onChange={onChange}
        onChangeEnd={onEnd}
      />
    </div>
  )
}

/** In its own pixels, as it stands upright; undefined until it is known, and where this browser cannot read it. */
function usePictureSize(picture: string): Size | undefined {
  const [known, setKnown] = useState<{ picture: string; size: Size }>()
  useEffect(() => {
    const image = new Image()
    image.onload = () => setKnown({ picture, size: { width: image.naturalWidth, height: image.naturalHeight } })
    image.src = picture
    return () => {
      image.onload = null
    }
  }, [picture])
  return known?.picture === picture ? known.size : undefined
}
