import type { ReactNode } from 'react'
import { useDocumentTitle } from '../parts/document-title.ts'
import styles from './page.module.css'

/** A page's head, the same everywhere: its name, one sentence of what it is, and what one can do with the whole of it. */
export function Page({
  title,
  name,
  means,
  actions,
  children,
}: {
  title: ReactNode
  name: string
  means?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  useDocumentTitle(`${name} · Admin`)
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <h1>{title}</h1>
          {means && <div className={styles.means}>{means}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A part of a page under its heading. */
export function Section({
  title,
  means,
  actions,
  children,
}: {
  title: string
  means?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.section} aria-label={title}>
      <header className={styles.sectionHead}>
        <div>
          <h2>{title}</h2>
          {means && <div className={styles.means}>{means}</div>}
        </div>
        {actions}
      </header>
      {children}
    </section>
  )
}
