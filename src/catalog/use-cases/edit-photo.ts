import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const editPhoto = defineUseCase({
  name: 'Edit photo',
  symbol: 'UsersProcEditPhoto',
  story: 'As an operator I want to give a user a photo',
  on: user,
  in: ['registered', 'approved', 'active', 'inactive'],
  outcome: 'The user has the photo; it is printed on the cards that leave for a bureau from now on.',
  said: '{actor} changed the photo of {object}.',
  offered: 'by default',
  roles: ['operator', 'administrator'],
  drawing: 'edit-photo.bpmn',
  single: true,
  forms: {
    photo: {
      title: 'Give the user a photo',
      text: 'It takes the place of the one before, and is printed on the cards that leave for a bureau from now on.',
      next: 'Save the photo',
      fields: { photo: { label: 'Photo', kind: 'photo', required: true } },
    },
  },
})
