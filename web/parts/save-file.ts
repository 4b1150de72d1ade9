/** Gives a file to the person, as a download does. */
export function saveFile(file: File): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  // The browser reads the address in its own time; a minute is plenty.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
