/** Shows how far something is: a bar where somebody looks at a terminal, else a line whenever it comes to something new. */
export function createProgressBar(stream: NodeJS.WriteStream): (part: number, sentence: string) => void {
  let last = ''
  return (part, sentence) => {
    if (stream.isTTY) stream.write(`\r\u001b[K${'█'.repeat(Math.round(part * 24)).padEnd(24, '·')} ${sentence}${part >= 1 ? '\n' : ''}`)
    else if (sentence !== last) stream.write(`${sentence}\n`)
    last = sentence
  }
}
