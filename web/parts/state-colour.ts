const known = new Set(['gray', 'blue', 'indigo', 'violet', 'teal', 'green', 'yellow', 'orange', 'red'])

/** The three tokens of a state's colour (tokens.css): text, ground and dot. An unknown colour is grey. */
export function stateColour(colour: string): { fg: string; bg: string; dot: string } {
  const name = known.has(colour) ? colour : 'gray'
  return { fg: `var(--state-${name}-fg)`, bg: `var(--state-${name}-bg)`, dot: `var(--state-${name}-dot)` }
}
