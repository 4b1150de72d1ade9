import { refuse } from '../engine/refusal.ts'
import { NONE, type Task } from '../store/task.ts'
import { putUpload } from '../store/uploaded-photo.ts'

/** For so long an uploaded photo waits to be put in place, in milliseconds. */
export const UPLOAD_KEPT = 3_600_000

const putPhoto: Task = {
  label: 'Put the uploaded photo in the place of the one before',
  fails: { no_such_upload: 'There is no such upload, or somebody else made it, or it is older than an hour.' },
  async run({ tx, actor, input, now }, users) {
    const upload = { id: String(input['photo']), account: actor.id, since: new Date(now.getTime() - UPLOAD_KEPT) }
    const ids = users.map(({ id }) => id)
    const isPut = upload.account !== null && (await putUpload(tx, { ...upload, account: upload.account }, ids, now))
    return isPut ? NONE : new Map(ids.map((id) => [id, noSuchUpload]))
  },
}

export const photoTasks: Readonly<Record<string, Task>> = { 'user.put-photo': putPhoto }

/** Whose upload it is, is not told. */
const noSuchUpload = {
  ...refuse(
    'no_such_upload',
    'This photo is not here any more; an upload is kept for an hour, for whoever made it. Nothing was changed.',
    'Choose the photo again.',
  ),
  problems: [{ field: 'photo', sentence: 'Choose the photo again: what was uploaded is not here any more.' }],
}
