import type { Signer } from '../kit/signature.ts'

/** A signer that is put together before its key is known, and can sign once it was opened; to open it twice does no harm. */
export function laterSigner(read: () => Promise<Signer>): { readonly signer: Signer; open(): Promise<void> } {
  let known: Signer | undefined
  const key = (): Signer => {
    if (!known) throw new Error('The signing key was not read yet: open the desk first.')
    return known
  }
  return {
    signer: {
      get keyId() {
        return key().keyId
      },
      get publicKey() {
        return key().publicKey
      },
      sign: (text) => key().sign(text),
    },
    async open() {
      known ??= await read()
    },
  }
}
