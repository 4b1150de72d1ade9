/** Gives a bureau the photos of a batch before the batch itself, each under the hash of its bytes, and only those that it does not have. */
import type { SealedPhoto } from '../bureau.ts'
import type { CallBureau } from './bureau-call.ts'
import { whyNot } from './bureau-verdict.ts'

const AT_ONCE = 4
const HAS = new Set([200, 201, 204])

/** @returns in a sentence why not all of them are there; undefined when they are */
export async function givePhotos(photos: readonly SealedPhoto[], bureau: CallBureau): Promise<string | undefined> {
  const left = [...new Map(photos.map((photo) => [photo.sha256, photo])).values()]
  const first = left.shift()
  // One alone, so that a bureau that was left alone is asked once.
  let why = first && (await givePhoto(first, bureau))
  const giveOthers = async (): Promise<void> => {
    for (let photo = left.shift(); photo && !why; photo = left.shift()) {
      const failure = await givePhoto(photo, bureau)
      why ??= failure
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, giveOthers))
  return why
}

async function givePhoto(photo: SealedPhoto, bureau: CallBureau): Promise<string | undefined> {
  const path = `/photos/${photo.sha256}`
  const looked = (await bureau.repeated({ method: 'HEAD', path })).last
  if (!('status' in looked) || looked.status === 401 || looked.status === 403) return whyNot(looked, '/photos')
  if (HAS.has(looked.status)) return undefined
  const { last } = await bureau.repeated({ method: 'PUT', path, mediaType: photo.mediaType, body: photo.bytes })
  return 'status' in last && HAS.has(last.status) ? undefined : whyNot(last, '/photos')
}
