import { type Static, Type } from 'typebox'

/** A photo that was uploaded, and not put in place yet. */
export const UploadedPhoto = Type.Object(
  {
    id: Type.String({ description: 'What Edit photo is answered with, within an hour.' }),
    width: Type.Integer({ description: 'In pixels, as it was encoded anew.' }),
    height: Type.Integer(),
  },
  { $id: 'UploadedPhoto' },
)
export type UploadedPhoto = Static<typeof UploadedPhoto>
