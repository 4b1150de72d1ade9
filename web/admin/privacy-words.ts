/** How many objects at their end hold something of the kind; the server counts up to 1001. */
export function counted(held: number, plural: string): string {
  const words = plural.toLowerCase()
  if (held === 0) return `No ${words} at their end hold any of it now.`
  if (held > 1000) return `More than 1,000 ${words} at their end hold some of it now.`
  return held === 1 ? `One of the ${words} at their end holds some of it now.` : `${held} ${words} at their end hold some of it now.`
}
