/** When a process is offered, as a person says it. */
export function offeredWords(offered: string): string {
  return { 'when attached': 'When attached', 'by default': 'By default', 'to the system': 'To the system only' }[offered] ?? offered
}
