import { Input } from '@mantine/core'
import { IconPhoto } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useEffect, useId, useRef, useState } from 'react'
import type { UploadedPhoto } from '../../src/http/contract/photo.ts'
import { Problem, post } from './api.ts'
import type { JsonFieldProps } from './json-form.tsx'
import { type Crop, wholePicture } from './photo-crop.ts'
import { PhotoCropper } from './photo-cropper.tsx'
import classes from './photo-field.module.css'

/**
 * A photo: chosen or dropped, then cut. It is uploaded at once and again with each other cut, and the answer of the form is the id of the
 * last upload; until that is there, there is no answer.
 */
export function PhotoField({ field, value, error, disabled = false, onChange }: JsonFieldProps) {
  const id = useId()
  const [file, setFile] = useState<File>()
  const [crop, setCrop] = useState(wholePicture)
  const picture = useObjectUrl(file)
  const uploading = useMutation({
    // The server looks at what is in a file, whatever the file says that it is.
    mutationFn: ({ chosen, part }: { chosen: File; part: Crop }) =>
      post<UploadedPhoto>('/photos', new Blob([chosen], { type: chosen.type.startsWith('image/') ? chosen.type : 'image/unknown' }), {
        query: { ...part },
      }),
  })
  // Meanwhile the other answers may have changed.
  const answer = useRef(onChange)
  useEffect(() => {
    answer.current = onChange
  }, [onChange])
  // What was said of the answer before is said no more once another photo is chosen, until the form is answered again.
  const [isSettled, setSettled] = useState(false)
  useEffect(() => {
    if (error === undefined) setSettled(false)
  }, [error])
  const upload = (chosen: File, part: Crop): void => {
    onChange(undefined)
    setSettled(true)
    uploading.mutate({ chosen, part }, { onSuccess: (uploaded) => answer.current(uploaded.id) })
  }
  const choose = (chosen: File | undefined): void => {
    if (!chosen || disabled) return
    setFile(chosen)
    setCrop(wholePicture)
    upload(chosen, wholePicture)
  }
  const refused = uploading.error instanceof Problem ? uploading.error : undefined
  const sentence = refused ? `${refused.message} ${refused.remedy}` : isSettled ? undefined : error
  return (
    <Input.Wrapper
      id={id}
      label={field.title}
      withAsterisk={field.required}
      error={sentence}
      errorProps={{ role: 'alert' }}
      labelElement="div"
      className={classes.field}
    >
      <PhotoPlace id={id} has={file !== undefined} invalid={sentence !== undefined} disabled={disabled} onFile={choose} />
      {file && picture && !refused && (
        <PhotoCropper picture={picture} crop={crop} disabled={disabled} onCrop={setCrop} onEnd={(part) => upload(file, part)} />
      )}
      <p className={classes.note} role="status">
        {told(uploading.isPending, typeof value === 'string' && value !== '', file !== undefined)}
      </p>
    </Input.Wrapper>
  )
}

function told(isUploading: boolean, isThere: boolean, isChosen: boolean): string {
  if (isUploading) return 'The photo is being prepared…'
  if (isThere) return isChosen ? 'The photo is ready; it is the user’s when you choose Next.' : 'The photo that you chose before is ready.'
  return 'A JPEG, PNG or WebP of up to 10 MB, with a face that looks straight ahead.'
}

interface PhotoPlaceProps {
  id: string
  has: boolean
  invalid: boolean
  disabled: boolean
  onFile(file: File | undefined): void
}

/** The drop is an addition for the pointer; the button in it does the same for everybody. */
function PhotoPlace({ id, has, invalid, disabled, onFile }: PhotoPlaceProps) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    onFile(event.dataTransfer.files[0])
  }
  return (
    <section
      aria-label="File"
      className={classes.place}
      data-over={over || undefined}
      data-has={has || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {!has && <IconPhoto size={32} stroke={1.3} aria-hidden />}
      <span className={classes.title}>{has ? 'Drop another one here, or' : 'Drop a photo here, or'}</span>
      <label className={classes.button} data-disabled={disabled || undefined}>
        {has ? 'Choose another photo' : 'Choose a photo'}
        <input
          id={id}
          type="file"
          accept="image/jpeg,image/png,image/webp"
          className={classes.input}
          aria-invalid={invalid || undefined}
          disabled={disabled}
          onChange={(event) => {
            onFile(event.currentTarget.files?.[0])
            event.currentTarget.value = '' // So that the same file can be chosen again.
          }}
        />
      </label>
    </section>
  )
}

/** An address under which the page can show a file, for as long as it does. */
function useObjectUrl(file: File | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!file) return undefined
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}
