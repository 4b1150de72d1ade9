import type { Template } from '../engine/object.ts'
import type { Role } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import { type Mapping, userToCard } from './mappings.ts'
import { card } from './objects/card.ts'
import { user } from './objects/user.ts'
import { roles } from './roles.ts'
import { abortCardOrder } from './use-cases/abort-card-order.ts'
import { abortCardRequest } from './use-cases/abort-card-request.ts'
import { abortUserRequest } from './use-cases/abort-user-request.ts'
import { activateCard } from './use-cases/activate-card.ts'
import { activateUser } from './use-cases/activate-user.ts'
import { approveCardRequest } from './use-cases/approve-card-request.ts'
import { approveUserRequest } from './use-cases/approve-user-request.ts'
import { createUser } from './use-cases/create-user.ts'
import { deactivateCard } from './use-cases/deactivate-card.ts'
import { deactivateUser } from './use-cases/deactivate-user.ts'
import { editUser } from './use-cases/edit-user.ts'
import { expireCard } from './use-cases/expire-card.ts'
import { importUsers } from './use-cases/import-users.ts'
import { lockCard } from './use-cases/lock-card.ts'
import { lockUser } from './use-cases/lock-user.ts'
import { orderCard } from './use-cases/order-card.ts'
import { orderRegisteredCard } from './use-cases/order-registered-card.ts'
import { reactivateCard } from './use-cases/reactivate-card.ts'
import { reactivateUser } from './use-cases/reactivate-user.ts'
import { recordCardFailed } from './use-cases/record-card-failed.ts'
import { recordCardInProduction } from './use-cases/record-card-in-production.ts'
import { recordCardProduced } from './use-cases/record-card-produced.ts'
import { registerCard } from './use-cases/register-card.ts'
import { registerUser } from './use-cases/register-user.ts'
import { rejectCardRequest } from './use-cases/reject-card-request.ts'
import { rejectUserRequest } from './use-cases/reject-user-request.ts'
import { repeatCardOrder } from './use-cases/repeat-card-order.ts'
import { requestCard } from './use-cases/request-card.ts'
import { requestUser } from './use-cases/request-user.ts'
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
    registerUser,
    requestUser,
    abortUserRequest,
    approveUserRequest,
    rejectUserRequest,
    activateUser,
    editUser,
    deactivateUser,
    reactivateUser,
    lockUser,
    importUsers,
    updateImportedUsers,
    orderCard,
    registerCard,
    requestCard,
    abortCardRequest,
    approveCardRequest,
    rejectCardRequest,
    orderRegisteredCard,
    abortCardOrder,
    repeatCardOrder,
    updateCardOrder,
    activateCard,
    deactivateCard,
    reactivateCard,
    lockCard,
    sendQueuedOrders,
    recordCardInProduction,
    recordCardProduced,
    recordCardFailed,
    expireCard,
  ],
  roles,
  mappings: [userToCard],
}
