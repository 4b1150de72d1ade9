/** Answers as files in `answers/`, named so that they sort in the order they are given: `answer-000000012-<message>.json`. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../bureaus/whole-file.ts'

/**
 * Files that end in `ending`. One that was written before a restart, and may have been read and moved since, is not written again.
 */
export function answerPost(folder: string, ending: string, newId: () => string) {
  const answers = join(folder, 'answers')
  return {
    async write(number: number, message: string, text: string): Promise<void> {
      const name = `answer-${String(number).padStart(9, '0')}-${message}${ending}`
      const places = [answers, join(answers, 'done'), join(answers, 'refused')]
      const found = await Promise.all(places.map((place) => isThere(join(place, name))))
      if (!found.includes(true)) await writeWhole(answers, name, text, newId())
    },
    /** The names of the answers that lie there, the oldest first. */
    names: async (): Promise<string[]> =>
      (await readdir(answers)).filter((name) => name.startsWith('answer-') && name.endsWith(ending)).sort(),
    path: (name: string): string => join(answers, name),
  }
}

/** The message that a file of answers holds, by its name. */
export const messageIn = (name: string): string => name.slice('answer-000000000-'.length).slice(0, 36)

/** As people count: batch 9 before batch 10, and recalls after the batches. */
export const inOrder = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true })

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
