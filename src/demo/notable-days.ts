/** The working days before today on which more happened than on others, as the calendar counts them. */

/** Nothing was sent for some hours, since the bureau had asked for it. */
export const PRESS_STOPPED = 46
/** On its first release the bureau could not be reached. */
export const OUTAGE = 38
/** The largest order since the roll-out; some of it was held, some was recalled. */
export const LATER = 24
/** The last order of which cards have come. */
export const RECENT = 4
