import { useEffect } from 'react'

/** Names the page in the browser's tab and history: "Search · Cardinal". Never put personal data beyond what the page's heading shows. */
export function useDocumentTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Cardinal`
  }, [title])
}
