import type { AnchorProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useCatalog } from '../parts/catalog.ts'
import { TextLink } from '../parts/links.tsx'

export interface ObjectLinkProps extends AnchorProps {
  template: string
  id: string
  children: ReactNode
}

/** A link to an object's profile; plain text where the template is not known. */
export function ObjectLink({ template, id, children, ...props }: ObjectLinkProps) {
  const path = useCatalog().template(template)?.path
  if (!path) return children
  return (
    <TextLink to="/operator/$collection/$id" params={{ collection: path, id }} {...props}>
      {children}
    </TextLink>
  )
}
