/**
 * What kept a connector from its work, in one sentence for an operator or administrator: what is wrong, and what to do about it. It holds
 * no personal data. Anything else that is thrown is a bug.
 */
export class Trouble extends Error {}
