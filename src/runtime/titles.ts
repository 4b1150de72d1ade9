/** How people call an object; the API and the pages call it the same as the journal does. */
export { labelOf, titleOf } from '../journal/sentence.ts'
