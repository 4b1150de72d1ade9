const whole = new Intl.NumberFormat()

/** A count in the browser's language: "12,480". */
export function numberWords(count: number): string {
  return whole.format(count)
}

/** "1 card", "12 cards". */
export function countWords(count: number, one: string, many: string): string {
  return `${numberWords(count)} ${count === 1 ? one : many}`
}
