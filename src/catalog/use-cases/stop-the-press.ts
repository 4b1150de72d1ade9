import { defineUseCase } from '../../engine/use-case.ts'
import { bureau } from '../objects/bureau.ts'

export const stopThePress = defineUseCase({
  name: 'Stop the press',
  symbol: 'CardsAddonExtProdProcStopPress',
  story: 'As an operator I want nothing more to leave for a bureau',
  on: bureau,
  move: 'stop',
  said: '{actor} stopped the press of {object}: {reason}.',
  offered: 'by default',
  roles: ['operator', 'administrator', 'production-administrator', 'service-administrator'],
  drawing: 'stop-the-press.bpmn',
  forms: {
    reason: {
      title: 'Stop the press of this bureau?',
      text: 'From now on nothing leaves for the bureau: no release, no batch. Every order keeps its place and can be aborted while it is in the queue.',
      next: 'Stop the press',
      fields: {
        reason: { label: 'Reason', kind: 'text', required: true, maxLength: 300, help: 'Everybody who waits for a release sees it.' },
      },
    },
  },
})
