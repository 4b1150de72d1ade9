import type { Template } from '../engine/object.ts'
import type { Role } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import { type Mapping, userToCard } from './mappings.ts'
import { card } from './objects/card.ts'
import { user } from './objects/user.ts'
import { roles } from './roles.ts'
import { abortCardOrder } from './use-cases/abort-card-order.ts'
import { activateCard } from './use-cases/activate-card.ts'
import { createUser } from './use-cases/create-user.ts'
import { deactivateUser } from './use-cases/deactivate-user.ts'
import { editUser } from './use-cases/edit-user.ts'
import { importUsers } from './use-cases/import-users.ts'
import { orderCard } from './use-cases/order-card.ts'
import { reactivateUser } from './use-cases/reactivate-user.ts'
import { recordCardFailed } from './use-cases/record-card-failed.ts'
import { recordCardInProduction } from './use-cases/record-card-in-production.ts'
import { recordCardProduced } from './use-cases/record-card-produced.ts'
import { sendQueuedOrders } from './use-cases/send-queued-orders.ts'
import { updateCardOrder } from './use-cases/update-card-order.ts'
import { updateImportedUsers } from './use-cases/update-imported-users.ts'

/** What the product is: the first thing to read. Declarations only; everything else performs them. */
export interface Catalog {
  readonly templates: readonly Template[]
  readonly useCases: readonly UseCase[]
  readonly roles: readonly Role[]
  readonly mappings: readonly Mapping[]
}

export const catalog: Catalog = {
  templates: [user, card],
  useCases: [
    createUser,
    editUser,
    deactivateUser,
    reactivateUser,
    importUsers,
    updateImportedUsers,
    orderCard,
    abortCardOrder,
    updateCardOrder,
    activateCard,
    sendQueuedOrders,
    recordCardInProduction,
    recordCardProduced,
    recordCardFailed,
  ],
  roles,
  mappings: [userToCard],
}
