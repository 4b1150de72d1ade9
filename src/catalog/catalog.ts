import type { Template } from '../engine/object.ts'
import type { Role } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import { type Mapping, userToCard } from './mappings.ts'
import { account } from './objects/account.ts'
import { bureau } from './objects/bureau.ts'
import { card } from './objects/card.ts'
import { incident } from './objects/incident.ts'
import { recall } from './objects/recall.ts'
import { user } from './objects/user.ts'
import { roles } from './roles.ts'
import { abortCardOrder } from './use-cases/abort-card-order.ts'
import { abortCardRequest } from './use-cases/abort-card-request.ts'
import { abortUserRequest } from './use-cases/abort-user-request.ts'
import { activateAccount } from './use-cases/activate-account.ts'
import { activateCard } from './use-cases/activate-card.ts'
import { activateUser } from './use-cases/activate-user.ts'
import { approveCardRequest } from './use-cases/approve-card-request.ts'
import { approveUserRequest } from './use-cases/approve-user-request.ts'
import { blockCardOnArrival } from './use-cases/block-card-on-arrival.ts'
import { closeIncident } from './use-cases/close-incident.ts'
import { createAccount } from './use-cases/create-account.ts'
import { createApiClient } from './use-cases/create-api-client.ts'
import { createUser } from './use-cases/create-user.ts'
import { deactivateCard } from './use-cases/deactivate-card.ts'
import { deactivateUser } from './use-cases/deactivate-user.ts'
import { destroyCard } from './use-cases/destroy-card.ts'
import { disableAccount } from './use-cases/disable-account.ts'
import { editPhoto } from './use-cases/edit-photo.ts'
import { editUser } from './use-cases/edit-user.ts'
import { enableAccount } from './use-cases/enable-account.ts'
import { endSessions } from './use-cases/end-sessions.ts'
import { eraseUser } from './use-cases/erase-user.ts'
import { expireCard } from './use-cases/expire-card.ts'
import { grantRole } from './use-cases/grant-role.ts'
import { holdCardOrder } from './use-cases/hold-card-order.ts'
import { importUsers } from './use-cases/import-users.ts'
import { issueApiToken } from './use-cases/issue-api-token.ts'
import { letRecallLapse } from './use-cases/let-recall-lapse.ts'
import { liftBlockOnArrival } from './use-cases/lift-block-on-arrival.ts'
import { lockCard } from './use-cases/lock-card.ts'
import { lockUser } from './use-cases/lock-user.ts'
import { openIncident } from './use-cases/open-incident.ts'
import { orderCard } from './use-cases/order-card.ts'
import { orderRegisteredCard } from './use-cases/order-registered-card.ts'
import { purgeCard } from './use-cases/purge-card.ts'
import { purgeUser } from './use-cases/purge-user.ts'
import { rerouteCardOrder } from './use-cases/re-route-card-order.ts'
import { reactivateCard } from './use-cases/reactivate-card.ts'
import { reactivateUser } from './use-cases/reactivate-user.ts'
import { recallCardOrder } from './use-cases/recall-card-order.ts'
import { recordCardFailed } from './use-cases/record-card-failed.ts'
import { recordCardInProduction } from './use-cases/record-card-in-production.ts'
import { recordCardProduced } from './use-cases/record-card-produced.ts'
import { recordCardShipped } from './use-cases/record-card-shipped.ts'
import { recordRecallAccepted } from './use-cases/record-recall-accepted.ts'
import { recordRecallMissed } from './use-cases/record-recall-missed.ts'
import { recordRecallRefused } from './use-cases/record-recall-refused.ts'
import { registerCard } from './use-cases/register-card.ts'
import { registerUser } from './use-cases/register-user.ts'
import { rejectCardRequest } from './use-cases/reject-card-request.ts'
import { rejectUserRequest } from './use-cases/reject-user-request.ts'
import { releaseCardOrder } from './use-cases/release-card-order.ts'
import { removeSecondFactor } from './use-cases/remove-second-factor.ts'
import { repeatCardOrder } from './use-cases/repeat-card-order.ts'
import { requestCard } from './use-cases/request-card.ts'
import { requestUser } from './use-cases/request-user.ts'
import { resetPassword } from './use-cases/reset-password.ts'
import { revokeApiTokens } from './use-cases/revoke-api-tokens.ts'
import { sendQueuedOrders } from './use-cases/send-queued-orders.ts'
import { sendRecall } from './use-cases/send-recall.ts'
import { startThePress } from './use-cases/start-the-press.ts'
import { stopThePress } from './use-cases/stop-the-press.ts'
import { takeIncident } from './use-cases/take-incident.ts'
import { unlockAccount } from './use-cases/unlock-account.ts'
import { updateCardOrder } from './use-cases/update-card-order.ts'
import { updateImportedUsers } from './use-cases/update-imported-users.ts'
import { withdrawRole } from './use-cases/withdraw-role.ts'

/** What the product is: the first thing to read. Declarations only; everything else performs them. */
export interface Catalog {
  readonly templates: readonly Template[]
  readonly useCases: readonly UseCase[]
  readonly roles: readonly Role[]
  readonly mappings: readonly Mapping[]
}

export const catalog: Catalog = {
  templates: [user, account, card, recall, incident, bureau],
  useCases: [
    createUser,
    registerUser,
    requestUser,
    abortUserRequest,
    approveUserRequest,
    rejectUserRequest,
    activateUser,
    editUser,
    editPhoto,
    deactivateUser,
    reactivateUser,
    lockUser,
    eraseUser,
    purgeUser,
    importUsers,
    updateImportedUsers,
    createAccount,
    grantRole,
    withdrawRole,
    disableAccount,
    enableAccount,
    createApiClient,
    issueApiToken,
    revokeApiTokens,
    resetPassword,
    removeSecondFactor,
    unlockAccount,
    endSessions,
    activateAccount,
    orderCard,
    registerCard,
    requestCard,
    abortCardRequest,
    approveCardRequest,
    rejectCardRequest,
    orderRegisteredCard,
    abortCardOrder,
    holdCardOrder,
    releaseCardOrder,
    rerouteCardOrder,
    recallCardOrder,
    blockCardOnArrival,
    liftBlockOnArrival,
    destroyCard,
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
    recordCardShipped,
    expireCard,
    purgeCard,
    sendRecall,
    recordRecallAccepted,
    recordRecallRefused,
    recordRecallMissed,
    letRecallLapse,
    openIncident,
    takeIncident,
    closeIncident,
    stopThePress,
    startThePress,
  ],
  roles,
  mappings: [userToCard],
}
