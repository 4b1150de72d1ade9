/**
 * The browser's history, with the searches of some pages behind `#?` in place of `?`: what people look for is a name as often as not, and
 * what stands behind `#` the browser keeps to itself, where the rest of an address reaches the server, the logs of a proxy, and whoever is
 * linked to. An address written with `?` is read all the same.
 */
import { createBrowserHistory, type RouterHistory } from '@tanstack/react-router'

const PRIVATE = ['/operator/search', '/sign-in']

export function privateHistory(): RouterHistory {
  return createBrowserHistory({
    createHref: hidden,
    parseLocation: () => {
      const { pathname, search, hash } = window.location
      // The router has put its mark there before it asks.
      return { ...shown(pathname, search, hash), state: window.history.state ?? FIRST }
    },
  })
}

/** The address as the browser shows it, of a path within the program. */
export function hidden(path: string): string {
  const [, pathname = '', search = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(path) ?? []
  return PRIVATE.includes(pathname) && search !== '' && hash === '' ? `${pathname}#${search}` : path
}

/** The path within the program, of an address in the browser. */
export function shown(pathname: string, search: string, hash: string): { href: string; pathname: string; search: string; hash: string } {
  const isHidden = PRIVATE.includes(pathname) && hash.startsWith('#?')
  const place = isHidden ? { pathname, search: hash.slice(1), hash: '' } : { pathname, search, hash }
  return { href: place.pathname + place.search + place.hash, ...place }
}

/** What the router keeps with a place, where there is nothing yet. */
const FIRST = { key: 'first', __TSR_key: 'first', __TSR_index: 0 }
