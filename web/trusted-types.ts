/**
 * The only way in which text becomes markup on these pages, where browsers know such a rule. The libraries that draw set templates of
 * their own and styles, none of which hold anything that acts; what does is a fault, or somebody else's, and is not set. There is no way at
 * all in which text becomes a script.
 */
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(markup: string): string }): unknown
}

const ACTS =
  /<\s*(script|iframe|frame|object|embed|base|meta|link|form|foreignobject|animate|set)\b|[\s/"']on[a-z]+\s*=|javascript:|srcdoc/i

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }

trustedTypes?.createPolicy('default', {
  createHTML(markup) {
    if (ACTS.test(markup)) throw new TypeError('Markup that acts was not set.')
    return markup
  },
})
