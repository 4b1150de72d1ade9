/** A path on this server, and not one that a browser reads as another host: it skips tabs, and takes a backslash for a slash. */
export function isOwnAddress(address: string): boolean {
  const here = 'https://here.invalid'
  return address.startsWith('/') && !/[\\\s]/.test(address) && URL.canParse(address, here) && new URL(address, here).origin === here
}
