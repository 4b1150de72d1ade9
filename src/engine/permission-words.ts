import type { Template } from './object.ts'
import { startPermission, type UseCase } from './use-case.ts'

/** What a permission is about, in the order in which pages list them. */
export type PermissionKind = 'admin' | 'operator' | 'read' | 'start'

/** Which kind of permission a word is; what is none of them is a right to start something. */
export const permissionKind = (word: string): PermissionKind =>
  (['admin', 'operator', 'read'] as const).find((kind) => word.startsWith(`${kind}:`)) ?? 'start'

/** A permission as people call it: "Admin: Options", "Operator: Search", "See cards", "Start Abort card order". */
export function permissionWords({ templates, useCases }: Named, word: string): string {
  const name = word.slice(word.indexOf(':') + 1)
  switch (permissionKind(word)) {
    case 'admin':
      return `Admin: ${areaWords(name)}`
    case 'operator':
      return `Operator: ${areaWords(name)}`
    case 'read':
      return `See ${pluralOf(templates, name)}`
    case 'start':
      if (word.startsWith('report:')) return `Ask for everything held about ${pluralOf(templates, name)}`
      if (word.startsWith('evidence:')) return `Take the evidence of ${pluralOf(templates, name)}`
      return `Start ${useCases.find((useCase) => startPermission(useCase) === word)?.name ?? name}`
  }
}

const pluralOf = (templates: readonly Template[], name: string): string =>
  templates.find((template) => template.name === name)?.plural.toLowerCase() ?? name

/** An area of Admin or Operator as its page is headed: "State graphs". */
export const areaWords = (area: string): string => area.charAt(0).toUpperCase() + area.slice(1).replaceAll('-', ' ')

interface Named {
  readonly templates: readonly Template[]
  readonly useCases: readonly UseCase[]
}
