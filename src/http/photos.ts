import { LARGEST_PHOTO_FILE, uploadPhoto } from '../runtime/upload-photo.ts'
import { type Api, type App, actorOn } from './api.ts'
import { PhotoCrop } from './contract/parameters.ts'
import { UploadedPhoto } from './contract/photo.ts'
import { sendRefusal } from './problem.ts'
import { answers, validatorOf } from './schema.ts'

/** Takes photos on their way to a user: the body is the file itself. */
export function registerPhotos(app: App, { world }: Api): void {
  app.addContentTypeParser(/^image\/[\w.+-]+$/, { parseAs: 'buffer', bodyLimit: LARGEST_PHOTO_FILE }, (_, body, done) => done(null, body))
  app.post(
    '/photos',
    {
      bodyLimit: LARGEST_PHOTO_FILE,
      config: { guarded: 'start:UsersProcEditPhoto', repeats: 'no' },
      // The body is a file; whoever reads it says what is wrong with it.
      validatorCompiler: (part) => (part.httpPart === 'body' ? (value) => ({ value }) : validatorOf(part)),
      schema: {
        operationId: 'uploadPhoto',
        tags: ['Users'],
        summary: 'Upload a photo, to be put in place by Edit photo',
        description:
          'A JPEG, PNG or WebP of up to 10 MB. It is encoded anew: upright, cut to 35:45, at most 1200 pixels high, and without anything but the picture. Its id is the answer `photo` of Edit photo, for an hour and for whoever uploaded it.',
        consumes: ['image/jpeg', 'image/png', 'image/webp'],
        querystring: PhotoCrop,
        body: { type: 'string', format: 'binary', description: 'The file.' },
        response: answers({ 201: UploadedPhoto }, [400, 401, 403, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { zoom = 1, x = 0.5, y = 0.5 } = request.query
      const file: unknown = request.body
      const upload = await uploadPhoto(world, actorOn(request), Buffer.isBuffer(file) ? file : new Uint8Array(), { zoom, x, y })
      return 'code' in upload ? sendRefusal(reply, upload) : reply.code(201).send(upload satisfies UploadedPhoto)
    },
  )
}
