import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { LARGEST_MESSAGE } from '../contract/read-message.ts'
import { LARGEST_ARCHIVE, packArchive, unpackArchive } from './archive.ts'

const MB = 1024 * 1024
const small = Buffer.from('{}')
const spaces = (size: number) => Buffer.alloc(size, ' ')

describe('an archive of answers', () => {
  it('gives its messages in the order of their names', async () => {
    expect(
      await unpackArchive(
        await zipped([
          ['b.json', small],
          ['a.json', spaces(3)],
        ]),
      ),
    ).toEqual({
      messages: [
        { name: 'a.json', bytes: spaces(3) },
        { name: 'b.json', bytes: small },
      ],
    })
  })

  it('may be as large as the limits, and not larger', async () => {
    const most = await unpackArchive(await zipped(Array.from({ length: 5 }, (_, at) => [`${at}.json`, spaces(LARGEST_MESSAGE)])))
    expect('messages' in most && most.messages.length).toBe(5)
    expect(5 * LARGEST_MESSAGE).toBe(LARGEST_ARCHIVE)
    const bombs = [[['0.json', spaces(LARGEST_MESSAGE + 1)]], Array.from({ length: 6 }, (_, at) => [`${at}.json`, spaces(18 * MB)])] as [
      string,
      Buffer,
    ][][]
    for (const bomb of bombs) {
      expect(await unpackArchive(await zipped(bomb))).toEqual({ why: 'Unpacked, it is larger than 20 MB a message or 100 MB in all.' })
    }
  })

  it.each<[string, string, () => Promise<Buffer>]>([
    ['is none', 'not an archive', async () => Buffer.from('PK and nothing else')],
    ['is nothing', 'not an archive', async () => Buffer.alloc(0)],
    ['is cut off', 'not an archive', async () => (await zipped([['a.json', spaces(1000)]])).subarray(0, 60)],
    ['is damaged', 'not an archive', async () => spoiled(await zipped([['a.json', spaces(1000)]]))],
    ['says that it is smaller than it is', 'not an archive', async () => understated(await zipped([['a.json', spaces(30 * MB)]]), 30 * MB)],
    ['is empty', 'is empty', () => zipped([])],
    ['has over 1000 entries', 'more than 1000 entries', () => zipped(Array.from({ length: 1001 }, (_, at) => [`${at}.json`, small]))],
    ['leads upwards', 'in a folder or with a path', () => zipped([['aa_a.json', small]], ['aa_a.json', '../a.json'])],
    ['leads to the root', 'in a folder or with a path', () => zipped([['_a.json', small]], ['_a.json', '/a.json'])],
    ['leads to a drive', 'in a folder or with a path', () => zipped([['c__a.json', small]], ['c__a.json', 'c:\\a.json'])],
    ['has a folder', 'in a folder or with a path', () => zipped([['folder/a.json', small]])],
    ['holds a link', 'a link or another thing', () => zipped([['a.json', Buffer.from('/etc/passwd')]], undefined, 0o120777)],
    ['holds something else', 'name is not up to 120', () => zipped([['a.exe', small]])],
    ['holds a hidden file', 'name is not up to 120', () => zipped([['.a.json', small]])],
    ['has a name that may be about a person', 'name is not up to 120', () => zipped([['Ada Lovelace.json', small]])],
    [
      'has a name twice',
      'two entries of the same name',
      () =>
        zipped(
          [
            ['a.json', small],
            ['b.json', small],
          ],
          ['b.json', 'a.json'],
        ),
    ],
  ])('is refused when it %s', async (_, why, make) => {
    const refused = await unpackArchive(await make())
    expect(refused).toEqual({ why: expect.stringContaining(why) })
    expect(JSON.stringify(refused)).not.toContain('Ada')
  })
})

it('a batch without photos is an archive with one entry', async () => {
  expect(await unpackArchive(await packArchive('{}', [], new Date(Date.UTC(2029, 0))))).toEqual({
    messages: [{ name: 'message.json', bytes: small }],
  })
})

/** An archive, with one name replaced by another that no honest program writes. */
async function zipped(entries: [string, Buffer][], [from, to]: [string, string] | [] = [], mode = 0o100640): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, bytes] of entries) zip.addBuffer(bytes, name, { mode })
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
  const bytes = Buffer.concat(chunks)
  return from === undefined || to === undefined ? bytes : Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
}

/** One byte of what is packed is another. */
function spoiled(zip: Buffer): Buffer {
  zip[40] = (zip[40] ?? 0) ^ 0xff
  return zip
}

/** Wherever its headers say how large the entry is, they say one byte. */
function understated(zip: Buffer, size: number): Buffer {
  const said = Buffer.alloc(4)
  said.writeUInt32LE(size)
  for (let at = zip.indexOf(said); at !== -1; at = zip.indexOf(said, at)) zip.writeUInt32LE(1, at)
  return zip
}
