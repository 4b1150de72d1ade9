import { defineScenario } from '../../engine/scenario.ts'
import { editPhoto } from './edit-photo.ts'

export const editPhotoScenario = defineScenario(editPhoto, {
  // Uploaded before, by whoever performs it.
  input: { photo: '0193b7a0-0000-7000-8000-00000000f070' },
  repeatable: true,
  stories: [
    { tells: 'a user in use gets the photo', given: 'active', ends: 'done', becomes: 'active' },
    { tells: 'so does a user who is only registered', given: 'registered', ends: 'done', becomes: 'registered' },
    {
      tells: 'a photo that nobody uploaded, or somebody else did, is not put in place',
      given: 'active',
      input: { photo: '0193b7a0-0000-7000-8000-000000000000' },
      ends: 'no_such_upload',
      becomes: 'active',
    },
  ],
})
