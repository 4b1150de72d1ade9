/** How far the bureau’s clock is from ours, as people say it: `61 minutes behind ours`. */
export function clockDifference(theirs: Date, ours: Date): string {
  const seconds = Math.round((theirs.getTime() - ours.getTime()) / 1000)
  return `${inWords(Math.abs(seconds))} ${seconds < 0 ? 'behind' : 'ahead of'} ours`
}

function inWords(seconds: number): string {
  if (seconds < 120) return count(seconds, 'second')
  if (seconds < 180 * 60) return count(Math.round(seconds / 60), 'minute')
  if (seconds < 48 * 3600) return count(Math.round(seconds / 3600), 'hour')
  return count(Math.round(seconds / 86_400), 'day')
}

const count = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? '' : 's'}`
