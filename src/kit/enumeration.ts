/** Words as a sentence names them: "a", "a and b", "a, b and c"; nothing for none. */
export const enumeration = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
