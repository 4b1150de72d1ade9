import type { Reply, TestServer } from './server.ts'

/** A browser that keeps its cookie and the token of its session, as they change. */
export interface Jar {
  get(path: string): Promise<Reply>
  post(path: string, body?: unknown): Promise<Reply>
  put(path: string, body: unknown): Promise<Reply>
  delete(path: string): Promise<Reply>
  /** The cookie it keeps. */
  cookie(): string
}

export function openJar(server: TestServer): Jar {
  let [cookie, csrf] = ['', '']
  const send = async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const reply = await server.nobody.send(method, path, {
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headers: { ...json, ...(cookie && { cookie }), ...(csrf && { 'x-csrf-token': csrf }) },
    })
    const set = reply.headers.get('set-cookie')?.split(';')[0]
    if (set) cookie = set
    if (typeof reply.body === 'object' && reply.body?.csrf) csrf = reply.body.csrf
    return reply
  }
  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    delete: (path) => send('DELETE', path),
    cookie: () => cookie,
  }
}
