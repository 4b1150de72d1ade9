import { isIP } from 'node:net'

/**
 * The address of a bureau's HTTP interface, without slashes at its end; or in a sentence why it is not used. What is sent holds personal
 * data and a token, so it is encrypted, except where it does not leave this machine.
 */
export function restAddress(text: string): URL | { readonly why: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { why: `The address is none that begins with https://. ${REMEDY}` }
  if (url.username || url.password)
    return { why: `The address holds a name or a password. ${REMEDY} What it signs in with is entered apart, as the token.` }
  if (url.search || url.hash || /[?#]/.test(text)) return { why: `The address holds a question mark or a number sign. ${REMEDY}` }
  if (url.protocol === 'http:' && !isLoopbackName(url.hostname))
    return { why: `The address begins with http://, which is allowed for this machine only, since nothing is encrypted there. ${REMEDY}` }
  url.pathname = url.pathname.replace(/\/+$/, '')
  return url
}

/** Whether an address of the network is this machine’s own. */
export const isLoopbackAddress = (address: string): boolean =>
  isIP(address) === 4 ? address.startsWith('127.') : address === '::1' || /^::ffff:127\./i.test(address)

/** Its name or address as a socket takes it: an IPv6 address without brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')

const isLoopbackName = (hostname: string): boolean => hostname === 'localhost' || isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1'))

const REMEDY = 'Nothing was sent; enter an address such as https://bureau.example/cardinal.'
