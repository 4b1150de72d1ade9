import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'
import { recall } from '../objects/recall.ts'

export const recallCardOrder = defineUseCase({
  name: 'Recall card order',
  symbol: 'CardsAddonExtProdProcRecall',
  story: 'As an operator I want to call a card order back from the bureau',
  on: card,
  makes: recall,
  in: ['ordered', 'inProduction'],
  outcome: 'The bureau is asked to stop the order. If it accepts, the card ends as Aborted; if not, the card goes on.',
  said: '{actor} asked the bureau to stop the card order of {holder}: {reason}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'recall-card-order.bpmn',
  risky: 'always',
  forms: {
    reason: {
      title: 'Recall this card order?',
      text: 'The bureau is asked to stop the order. It may accept, or say that it is too late; the card stays as it is until it answers. The recall is listed on the recall desk.',
      next: 'Ask the bureau',
      fields: {
        reason: { label: 'Reason', kind: 'text', required: true, personal: true, maxLength: 300, help: 'The bureau is not told.' },
      },
    },
  },
})
