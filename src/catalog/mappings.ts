/** Copies fields from one kind of object to another: the holder's data onto a new card. */
export interface Mapping {
  readonly name: string
  readonly label: string
  readonly from: string
  readonly to: string
  /** Field of the target: field of the source, or two of them with a blank between. */
  readonly copies: Readonly<Record<string, readonly string[]>>
}

/** Common name and user principal name are filled in from the user, as operators of the reference system expect. */
export const userToCard: Mapping = {
  name: 'CardsMapUserToCard',
  label: 'User to card',
  from: 'user',
  to: 'card',
  copies: {
    holderFirstName: ['firstName'],
    holderLastName: ['lastName'],
    employeeNumber: ['employeeNumber'],
    unit: ['unit'],
    commonName: ['firstName', 'lastName'],
    userPrincipalName: ['email'],
  },
}
