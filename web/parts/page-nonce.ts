/**
 * The nonce of this page: what a style that is set while it runs must bear, or the browser refuses it. Browsers hide it from selectors, but
 * not from scripts.
 */
export const pageNonce = (): string => document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''

declare global {
  var __webpack_nonce__: string | undefined
}

// What keeps the page from scrolling below a dialog sets a style of its own, and looks for the nonce here.
globalThis.__webpack_nonce__ = pageNonce()
