import { expect, it } from 'vitest'
import { passwordRefusal } from './password-rules.ts'

const about = { name: 'ada.berg', displayName: 'Ada Berg', organisation: 'Nordland Hospital' }
const refused = async (password: string): Promise<string | undefined> => (await passwordRefusal(password, about))?.sentence

it('takes whatever is long enough and not guessed first: words, blanks, any letters', async () => {
  for (const password of [
    'seven green apples',
    'æbler på træet',
    '密码需要足够长才能够用',
    'ßßßöäüöäüöäü',
    'a'.repeat(6) + 'bc'.repeat(60),
  ])
    if ([...password].length >= 12) expect(await refused(password), password).toBeUndefined()
})

it('counts characters as people do, and takes up to 256', async () => {
  expect(await refused('seven apple')).toContain('It has 11 characters, and needs 12.')
  expect(await refused('👩‍🚀x')).toContain('characters, and needs 12.')
  expect(await refused('ab '.repeat(86))).toContain('more than 256 characters')
})

it('refuses what is tried first, also repeated and with digits around it, in whatever capitals', async () => {
  for (const password of ['Password1234', 'qwertyuiop123!', '2024dragon2024', 'letmeinletmein', '123456789012', 'IloveYou!!!!!'])
    expect(await refused(password), password).toContain('tried first')
  expect(await refused('abababababab')).toContain('over and over')
})

it('refuses the sign-in name, the person and the organisation with something around them', async () => {
  for (const password of ['ada.berg1234', 'Ada Berg 2027', 'Nordland Hospital 1']) expect(await refused(password), password).toBeDefined()
})

it('says that nothing was changed, and what to do', async () => {
  const refusal = await passwordRefusal('short', about)
  expect(refusal).toMatchObject({ code: 'weak_password', remedy: expect.stringContaining('Choose a longer one') })
  expect(refusal?.sentence).toContain('Nothing was changed.')
})
