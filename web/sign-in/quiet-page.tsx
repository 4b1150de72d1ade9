import type { ReactNode } from 'react'
import { useDocumentTitle } from '../parts/document-title.ts'
import classes from './sign-in.module.css'

/** The quiet pages before the apps: the mark, what it is about, and one column. */
export function QuietPage({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  useDocumentTitle(title)
  return (
    <main id="main" className={classes.page}>
      <div className={classes.column}>
        <img src="/cardinal.svg" alt="" width={40} height={40} />
        <h1 className={classes.title}>{title}</h1>
        {note && <p className={classes.note}>{note}</p>}
        {children}
      </div>
    </main>
  )
}
